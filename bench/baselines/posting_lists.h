// The rows of a table by what they ask for, ascending: what every inverted
// index among the baselines is filled from.
//
// Thread safety: immutable.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bench/baselines/rule_table.h"

namespace placard {

class PostingLists {
 public:
  explicit PostingLists(const RuleTable& table);

  size_t features() const { return ends_.size() - 1; }
  // The rows that take pages with the feature.
  std::span<const uint32_t> rows(uint32_t feature) const {
    return std::span(rows_).subspan(ends_[feature],
                                    ends_[feature + 1] - ends_[feature]);
  }
  // The rows that ask for nothing of the kind.
  std::span<const uint32_t> unconstrained(FeatureKind kind) const {
    return unconstrained_[static_cast<size_t>(kind)];
  }
  // Those of which some row asks for something; if none does, one all the same.
  const std::vector<FeatureKind>& kinds() const { return kinds_; }

 private:
  std::vector<uint32_t> rows_;
  std::vector<size_t> ends_;
  std::array<std::vector<uint32_t>, kFeatureKinds> unconstrained_;
  std::vector<FeatureKind> kinds_;
};

}  // namespace placard
