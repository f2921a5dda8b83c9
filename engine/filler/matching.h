// Puts ads into the places of a page's slots, one after another, and moves
// those that it holds to other slots where that makes room: an ad is refused
// only if no arrangement holds it together with all that were put before.
//
// The sets that fit are a matroid, so that offering ads best first yields the
// best set, whatever "best" is that order can say: of every beginning of the
// order it holds as many as fit. (Edmonds, Fulkerson: Transversals and matroid
// partition, 1965.)
//
// Which slot an ad sits in depends on the order of the slots; which ads are
// refused does not.
//
// Thread safety: thread-compatible.
// Cost: Add() is a few bit operations where a slot is free or nothing can be
// moved, O(slots) words otherwise. Allocates nothing once warm.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/limits.h"

namespace placard {

class Matching {
 public:
  // An empty page whose slot i has places[i] places.
  // Precondition: at most limits::kSlots slots of at most limits::kSlotCount.
  void Reset(std::span<const uint8_t> places);

  // Whether an ad that may fill `slots` got a place. It has the next number
  // then, from 0 on.
  bool Add(uint64_t slots);

  // Whether Add(slots) would find a place.
  bool Fits(uint64_t slots);

  // Lets ad `ad`, which has a place, sit in `slots` too. Ads that were refused
  // before may fit now.
  void Widen(uint32_t ad, uint64_t slots);

  // Gives the slot one place more. Ads that were refused before may fit now.
  // Precondition: it has fewer than limits::kSlotCount.
  void AddPlace(int slot);

  // Whether every place is taken.
  bool full() const { return free_ == 0; }

  int32_t free_places() const { return free_places_; }

  // Where ad `ad` sits now.
  int slot(uint32_t ad) const { return ads_[ad].slot; }

 private:
  struct Ad {
    uint64_t slots;
    int slot;
  };

  // A slot and the ads that sit in it, in no order.
  struct Slot {
    uint64_t reach;  // where they may move to
    uint8_t places;
    uint8_t taken;
    std::array<uint32_t, limits::kSlotCount> ads;
  };

  bool FindWay(uint64_t slots);
  void Place(uint32_t ad, int slot);
  void TakeOut(uint32_t ad);
  int MoveAlong(int end);

  std::array<Slot, limits::kSlots> slots_;
  std::array<int, limits::kSlots> way_;  // from which slot it was reached
  std::vector<Ad> ads_;
  uint64_t free_ = 0;   // slots with a free place
  uint64_t stuck_ = 0;  // full, and none of their ads may leave them
  uint64_t placeless_ = 0;
  int32_t free_places_ = 0;
  int way_end_ = -1;
};

}  // namespace placard
