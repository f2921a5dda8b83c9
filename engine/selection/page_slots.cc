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
  slots_.clear();
  all_ = 0;
  for (const Slot& slot : request.slots) {
    if (slot.count > 0) all_ |= uint64_t{1} << slots_.size();
    slots_.push_back({.slot = &slot,
                      .sizes = snapshot.sizes().FittingAny(slot.sizes),
                      .floor = std::max(slot.floor, page_floor).value(),
                      .draw = Draw(HashBytes(slot.id))});
  }
}

SizeMask PageSlots::Sizes(uint64_t among) const {
  SizeMask sizes = 0;
  ForEachSlot(among, [&](int i) { sizes |= slots_[i].sizes; });
  return sizes;
}

uint32_t PageSlots::PairDraw(int slot, uint64_t line_item,
                             const ServedCreative* creative) const {
  const uint64_t pair = Mix(Mix(SlotDraw(slot), line_item),
                            creative == nullptr ? 0 : creative->name_hash);
  return static_cast<uint32_t>(pair >> 32);
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
