// How many of a page's ads each slot holds so that no slot holds many while
// another that could take one holds few: the first place of every slot is
// filled as far as can be, then the second, and so on.
//
// Thread safety: thread-compatible.
// Cost: a Matching of all ads for each round; allocates nothing once warm.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/filler/matching.h"

namespace placard {

class Spread {
 public:
  // By slot, the ads it holds: for every n as few as can be lie behind the
  // first n places of their slots. Of several ways the one that the order of
  // `slot_draws` gives, so that the order of the slots does not matter where
  // these differ. Ad i may fill slots[i]. Stays until the next call.
  // Precondition: a way to place all ads exists.
  std::span<const uint8_t> Loads(std::span<const uint8_t> places,
                                 std::span<const uint64_t> slots,
                                 std::span<const uint64_t> slot_draws);

 private:
  uint64_t Permuted(uint64_t slots) const;

  Matching matching_;
  std::vector<uint8_t> order_;     // slots by draw
  std::vector<uint8_t> place_of_;  // in `order_`, by slot
  std::vector<uint8_t> capped_;    // by place in `order_`
  std::vector<uint64_t> left_;     // ads without a place
  std::vector<uint8_t> loads_;
};

}  // namespace placard
