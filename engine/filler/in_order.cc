#include "engine/filler/in_order.h"

#include <algorithm>

#include "engine/base/check.h"

namespace placard {

void InOrder::Extend(const FillProblem& problem, ChosenSet& chosen) {
  problem_ = &problem;
  Restore(chosen);
  while (!matching_.full() && Pass()) {
  }
  std::sort(taken_.begin(), taken_.end());
  chosen.positions.assign(taken_.begin(), taken_.end());
  chosen.phantoms = problem.phantoms.has_value() ? matching_.free_places() : 0;
}

void InOrder::Restore(const ChosenSet& chosen) {
  matching_.Reset(problem_->places);
  things_.Reset(*problem_);
  is_taken_.Clear(problem_->candidates.size());
  group_size_.Clear(problem_->group_line_items.size());
  taken_.clear();
  for (const uint32_t position : chosen.positions) {
    const bool fits = Take(position);
    PLACARD_DCHECK(fits);
  }
}

// Whether anything was added.
bool InOrder::Pass() {
  const size_t before = taken_.size();
  group_refused_.Clear(problem_->group_line_items.size());
  for (uint32_t i = 0; i < problem_->candidates.size(); ++i) {
    if (matching_.full()) break;
    const FillCandidate& candidate = problem_->candidates[i];
    const uint32_t group = candidate.group;
    if (group != kNoNumber && group_size_[group] == 0) {
      if (!group_refused_[group]) group_refused_[group] = !AddGroup(i);
    } else {
      Add(i);
    }
  }
  return taken_.size() > before;
}

bool InOrder::Add(uint32_t position) {
  const FillCandidate& candidate = problem_->candidates[position];
  if (is_taken_[position] || things_.Excludes(candidate)) return false;
  if (candidate.master != kNoNumber && !things_.HasLineItem(candidate.master)) {
    return false;
  }
  return Take(position);
}

bool InOrder::Take(uint32_t position) {
  const FillCandidate& candidate = problem_->candidates[position];
  if (!matching_.Add(candidate.slots)) return false;
  if (candidate.group != kNoNumber &&
      !things_.HasLineItem(candidate.line_item)) {
    ++group_size_[candidate.group];
  }
  things_.Take(position);
  is_taken_[position] = true;
  taken_.push_back(position);
  return true;
}

bool InOrder::AddGroup(uint32_t position) {
  const uint32_t group = problem_->candidates[position].group;
  const uint32_t whole = problem_->group_line_items[group];
  const size_t before = taken_.size();
  before_group_ = matching_;
  for (uint32_t i = position; i < problem_->candidates.size(); ++i) {
    const FillCandidate& candidate = problem_->candidates[i];
    if (candidate.group != group) continue;
    if (things_.HasLineItem(candidate.line_item)) continue;
    if (Add(i) && group_size_[group] == whole) return true;
  }
  GiveBack(before);
  group_size_[group] = 0;
  matching_ = before_group_;
  return false;
}

void InOrder::GiveBack(size_t taken) {
  for (; taken_.size() > taken; taken_.pop_back()) {
    things_.Release(taken_.back());
    is_taken_[taken_.back()] = false;
  }
}

}  // namespace placard
