#include "engine/selection/why_not.h"

#include <algorithm>

namespace placard {
namespace {

int32_t PaidIn(const SlotResult& result) {
  return static_cast<int32_t>(std::count_if(
      result.ads.begin(), result.ads.end(),
      [](const Ad& ad) { return ad.campaign->tier != Tier::kHouse; }));
}

bool Shows(const SlotResult& result, const ServedLineItem& item) {
  return std::any_of(result.ads.begin(), result.ads.end(), [&](const Ad& ad) {
    return ad.line_item == item.line_item;
  });
}

// What keeps a line item that was in the draw, or could not be, from standing
// beside what is shown: of its creatives the one that comes farthest counts.
Reason ConflictOf(const ServedLineItem& item, int slot, const PageSlots& slots,
                  const PageShown& shown) {
  Reason farthest = Reason::kDuplicate;
  for (const ServedCreative& creative : item.creatives) {
    if (slots.Usable(item, creative, uint64_t{1} << slot) == 0) continue;
    farthest = std::max(
        farthest, shown.Against(item, creative).value_or(Reason::kRoadblock));
  }
  return farthest;
}

}  // namespace

void WhyNot::Add(const Row& row, uint64_t accepting, Standing standing) {
  if (full()) return;
  sample_.push_back(
      {.row = &row, .accepting = accepting, .standing = standing});
}

Reason WhyNot::ReasonFor(const Candidate& candidate, int slot,
                         const PageSlots& slots, const PageShown& shown) {
  const Row& row = *candidate.row;
  const uint64_t bit = uint64_t{1} << slot;
  if ((candidate.accepting & bit) == 0) return Reason::kSlotTargeting;
  if (slots.Fitting(row, bit) == 0) return Reason::kSize;
  if (slots.Usable(row, bit) == 0) return Reason::kBlocked;
  if (slots.AboveFloor(row, bit) == 0) return Reason::kBelowFloor;
  if (slots.Eligible(row, bit) == 0) return Reason::kOutsideDraw;
  if (candidate.standing == Standing::kCut) return Reason::kOutsideDraw;
  if (candidate.standing == Standing::kOutOfShare) {
    return Reason::kShareOfVoice;
  }
  return ConflictOf(slots.line_item(row), slot, slots, shown);
}

void WhyNot::Explain(const PageSlots& slots, const PageShown& shown,
                     Decision& decision) const {
  for (size_t i = 0; i < slots.size(); ++i) {
    SlotResult& result = decision.slots[i];
    const auto slot = static_cast<int>(i);
    if (PaidIn(result) == slots.slot(slot).count) continue;
    if (sample_.empty()) {
      result.reasons[static_cast<size_t>(Reason::kNoCandidate)] = 1;
    }
    for (const Candidate& candidate : sample_) {
      if (Shows(result, slots.line_item(*candidate.row))) continue;
      const Reason reason = ReasonFor(candidate, slot, slots, shown);
      ++result.reasons[static_cast<size_t>(reason)];
    }
  }
}

}  // namespace placard
