#include "bench/compare/comparison.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"
#include "engine/base/check.h"

namespace placard {
namespace {

// Above zero, or 0.
double ValueOf(const Figures& figures, const std::string& id) {
  const auto found =
      std::find_if(figures.begin(), figures.end(),
                   [&](const Figure& figure) { return figure.id == id; });
  if (found == figures.end()) return 0;
  return std::max(0.0, found->value.value_or(0));
}

// Empty if a round lacks the figure.
std::vector<double> Ratios(const std::vector<Round>& rounds,
                           const std::string& id) {
  std::vector<double> ratios;
  for (const Round& round : rounds) {
    const double older = ValueOf(round.older, id);
    const double newer = ValueOf(round.newer, id);
    if (older <= 0 || newer <= 0) return {};
    ratios.push_back(newer / older);
  }
  return ratios;
}

// Precondition: not empty.
double Median(const std::vector<double>& sorted) {
  const size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle]
                                : (sorted[middle - 1] + sorted[middle]) / 2;
}

}  // namespace

bool Comparison::differs() const {
  return rounds > 1 && std::abs(median - 1) > most - least;
}

std::vector<Comparison> Compare(const std::vector<Round>& rounds) {
  std::vector<Comparison> comparisons;
  if (rounds.empty()) return comparisons;
  for (const Figure& figure : rounds.front().newer) {
    std::vector<double> ratios = Ratios(rounds, figure.id);
    if (ratios.empty()) continue;
    std::sort(ratios.begin(), ratios.end());
    comparisons.push_back({.id = figure.id,
                           .rounds = ratios.size(),
                           .median = Median(ratios),
                           .least = ratios.front(),
                           .most = ratios.back()});
  }
  return comparisons;
}

std::string PrintComparisons(std::vector<Comparison> comparisons) {
  const auto same = std::stable_partition(
      comparisons.begin(), comparisons.end(),
      [](const Comparison& comparison) { return comparison.differs(); });
  size_t width = 6;
  for (const Comparison& comparison : comparisons) {
    width = std::max(width, comparison.id.size());
  }
  std::string out =
      absl::StrFormat("%-*s  new/old  [least - most]\n", width, "figure");
  for (const Comparison& comparison : comparisons) {
    absl::StrAppendFormat(&out, "%-*s  %7.3f  [%.3f - %.3f]%s\n", width,
                          comparison.id, comparison.median, comparison.least,
                          comparison.most,
                          comparison.differs() ? "  differs" : "");
  }
  absl::StrAppendFormat(&out,
                        "%d of %d figures differ by more than their spread\n",
                        same - comparisons.begin(), comparisons.size());
  return out;
}

}  // namespace placard
