#include "engine/selection/why_not.h"

#include <algorithm>

namespace placard {
namespace {

bool IsPaid(const Ad& ad) { return ad.campaign->tier != Tier::kHouse; }

bool Serves(const SlotResult& result, const ServedLineItem& item) {
  return std::any_of(result.ads.begin(), result.ads.end(), [&](const Ad& ad) {
    return ad.line_item->name == item.line_item->name;
  });
}

}  // namespace

void WhyNot::Add(const ServedLineItem& item, uint64_t accepting, bool in_draw) {
  if (full()) return;
  sample_.push_back(
      {.item = &item, .accepting = accepting, .in_draw = in_draw});
}

Reason WhyNot::ReasonFor(const Candidate& candidate, int slot,
                         const PageSlots& slots) {
  const ServedLineItem& item = *candidate.item;
  const uint64_t bit = uint64_t{1} << slot;
  if ((candidate.accepting & bit) == 0) return Reason::kSlotTargeting;
  if (slots.Fitting(item, bit) == 0) return Reason::kSize;
  if (slots.Usable(item, bit) == 0) return Reason::kBlocked;
  if (slots.AboveFloor(item, bit) == 0) return Reason::kBelowFloor;
  if (!candidate.in_draw) return Reason::kOutsideDraw;
  return Reason::kDuplicate;
}

void WhyNot::Explain(const PageSlots& slots, Decision& decision) const {
  for (size_t i = 0; i < slots.size(); ++i) {
    SlotResult& result = decision.slots[i];
    const auto paid =
        std::count_if(result.ads.begin(), result.ads.end(), IsPaid);
    if (paid == slots.slot(static_cast<int>(i)).count) continue;
    if (sample_.empty()) {
      result.reasons[static_cast<size_t>(Reason::kNoCandidate)] = 1;
    }
    for (const Candidate& candidate : sample_) {
      if (Serves(result, *candidate.item)) continue;
      const Reason reason = ReasonFor(candidate, static_cast<int>(i), slots);
      ++result.reasons[static_cast<size_t>(reason)];
    }
  }
}

}  // namespace placard
