// The things that a page may show only once, campaigns or creatives, numbered
// in the order in which they are met.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Cost: one probe a call; allocates only to grow, and keeps what it has.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace placard {

class UnitTable {
 public:
  struct Unit {
    std::string_view name;
    uint64_t slots = 0;  // bit i: a candidate for slot i shows it
    bool used = false;   // the page shows it
  };

  // Forgets all units.
  void Clear();

  // The number of the unit called `name`, new or known. `hash` is any fixed
  // hash of the name; names are compared whole. The name must stay until
  // Clear().
  uint32_t Find(std::string_view name, uint64_t hash);

  Unit& unit(uint32_t number) { return units_[number]; }
  const Unit& unit(uint32_t number) const { return units_[number]; }

 private:
  // A place holds a unit's number if its stamp is the current one.
  struct Place {
    uint32_t stamp = 0;
    uint32_t number = 0;
    uint64_t hash = 0;
  };

  void Grow();
  void Insert(uint64_t hash, uint32_t number);

  std::vector<Unit> units_;
  std::vector<Place> places_;  // open addressing; a power of two
  uint32_t stamp_ = 1;
};

}  // namespace placard
