#include "bench/report/table.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bench/report/verdict.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr std::string_view kBegin = "<!-- table begins -->\n";
constexpr std::string_view kEnd = "<!-- table ends -->\n";

int Group(const Figure& figure) {
  if (FailsRun(figure)) return 0;
  if (!figure.holds) return 1;
  if (figure.unit == "x") return figure.bound.has_value() ? 2 : 3;
  return figure.bound.has_value() ? 4 : 5;
}

// Whether the first table has it.
bool IsHeldToSomething(const Figure& figure) {
  return figure.bound.has_value() || !figure.holds;
}

std::string BoundedTable(const Figures& figures) {
  std::string table = "| figure | value | bound | holds |\n|---|--:|--:|---|\n";
  for (const Figure& figure : InReadingOrder(figures)) {
    if (!IsHeldToSomething(figure)) continue;
    table += Concat("| `", figure.id, "` | ", DescribeValue(figure), " | ",
                    PrintBound(figure.bound), " | ",
                    figure.holds ? "yes" : "**no**", " |\n");
  }
  return table;
}

// Figures whose ids begin alike and differ in their last part, or in the last
// two: the p50 and the p99 of a search, or all that a baseline took.
struct Family {
  std::string stem;  // of the ids
  std::vector<const Figure*> members;
};

std::string StemOf(const std::string& id) {
  const size_t slash = id.rfind('/');
  return slash == id.npos ? "" : id.substr(0, slash);
}

// Of what has no bound; each where its first member stands. A figure whose stem
// no other has joins those that have the stem of that stem.
std::vector<Family> UnboundedFamilies(const Figures& figures) {
  std::map<std::string, size_t> sizes;
  for (const Figure& figure : figures) {
    if (!IsHeldToSomething(figure)) ++sizes[StemOf(figure.id)];
  }
  std::vector<Family> families;
  for (const Figure& figure : figures) {
    if (IsHeldToSomething(figure)) continue;
    std::string stem = StemOf(figure.id);
    if (sizes[stem] == 1) stem = StemOf(stem);
    const auto same =
        std::find_if(families.begin(), families.end(),
                     [&](const Family& family) { return family.stem == stem; });
    if (same == families.end() || stem.empty()) {
      families.push_back({.stem = stem, .members = {&figure}});
    } else {
      same->members.push_back(&figure);
    }
  }
  return families;
}

std::string FamilyRow(const Family& family) {
  const std::vector<const Figure*>& members = family.members;
  if (members.size() == 1) {
    return Concat("| `", members[0]->id, "` | ", DescribeValue(*members[0]),
                  " |\n");
  }
  std::string values;
  for (const Figure* member : members) {
    values += Concat(values.empty() ? "" : "; ",
                     member->id.substr(family.stem.size() + 1), ": ",
                     DescribeValue(*member));
  }
  return Concat("| `", family.stem, "/` | ", values, " |\n");
}

// Folded away; "" if everything has a bound.
std::string UnboundedTable(const Figures& figures) {
  const std::vector<Family> families = UnboundedFamilies(figures);
  if (families.empty()) return "";
  size_t count = 0;
  std::string rows;
  for (const Family& family : families) {
    count += family.members.size();
    rows += FamilyRow(family);
  }
  return Concat("\n<details>\n<summary>", count,
                " figures without a bound</summary>\n\n"
                "| figure | value |\n|---|---|\n",
                rows, "\n</details>\n");
}

}  // namespace

std::string DescribeValue(const Figure& figure) {
  if (!figure.value.has_value()) return "not measured";
  return Concat(PrintValue(*figure.value), figure.unit.empty() ? "" : " ",
                figure.unit);
}

Figures InReadingOrder(Figures figures) {
  std::stable_sort(
      figures.begin(), figures.end(),
      [](const Figure& a, const Figure& b) { return Group(a) < Group(b); });
  return figures;
}

std::string DescribeBounds(const Figures& figures) {
  size_t bounded = 0;
  size_t missed = 0;
  std::string failed;
  for (const Figure& figure : figures) {
    if (IsHeldToSomething(figure)) ++bounded;
    if (!figure.holds) ++missed;
    if (FailsRun(figure)) {
      failed += Concat(failed.empty() ? "; FAILED: " : ", ", figure.id);
    }
  }
  return Concat(bounded - missed, " of ", bounded, " bounds hold", failed);
}

std::string MarkdownTable(const Facts& facts, const Figures& figures) {
  std::string out;
  for (const auto& [name, value] : facts) {
    out += Concat("- ", name, ": ", value, "\n");
  }
  return Concat(out, "- Bounds: ", DescribeBounds(figures), "\n\n",
                BoundedTable(figures), UnboundedTable(figures));
}

absl::StatusOr<std::string> ReplaceTable(std::string_view document,
                                         std::string_view text) {
  const size_t begin = document.find(kBegin);
  const size_t end = document.find(kEnd);
  if (begin == document.npos || end == document.npos || end < begin) {
    return NotFound("the lines between which the table stands");
  }
  return Concat(document.substr(0, begin + kBegin.size()), text,
                document.substr(end));
}

}  // namespace placard
