// What a branch of the search has settled: candidates that are in, and
// candidates that are out, because it was tried so or because of what is in.
//
// Thread safety: thread-compatible.
// Cost: O(candidates that it puts out). Allocates nothing once warm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/filler/cleared_table.h"
#include "engine/filler/fill_problem.h"
#include "engine/filler/number_lists.h"

namespace placard {

class Branch {
 public:
  // Everything is open, but for candidates that can never be chosen.
  void Reset(const FillProblem& problem);

  // Puts an open candidate in, and out what it excludes. Returns false if that
  // contradicts what is in; nothing but UndoTo() is allowed then. So for Out.
  bool In(uint32_t position);
  bool Out(uint32_t position);

  // Reopens what was settled since settled() was this.
  size_t settled() const { return trail_.size(); }
  void UndoTo(size_t settled);

  bool is_open(uint32_t position) const {
    return states_[position] == State::kOpen;
  }
  // In the order in which they came in.
  std::span<const uint32_t> in() const { return in_; }

  std::span<const uint32_t> WithUnit(uint32_t unit) const {
    return by_unit_[unit];
  }
  std::span<const uint32_t> WithLineItem(uint32_t line_item) const {
    return by_line_item_[line_item];
  }
  std::span<const uint32_t> WithGroup(uint32_t group) const {
    return by_group_[group];
  }
  // Whether some candidate needs this line item, as its master.
  bool IsMaster(uint32_t line_item) const {
    return !by_master_[line_item].empty();
  }

  // What all calls since Reset() went over, in candidates.
  uint64_t steps() const { return steps_; }

 private:
  enum class State : uint8_t { kOpen, kOut, kIn };

  struct Bearer {
    uint32_t position;
    uint32_t party;
  };

  void BuildLists();
  void DropImpossible();
  bool OutAll(std::span<const uint32_t> positions);
  bool Exclude(uint32_t position);
  bool OutByUnits(uint32_t position);
  bool OutByLabels(uint32_t position);
  bool FillAdvertiser(uint32_t advertiser);
  bool Propagate();

  const FillProblem* problem_ = nullptr;
  NumberLists<uint32_t> by_unit_;
  NumberLists<Bearer> by_label_;
  NumberLists<uint32_t> by_advertiser_;
  NumberLists<uint32_t> by_line_item_;
  NumberLists<uint32_t> by_master_;
  NumberLists<uint32_t> by_group_;

  std::vector<State> states_;
  std::vector<uint32_t> trail_;  // what is not open
  size_t propagated_ = 0;        // of the trail
  std::vector<uint32_t> in_;
  std::vector<int32_t> advertiser_in_;
  std::vector<uint32_t> left_;  // by line item: candidates that are not out
  ClearedTable<bool> line_item_seen_;
  uint64_t steps_ = 0;
};

}  // namespace placard
