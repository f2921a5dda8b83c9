#include "bench/shape/page_shape.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include "absl/strings/str_format.h"
#include "engine/base/check.h"
#include "engine/text/section_path.h"

namespace placard {
namespace {

// Words rarer or more popular than these follow no law in a small sample.
constexpr size_t kFirstRank = 5;
constexpr size_t kLastRank = 200;

// Most often first.
std::vector<double> Counts(const std::map<std::string, size_t>& times) {
  std::vector<double> counts;
  counts.reserve(times.size());
  for (const auto& [text, count] : times) {
    counts.push_back(static_cast<double>(count));
  }
  std::sort(counts.begin(), counts.end(), std::greater<>());
  return counts;
}

double Share(const std::vector<double>& counts, size_t first) {
  const auto end = counts.begin() +
                   static_cast<std::ptrdiff_t>(std::min(first, counts.size()));
  const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
  return all > 0 ? 100 * std::accumulate(counts.begin(), end, 0.0) / all : 0;
}

// By least squares over the logarithms.
double Exponent(const std::vector<double>& counts) {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (size_t rank = kFirstRank; rank <= std::min(kLastRank, counts.size());
       ++rank) {
    const double log_rank = std::log(static_cast<double>(rank));
    const double log_count = std::log(counts[rank - 1]);
    n += 1;
    x += log_rank;
    y += log_count;
    xx += log_rank * log_rank;
    xy += log_rank * log_count;
  }
  const double spread = n * xx - x * x;
  return spread > 0 ? -(n * xy - x * y) / spread : 0;
}

void CountKeywords(const std::vector<PageContext>& contexts, PageShape& shape) {
  std::map<std::string, size_t> words;
  std::vector<size_t> lengths;
  double all = 0;
  double phrases = 0;
  for (const PageContext& context : contexts) {
    lengths.push_back(context.keywords.size());
    for (const std::string& keyword : context.keywords) {
      ++words[keyword];
      ++all;
      if (keyword.find(' ') != std::string::npos) ++phrases;
    }
  }
  std::sort(lengths.begin(), lengths.end());
  shape.keywords_median = lengths[lengths.size() / 2];
  shape.keywords_p95 = lengths[lengths.size() * 95 / 100];
  shape.keywords_most = lengths.back();
  const std::vector<double> counts = Counts(words);
  shape.phrases = all > 0 ? 100 * phrases / all : 0;
  shape.distinct_words =
      all > 0 ? 100 * static_cast<double>(counts.size()) / all : 0;
  shape.top_word = Share(counts, 1);
  shape.top_10_words = Share(counts, 10);
  shape.top_100_words = Share(counts, 100);
  shape.word_exponent = Exponent(counts);
}

struct Line {
  const char* name;
  double (*value)(const PageShape&);
};

constexpr Line kLines[] = {
    {"pages", [](const PageShape& s) { return static_cast<double>(s.pages); }},
    {"keywords a page, median",
     [](const PageShape& s) { return static_cast<double>(s.keywords_median); }},
    {"keywords a page, 95th percentile",
     [](const PageShape& s) { return static_cast<double>(s.keywords_p95); }},
    {"keywords a page, most",
     [](const PageShape& s) { return static_cast<double>(s.keywords_most); }},
    {"of several words, % of keywords",
     [](const PageShape& s) { return s.phrases; }},
    {"most popular word, % of keywords",
     [](const PageShape& s) { return s.top_word; }},
    {"10 most popular, % of keywords",
     [](const PageShape& s) { return s.top_10_words; }},
    {"100 most popular, % of keywords",
     [](const PageShape& s) { return s.top_100_words; }},
    {"Zipf's exponent, ranks 5 to 200",
     [](const PageShape& s) { return s.word_exponent; }},
    {"distinct words, % of keywords",
     [](const PageShape& s) { return s.distinct_words; }},
    {"sections",
     [](const PageShape& s) { return static_cast<double>(s.sections); }},
    {"most popular section, % of pages",
     [](const PageShape& s) { return s.top_section; }},
    {"5 most popular, % of pages",
     [](const PageShape& s) { return s.top_5_sections; }},
};

}  // namespace

PageShape ShapeOf(const std::vector<PageContext>& contexts) {
  PLACARD_CHECK(!contexts.empty());
  PageShape shape = {.pages = contexts.size()};
  CountKeywords(contexts, shape);
  std::map<std::string, size_t> sections;
  for (const PageContext& context : contexts) {
    ++sections[PrintSectionPath(context.section)];
  }
  const std::vector<double> counts = Counts(sections);
  shape.sections = counts.size();
  shape.top_section = Share(counts, 1);
  shape.top_5_sections = Share(counts, 5);
  return shape;
}

std::vector<PageContext> ContextsOf(const std::vector<PageView>& views) {
  std::vector<PageContext> contexts;
  contexts.reserve(views.size());
  for (const PageView& view : views) {
    contexts.push_back({.section = view.request.page.sections.front(),
                        .keywords = view.request.page.keywords});
  }
  return contexts;
}

std::string PrintShapes(const std::vector<NamedShape>& shapes) {
  std::string out = absl::StrFormat("%-34s", "");
  for (const NamedShape& shape : shapes) {
    absl::StrAppendFormat(&out, "%12s", shape.name);
  }
  out += '\n';
  for (const Line& line : kLines) {
    absl::StrAppendFormat(&out, "%-34s", line.name);
    for (const NamedShape& shape : shapes) {
      absl::StrAppendFormat(&out, "%12.4g", line.value(shape.shape));
    }
    out += '\n';
  }
  return out;
}

}  // namespace placard
