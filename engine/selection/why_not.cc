#include "engine/selection/why_not.h"

namespace placard {

void WhyNot::Add(const Row& row, uint64_t accepting, bool in_draw) {
  if (full()) return;
  sample_.push_back({.row = &row, .accepting = accepting, .in_draw = in_draw});
}

Reason WhyNot::ReasonFor(const Candidate& candidate, int slot,
                         const PageSlots& slots) {
  const Row& row = *candidate.row;
  const uint64_t bit = uint64_t{1} << slot;
  if ((candidate.accepting & bit) == 0) return Reason::kSlotTargeting;
  if (slots.Fitting(row, bit) == 0) return Reason::kSize;
  if (slots.Usable(row, bit) == 0) return Reason::kBlocked;
  if (slots.AboveFloor(row, bit) == 0) return Reason::kBelowFloor;
  if (!candidate.in_draw) return Reason::kOutsideDraw;
  return Reason::kDuplicate;
}

void WhyNot::Explain(const PageSlots& slots, Decision& decision) const {
  for (size_t i = 0; i < slots.size(); ++i) {
    SlotResult& result = decision.slots[i];
    const auto slot = static_cast<int>(i);
    if (slots.paid(slot) == slots.slot(slot).count) continue;
    if (sample_.empty()) {
      result.reasons[static_cast<size_t>(Reason::kNoCandidate)] = 1;
    }
    for (const Candidate& candidate : sample_) {
      if (slots.Shows(slot, candidate.row->key)) continue;
      const Reason reason = ReasonFor(candidate, slot, slots);
      ++result.reasons[static_cast<size_t>(reason)];
    }
  }
}

}  // namespace placard
