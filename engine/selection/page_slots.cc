#include "engine/selection/page_slots.h"

#include <algorithm>

#include "engine/base/hash.h"

namespace placard {

void PageSlots::Begin(const Snapshot& snapshot, const SearchScratch& scratch,
                      const PageRequest& request, uint64_t seed) {
  snapshot_ = &snapshot;
  scratch_ = &scratch;
  draw_base_ = Mix(seed, HashBytes(request.request_id));
  const Micros page_floor = snapshot.site_policy().FloorFor(request.page);
  slots_.clear();
  for (const Slot& slot : request.slots) {
    slots_.push_back({.slot = &slot,
                      .floor = std::max(slot.floor, page_floor),
                      .remaining = slot.count});
  }
}

uint64_t PageSlots::open() const {
  uint64_t open = 0;
  for (size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].remaining > 0) open |= uint64_t{1} << i;
  }
  return open;
}

uint64_t PageSlots::Fitting(const Creative& creative, uint64_t among) const {
  uint64_t fitting = 0;
  ForEachSlot(among, [&](int i) {
    for (const Size& size : slot(i).sizes) {
      if (!Fits(size, creative.size)) continue;
      fitting |= uint64_t{1} << i;
      return;
    }
  });
  return fitting;
}

uint64_t PageSlots::Fitting(const ServedLineItem& item, uint64_t among) const {
  uint64_t fitting = 0;
  for (const ServedCreative& creative : item.creatives) {
    fitting |= Fitting(*creative.creative, among & ~fitting);
  }
  return fitting;
}

uint64_t PageSlots::Usable(const ServedLineItem& item,
                           const ServedCreative& creative,
                           uint64_t among) const {
  const uint64_t fitting = Fitting(*creative.creative, among);
  if (fitting == 0) return 0;
  return snapshot_->CreativeBlocked(item, creative, *scratch_) ? 0 : fitting;
}

uint64_t PageSlots::Usable(const ServedLineItem& item, uint64_t among) const {
  uint64_t usable = 0;
  for (const ServedCreative& creative : item.creatives) {
    usable |= Usable(item, creative, among & ~usable);
  }
  return usable;
}

uint64_t PageSlots::AboveFloor(const ServedLineItem& item,
                               uint64_t among) const {
  if (item.tier != Tier::kPricePriority) return among;
  uint64_t above = 0;
  ForEachSlot(among, [&](int i) {
    if (item.ecpm >= slots_[i].floor) above |= uint64_t{1} << i;
  });
  return above;
}

uint64_t PageSlots::Eligible(const ServedLineItem& item, uint64_t among) const {
  if (item.tier != Tier::kPricePriority && item.weight == 0) return 0;
  return Usable(item, AboveFloor(item, among));
}

}  // namespace placard
