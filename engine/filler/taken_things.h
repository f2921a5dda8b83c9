// What the candidates chosen so far have taken, so that another one may not.
//
// Thread safety: thread-compatible.
// Cost: O(units and labels of the candidate); Reset() O(1). Allocates nothing
// once warm.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/filler/cleared_table.h"
#include "engine/filler/fill_problem.h"

namespace placard {

class TakenThings {
 public:
  // Nothing is taken. `problem` stays until the next Reset().
  void Reset(const FillProblem& problem);

  void Take(uint32_t position);
  // Precondition: it was the last one taken.
  void Release(uint32_t position);

  // Whether a unit, a label or an advertiser's limit keeps it from joining.
  bool Excludes(const FillCandidate& candidate) const {
    return AtLimit(candidate) || OpponentOf(candidate).has_value();
  }

  // A taken one that shares a unit, or a label of another party, with it.
  std::optional<uint32_t> OpponentOf(const FillCandidate& candidate) const;

  // The taken one that has the unit.
  std::optional<uint32_t> HolderOf(uint32_t unit) const;

  bool AtLimit(const FillCandidate& candidate) const {
    return candidate.advertiser != kNoNumber &&
           advertisers_[candidate.advertiser] >=
               problem_->advertiser_limits[candidate.advertiser];
  }

  bool HasLineItem(uint32_t line_item) const {
    return line_items_[line_item] > 0;
  }

 private:
  struct Bearers {
    int32_t count = 0;
    uint32_t party = 0;
    uint32_t first = 0;
  };

  const FillProblem* problem_ = nullptr;
  ClearedTable<uint32_t> units_;  // position + 1 of the holder
  ClearedTable<Bearers> labels_;
  ClearedTable<int32_t> advertisers_;
  ClearedTable<int32_t> line_items_;
};

}  // namespace placard
