// The things that a page may show only once, campaigns or creatives, numbered
// in the order in which they are met.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Cost: one probe a call; allocates only to grow, and keeps what it has.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/hash.h"

namespace placard {

class UnitTable {
 public:
  struct Unit {
    uint64_t slots = 0;  // bit i: a candidate for slot i shows it
    bool used = false;   // the page shows it
  };

  // Forgets all units.
  void Clear();

  // The number of the unit with the id, new or known.
  uint32_t Find(uint64_t id);

  Unit& unit(uint32_t number) { return units_[number]; }
  const Unit& unit(uint32_t number) const { return units_[number]; }

 private:
  // A place holds a unit's number if its stamp is the current one.
  struct Place {
    uint32_t stamp = 0;
    uint32_t number = 0;
    uint64_t id = 0;
  };

  void Grow();
  size_t FirstPlace(uint64_t id) const {
    return Mix(id) & (places_.size() - 1);
  }
  void Insert(uint64_t id, uint32_t number);

  std::vector<Unit> units_;
  std::vector<Place> places_;  // open addressing; a power of two
  uint32_t stamp_ = 1;
};

}  // namespace placard
