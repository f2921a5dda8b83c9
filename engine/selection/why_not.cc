#include "engine/selection/why_not.h"

#include <algorithm>

#include "engine/base/hash.h"

namespace placard {
namespace {

const LineItemOutcome* Find(std::span<const LineItemOutcome> outcomes,
                            uint64_t name_hash) {
  const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                  [&](const LineItemOutcome& outcome) {
                                    return outcome.name_hash == name_hash;
                                  });
  return found == outcomes.end() ? nullptr : &*found;
}

}  // namespace

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

void WhyNot::AddServed(const Decision& decision) {
  for (const SlotResult& slot : decision.slots) {
    for (const Ad& ad : slot.ads) {
      const uint64_t hash = HashBytes(ad.line_item->name);
      const LineItemOutcome* known = Find(outcomes_, hash);
      if (known != nullptr) {
        ++outcomes_[static_cast<size_t>(known - outcomes_.data())].served;
      } else {
        outcomes_.push_back({.name_hash = hash, .served = 1});
      }
    }
  }
}

std::span<const LineItemOutcome> WhyNot::Outcomes(const PageSlots& slots,
                                                  const Decision& decision) {
  outcomes_.clear();
  shown_campaigns_.clear();
  AddServed(decision);
  const size_t served = outcomes_.size();
  const auto is_served = [&](const Candidate& candidate) {
    return Find(std::span(outcomes_).first(served), candidate.row->name_hash) !=
           nullptr;
  };
  for (const Candidate& candidate : sample_) {
    if (is_served(candidate)) {
      shown_campaigns_.push_back(candidate.row->campaign_key);
    }
  }
  for (const Candidate& candidate : sample_) {
    if (is_served(candidate)) continue;
    outcomes_.push_back({.name_hash = candidate.row->name_hash,
                         .reason = FurthestReason(candidate, slots)});
  }
  return outcomes_;
}

// As ReasonFor, of all slots at once; but where a slot is full, it is full of
// others.
std::optional<Reason> WhyNot::FurthestReason(const Candidate& candidate,
                                             const PageSlots& slots) const {
  const Row& row = *candidate.row;
  const uint64_t fitting = slots.Fitting(row, candidate.accepting);
  if (fitting == 0) return Reason::kSize;
  const uint64_t usable = slots.Usable(row, fitting);
  if (usable == 0) return Reason::kBlocked;
  const uint64_t paying = slots.AboveFloor(row, usable);
  if (paying == 0) return Reason::kBelowFloor;
  const bool races =
      row.rank.tier() == Tier::kPricePriority || row.rank.value() > 0;
  if (!races) return Reason::kOutsideDraw;
  bool all_full = true;
  ForEachSlot(paying,
              [&](int i) { all_full &= slots.paid(i) == slots.slot(i).count; });
  // In slots that tiers before filled nobody draws.
  if (!candidate.in_draw && !all_full) return Reason::kOutsideDraw;
  const bool is_shown =
      std::find(shown_campaigns_.begin(), shown_campaigns_.end(),
                row.campaign_key) != shown_campaigns_.end();
  if (is_shown || !all_full) return Reason::kDuplicate;
  return std::nullopt;
}

}  // namespace placard
