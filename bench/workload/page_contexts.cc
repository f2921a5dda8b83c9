#include "bench/workload/page_contexts.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "bench/workload/dice.h"
#include "bench/workload/popularity.h"
#include "engine/base/status.h"
#include "engine/text/normalize.h"
#include "engine/text/section_path.h"

namespace placard {
namespace {

// How many pages in a hundred have how many keywords, from two on.
std::vector<uint64_t> KeywordCounts() {
  return {3, 11, 18, 22, 18, 12, 8, 5, 2, 1};
}
constexpr size_t kFewestKeywords = 2;

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  size_t end = 0;
  while (end != std::string_view::npos) {
    end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end != std::string_view::npos) text.remove_prefix(end + 1);
  }
  return parts;
}

absl::StatusOr<PageContext> ParseLine(std::string_view line) {
  const std::vector<std::string_view> columns = Split(line, '\t');
  if (columns.size() != 3) {
    return InvalidArgument("expected 3 columns, found ", columns.size());
  }
  PageContext context;
  PLACARD_ASSIGN_OR_RETURN(context.section, ParseSectionPath(columns[1]));
  for (std::string_view keyword : Split(columns[2], ',')) {
    PLACARD_ASSIGN_OR_RETURN(std::string normalized, Normalize(keyword));
    if (!normalized.empty()) context.keywords.push_back(std::move(normalized));
  }
  return context;
}

}  // namespace

std::vector<PageContext> MakePageContexts(const SiteVocabulary& vocabulary,
                                          size_t count, uint64_t seed) {
  Dice dice(Mix(seed, HashBytes("page contexts")));
  const Popularity sections(vocabulary.section_weights);
  const Popularity words(vocabulary.word_weights);
  const Popularity lengths(KeywordCounts());
  std::vector<PageContext> contexts(count);
  for (PageContext& context : contexts) {
    context.section = vocabulary.sections[sections.Draw(dice)];
    context.keywords.resize(kFewestKeywords + lengths.Draw(dice));
    for (std::string& keyword : context.keywords) {
      keyword = dice.OneIn(10) ? dice.Pick(vocabulary.phrases)
                               : vocabulary.words[words.Draw(dice)];
    }
  }
  return contexts;
}

absl::StatusOr<std::vector<PageContext>> ParsePageContexts(
    std::string_view table) {
  std::vector<PageContext> contexts;
  const std::vector<std::string_view> lines = Split(table, '\n');
  for (size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    absl::StatusOr<PageContext> context = ParseLine(lines[i]);
    if (!context.ok()) {
      return Annotate(context.status(), Concat("line ", i + 1));
    }
    contexts.push_back(*std::move(context));
  }
  if (contexts.empty()) {
    return InvalidArgument("expected lines under a heading, found none");
  }
  return contexts;
}

absl::StatusOr<std::vector<PageContext>> ReadPageContexts(
    const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return NotFound("file ", path, " cannot be read");
  const std::string table((std::istreambuf_iterator<char>(file)),
                          std::istreambuf_iterator<char>());
  absl::StatusOr<std::vector<PageContext>> contexts = ParsePageContexts(table);
  if (!contexts.ok()) return Annotate(contexts.status(), path);
  return contexts;
}

}  // namespace placard
