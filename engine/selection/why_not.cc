#include "engine/selection/why_not.h"

#include <algorithm>

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

void WhyNot::AddServed(const PageSlots& slots) {
  for (const PageSlots::Taken& taken : slots.taken()) {
    const auto known = std::find_if(outcomes_.begin(), outcomes_.end(),
                                    [&](const LineItemOutcome& other) {
                                      return other.name_hash == taken.name_hash;
                                    });
    if (known == outcomes_.end()) {
      outcomes_.push_back({.name_hash = taken.name_hash, .served = 1});
    } else {
      ++known->served;
    }
  }
}

std::span<const LineItemOutcome> WhyNot::Outcomes(const PageSlots& slots) {
  outcomes_.clear();
  AddServed(slots);
  const auto served = static_cast<std::ptrdiff_t>(outcomes_.size());
  uint64_t with_room = 0;
  for (size_t i = 0; i < slots.size(); ++i) {
    const auto slot = static_cast<int>(i);
    if (slots.paid(slot) < slots.slot(slot).count) {
      with_room |= uint64_t{1} << i;
    }
  }
  for (const Candidate& candidate : sample_) {
    const uint64_t hash = candidate.row->name_hash;
    const auto shown_end = outcomes_.begin() + served;
    const auto is_it = [&](const LineItemOutcome& outcome) {
      return outcome.name_hash == hash;
    };
    if (std::any_of(outcomes_.begin(), shown_end, is_it)) continue;
    outcomes_.push_back(
        {.name_hash = hash,
         .reason = FurthestReason(candidate, with_room, slots)});
  }
  return outcomes_;
}

// As ReasonFor, of all slots at once; but where a slot is full, it is full of
// others. Who was in the draw may fill some slot, which spares most of it.
std::optional<Reason> WhyNot::FurthestReason(const Candidate& candidate,
                                             uint64_t with_room,
                                             const PageSlots& slots) const {
  const Row& row = *candidate.row;
  bool has_room = false;
  if (candidate.in_draw) {
    has_room = slots.Eligible(row, candidate.accepting & with_room) != 0;
  } else {
    const uint64_t fitting = slots.Fitting(row, candidate.accepting);
    if (fitting == 0) return Reason::kSize;
    const uint64_t usable = slots.Usable(row, fitting);
    if (usable == 0) return Reason::kBlocked;
    const uint64_t paying = slots.AboveFloor(row, usable);
    if (paying == 0) return Reason::kBelowFloor;
    const bool races =
        row.rank.tier() == Tier::kPricePriority || row.rank.value() > 0;
    has_room = (paying & with_room) != 0;
    // In slots that tiers before filled nobody draws.
    if (!races || has_room) return Reason::kOutsideDraw;
  }
  const std::span<const PageSlots::Taken> taken = slots.taken();
  const bool is_campaign_shown = std::any_of(
      taken.begin(), taken.end(), [&](const PageSlots::Taken& shown) {
        return shown.campaign_key == row.campaign_key;
      });
  if (has_room || is_campaign_shown) return Reason::kDuplicate;
  return std::nullopt;
}

}  // namespace placard
