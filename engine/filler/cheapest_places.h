// Of all ways to put given ads into the places of slots the one with the
// smallest sum of costs. Every ad starts in the slot that is cheapest for it;
// from slots that hold too many, ads are moved along cheapest ways to slots
// that have room. (Successive shortest paths with potentials: Ahuja, Magnanti,
// Orlin: Network Flows, 1993, section 9.7.)
//
// Thread safety: thread-compatible.
// Cost: O(ads * slots) costs asked; at most O(slots^2) for an ad too many.
// Allocates nothing once warm.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "engine/base/limits.h"

namespace placard {

class CheapestPlaces {
 public:
  using Cost = absl::FunctionRef<uint32_t(size_t ad, int slot)>;

  // The slot of each ad; ad i may fill slots[i]. Stays until the next call.
  // Precondition: a way to place all ads exists.
  std::span<const int> Assign(std::span<const uint8_t> places,
                              std::span<const uint64_t> slots, Cost cost);

 private:
  // The ad that moves to another slot at the least cost.
  struct Move {
    int64_t cost;
    uint32_t ad;
  };

  void PutWhereCheapest(Cost cost);
  void Put(uint32_t ad, int slot);
  void TakeOut(uint32_t ad);
  void FindMoves(size_t slot);
  void TakeOneFrom(size_t slot);
  int FindWay(size_t from);
  void Reach(size_t from);
  void MoveAlong(int end);
  uint64_t WithRoom() const;
  int64_t cost(size_t ad, size_t slot) const {
    return costs_[ad * places_.size() + slot];
  }

  std::span<const uint8_t> places_;
  std::span<const uint64_t> slots_;
  std::vector<uint32_t> costs_;  // by ad and slot
  std::vector<int> slot_;        // by ad
  // The ads of a slot are chained, so that memory depends on their number
  // alone.
  std::array<uint32_t, limits::kSlots> first_;
  std::array<size_t, limits::kSlots> taken_;
  std::vector<uint32_t> next_;  // by ad
  // By slot, to each slot; of those in `stale_` to be found again.
  std::array<std::array<Move, limits::kSlots>, limits::kSlots> moves_;
  uint64_t stale_ = 0;
  // No move from a to b costs less than potential b - potential a.
  std::array<int64_t, limits::kSlots> potential_;
  // The way that is being looked for: what it costs to come to each slot, above
  // the difference of potentials, and from which slot.
  std::array<int64_t, limits::kSlots> distance_;
  std::array<int, limits::kSlots> from_;
};

}  // namespace placard
