#include "engine/selection/page_slots.h"

#include <algorithm>

#include "engine/base/hash.h"

namespace placard {

void PageSlots::Begin(const Snapshot& snapshot, const SearchScratch& scratch,
                      const PageRequest& request, uint64_t seed) {
  snapshot_ = &snapshot;
  scratch_ = &scratch;
  draw_base_ = Mix(seed, HashBytes(request.request_id));
  excludes_labels_ = snapshot.ExcludesLabels(scratch);
  policy_may_block_ = snapshot.PolicyMayBlock(scratch);
  const Micros page_floor = snapshot.site_policy().FloorFor(request.page);
  taken_.clear();
  slots_.clear();
  open_ = 0;
  for (const Slot& slot : request.slots) {
    if (slot.count > 0) open_ |= uint64_t{1} << slots_.size();
    slots_.push_back({.slot = &slot,
                      .sizes = snapshot.sizes().FittingAny(slot.sizes),
                      .floor = std::max(slot.floor, page_floor).value(),
                      .remaining = slot.count,
                      .paid = 0});
  }
}

void PageSlots::Take(int i, const Row& row) {
  taken_.push_back({.slot = i,
                    .key = row.key,
                    .campaign_key = row.campaign_key,
                    .name_hash = row.name_hash});
  if (row.rank.tier() != Tier::kHouse) ++slots_[i].paid;
  if (--slots_[i].remaining == 0) open_ &= ~(uint64_t{1} << i);
}

bool PageSlots::Shows(int i, LineItemKey key) const {
  return std::any_of(taken_.begin(), taken_.end(), [&](const Taken& taken) {
    return taken.slot == i && taken.key == key;
  });
}

SizeMask PageSlots::OpenSizes() const {
  SizeMask sizes = 0;
  ForEachSlot(open_, [&](int i) { sizes |= slots_[i].sizes; });
  return sizes;
}

// Of `among` those that take one of the sizes.
uint64_t PageSlots::Sharing(SizeMask sizes, uint64_t among) const {
  uint64_t sharing = 0;
  ForEachSlot(among, [&](int i) {
    if ((sizes & slots_[i].sizes) != 0) sharing |= uint64_t{1} << i;
  });
  return sharing;
}

uint64_t PageSlots::Fitting(const ServedCreative& creative,
                            uint64_t among) const {
  const uint64_t sharing = Sharing(creative.size, among);
  if (creative.size != SizeBit(kSharedSize)) return sharing;
  uint64_t fitting = 0;
  ForEachSlot(sharing, [&](int i) {
    for (const Size& size : slot(i).sizes) {
      if (!Fits(size, creative.creative->size)) continue;
      fitting |= uint64_t{1} << i;
      return;
    }
  });
  return fitting;
}

uint64_t PageSlots::Fitting(const Row& row, uint64_t among) const {
  const SizeMask own = row.sizes & ~SizeBit(kSharedSize);
  uint64_t fitting = Sharing(own, among);
  if (own == row.sizes) return fitting;
  for (const ServedCreative& creative : line_item(row).creatives) {
    fitting |= Fitting(creative, among & ~fitting);
  }
  return fitting;
}

bool PageSlots::MayBeBlocked(const Row& row) const {
  return policy_may_block_ || row.has(Row::kHasBlocks) ||
         (excludes_labels_ && row.has(Row::kHasLabels));
}

uint64_t PageSlots::Usable(const ServedLineItem& item,
                           const ServedCreative& creative,
                           uint64_t among) const {
  const uint64_t fitting = Fitting(creative, among);
  if (fitting == 0) return 0;
  return snapshot_->CreativeBlocked(item, creative, *scratch_) ? 0 : fitting;
}

uint64_t PageSlots::Usable(const Row& row, uint64_t among) const {
  if (!MayBeBlocked(row)) return Fitting(row, among);
  const ServedLineItem& item = line_item(row);
  uint64_t usable = 0;
  for (const ServedCreative& creative : item.creatives) {
    usable |= Usable(item, creative, among & ~usable);
  }
  return usable;
}

uint64_t PageSlots::AboveFloor(const Row& row, uint64_t among) const {
  if (row.rank.tier() != Tier::kPricePriority) return among;
  const int64_t bid = row.rank.value();
  uint64_t above = 0;
  ForEachSlot(among, [&](int i) {
    if (bid >= slots_[i].floor) above |= uint64_t{1} << i;
  });
  return above;
}

uint64_t PageSlots::Eligible(const Row& row, uint64_t among) const {
  if (row.rank.tier() != Tier::kPricePriority && row.rank.value() == 0) {
    return 0;
  }
  return Usable(row, AboveFloor(row, among));
}

}  // namespace placard
