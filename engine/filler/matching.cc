#include "engine/filler/matching.h"

#include <bit>

#include "engine/base/check.h"

namespace placard {
namespace {

uint64_t Bit(int slot) { return uint64_t{1} << slot; }

}  // namespace

void Matching::Reset(std::span<const uint8_t> places) {
  PLACARD_DCHECK(places.size() <= slots_.size());
  free_ = 0;
  free_places_ = 0;
  ads_.clear();
  for (size_t i = 0; i < places.size(); ++i) {
    Slot& slot = slots_[i];
    slot.reach = 0;
    slot.places = places[i];
    slot.taken = 0;
    PLACARD_DCHECK(slot.places <= slot.ads.size());
    free_places_ += slot.places;
    if (slot.places > 0) free_ |= Bit(static_cast<int>(i));
  }
  placeless_ = ~free_;
  stuck_ = placeless_;
}

// In breadth from slot to slot; `way_` says how each was reached. If no free
// one is reached, what was reached is a dead end for all that come later too:
// the ads in it may sit nowhere else, so they never move again.
bool Matching::FindWay(uint64_t slots) {
  uint64_t seen = slots & ~stuck_;
  for (uint64_t rest = seen; rest != 0; rest &= rest - 1) {
    way_[std::countr_zero(rest)] = -1;
  }
  for (uint64_t frontier = seen; frontier != 0;) {
    const int from = std::countr_zero(frontier);
    frontier &= frontier - 1;
    const uint64_t next = slots_[from].reach & ~seen & ~stuck_;
    for (uint64_t rest = next; rest != 0; rest &= rest - 1) {
      way_[std::countr_zero(rest)] = from;
    }
    if ((next & free_) != 0) {
      way_end_ = std::countr_zero(next & free_);
      return true;
    }
    seen |= next;
    frontier |= next;
  }
  stuck_ |= seen;
  return false;
}

bool Matching::Fits(uint64_t slots) {
  return (slots & free_) != 0 || ((slots & ~stuck_) != 0 && FindWay(slots));
}

bool Matching::Add(uint64_t slots) {
  const uint64_t free = slots & free_;
  if (free == 0 && ((slots & ~stuck_) == 0 || !FindWay(slots))) return false;
  const int slot = free != 0 ? std::countr_zero(free) : MoveAlong(way_end_);
  const auto ad = static_cast<uint32_t>(ads_.size());
  ads_.push_back({.slots = slots, .slot = slot});
  Place(ad, slot);
  --free_places_;
  return true;
}

void Matching::Place(uint32_t ad, int slot) {
  Slot& into = slots_[slot];
  into.ads[into.taken++] = ad;
  into.reach |= ads_[ad].slots;
  ads_[ad].slot = slot;
  if (into.taken == into.places) free_ &= ~Bit(slot);
}

void Matching::TakeOut(uint32_t ad) {
  Slot& from = slots_[ads_[ad].slot];
  from.reach = 0;
  uint8_t kept = 0;
  for (uint8_t i = 0; i < from.taken; ++i) {
    if (from.ads[i] == ad) continue;
    from.ads[kept++] = from.ads[i];
    from.reach |= ads_[from.ads[i]].slots;
  }
  from.taken = kept;
}

// Every slot on the way to `end` gives one ad to the next. Returns the slot at
// the beginning, which has a place then.
int Matching::MoveAlong(int end) {
  int slot = end;
  while (way_[slot] >= 0) {
    const int from = way_[slot];
    const Slot& giver = slots_[from];
    uint8_t i = 0;
    while ((ads_[giver.ads[i]].slots & Bit(slot)) == 0) ++i;
    const uint32_t ad = giver.ads[i];
    TakeOut(ad);
    Place(ad, slot);
    slot = from;
  }
  return slot;
}

void Matching::Widen(uint32_t ad, uint64_t slots) {
  Ad& widened = ads_[ad];
  widened.slots |= slots;
  slots_[widened.slot].reach |= slots;
  // What no ad could leave, this one may.
  if ((stuck_ & Bit(widened.slot)) != 0) stuck_ = placeless_;
}

void Matching::AddPlace(int slot) {
  PLACARD_DCHECK(slots_[slot].places < slots_[slot].ads.size());
  ++slots_[slot].places;
  ++free_places_;
  free_ |= Bit(slot);
  placeless_ &= ~Bit(slot);
  stuck_ = placeless_;
}

}  // namespace placard
