#include "bench/baselines/posting_lists.h"

#include <numeric>

namespace placard {

PostingLists::PostingLists(const RuleTable& table)
    : ends_(table.features() + 1) {
  const auto rows = static_cast<uint32_t>(table.rows());
  for (uint32_t row = 0; row < rows; ++row) {
    std::array<bool, kFeatureKinds> asks = {};
    table.ForEachLookup(row, [&](FeatureKind kind, auto features) {
      asks[static_cast<size_t>(kind)] = true;
      for (const uint32_t feature : features) ++ends_[feature + 1];
      return true;
    });
    for (size_t i = 0; i < kFeatureKinds; ++i) {
      if (!asks[i]) unconstrained_[i].push_back(row);
    }
  }
  std::partial_sum(ends_.begin(), ends_.end(), ends_.begin());
  rows_.resize(ends_.back());
  std::vector<size_t> next(ends_.begin(), ends_.end() - 1);
  for (uint32_t row = 0; row < rows; ++row) {
    table.ForEachLookup(row, [&](FeatureKind, auto features) {
      for (const uint32_t feature : features) rows_[next[feature]++] = row;
      return true;
    });
  }
  for (size_t i = 0; i < kFeatureKinds; ++i) {
    if (unconstrained_[i].size() == rows) continue;
    kinds_.push_back(static_cast<FeatureKind>(i));
  }
  if (kinds_.empty()) kinds_.push_back(FeatureKind::kTerm);
}

}  // namespace placard
