// Of all ways to put given ads into the places of slots the one with the
// smallest sum of costs. Every ad starts in the slot that is cheapest for it;
// from slots that hold too many, ads are moved along cheapest ways to slots
// that have room. (Successive shortest paths of minimum-cost flow: Ahuja,
// Magnanti, Orlin: Network Flows, 1993, chapter 9.)
//
// Thread safety: thread-compatible.
// Cost: O(ads * slots) costs asked; O(slots^2) a move and round of the search
// for its way. Allocates nothing once warm.
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
  std::span<const int8_t> Assign(std::span<const uint8_t> places,
                                 std::span<const uint64_t> slots, Cost cost);

 private:
  // The ad that moves to another slot at the least cost.
  struct Move {
    int64_t cost;
    uint32_t ad;
  };

  // Where a way through the slots has come to.
  struct Reached {
    int64_t cost;
    int8_t from;
  };

  void PutWhereCheapest(Cost cost);
  void FindMoves(size_t slot);
  bool MoveOne();
  bool Improve(size_t from);
  int CheapestEnd() const;
  int64_t cost(size_t ad, size_t slot) const {
    return costs_[ad * places_.size() + slot];
  }

  std::span<const uint8_t> places_;
  std::span<const uint64_t> slots_;
  std::vector<uint32_t> costs_;  // by ad and slot
  std::vector<int8_t> slot_;     // by ad
  std::array<std::vector<uint32_t>, limits::kSlots> ads_;
  std::array<std::array<Move, limits::kSlots>, limits::kSlots> moves_;
  std::array<Reached, limits::kSlots> reached_;
};

}  // namespace placard
