#include "bench/report/table.h"

#include <algorithm>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr std::string_view kBegin = "<!-- table begins -->\n";
constexpr std::string_view kEnd = "<!-- table ends -->\n";

int Group(const Figure& figure) {
  if (!figure.holds) return 0;
  if (figure.unit == "x") return figure.bound.has_value() ? 1 : 2;
  return figure.bound.has_value() ? 3 : 4;
}

std::string Value(const Figure& figure) {
  if (!figure.value.has_value()) return "not measured";
  return Concat(PrintValue(*figure.value), figure.unit.empty() ? "" : " ",
                figure.unit);
}

}  // namespace

Figures InReadingOrder(Figures figures) {
  std::stable_sort(
      figures.begin(), figures.end(),
      [](const Figure& a, const Figure& b) { return Group(a) < Group(b); });
  return figures;
}

std::string DescribeBounds(const Figures& figures) {
  size_t bounded = 0;
  size_t missed = 0;
  for (const Figure& figure : figures) {
    if (figure.bound.has_value() || !figure.holds) ++bounded;
    if (!figure.holds) ++missed;
  }
  return Concat(bounded - missed, " of ", bounded, " bounds hold");
}

std::string MarkdownTable(const Facts& facts, const Figures& figures) {
  std::string out;
  for (const auto& [name, value] : facts) {
    out += Concat("- ", name, ": ", value, "\n");
  }
  out += Concat("- Bounds: ", DescribeBounds(figures),
                "\n\n| figure | value | bound | holds |\n|---|--:|--:|---|\n");
  for (const Figure& figure : InReadingOrder(figures)) {
    if (!figure.bound.has_value() && figure.holds) continue;
    out += Concat("| `", figure.id, "` | ", Value(figure), " | ",
                  PrintBound(figure.bound), " | ",
                  figure.holds ? "yes" : "**no**", " |\n");
  }
  return out;
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
