// Takes candidates in order, whatever can be added to what is taken: what an
// answer is never worse than.
//
// Thread safety: thread-compatible.
// Cost: O(candidates) a pass, and O(candidates) a group. Allocates nothing once
// warm.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/filler/chosen_set.h"
#include "engine/filler/cleared_table.h"
#include "engine/filler/fill_problem.h"
#include "engine/filler/matching.h"
#include "engine/filler/taken_things.h"

namespace placard {

class InOrder {
 public:
  // Adds to an allowed set what can be added, again and again until nothing
  // can. Of a group, at its first candidate, each line item's first candidate
  // that can be added: all or none.
  void Extend(const FillProblem& problem, ChosenSet& chosen);

 private:
  void Restore(const ChosenSet& chosen);
  bool Pass();
  bool Add(uint32_t position);
  bool Take(uint32_t position);
  bool AddGroup(uint32_t position);
  void GiveBack(size_t taken);

  const FillProblem* problem_ = nullptr;
  Matching matching_;
  Matching before_group_;
  TakenThings things_;
  std::vector<uint32_t> taken_;
  ClearedTable<bool> is_taken_;  // by position
  ClearedTable<bool> group_refused_;
  ClearedTable<uint32_t> group_size_;  // line items taken
};

}  // namespace placard
