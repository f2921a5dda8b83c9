// Numbers for things with ids, from 0 on in the order in which they are met:
// what tables by number are made for.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Cost: one probe a call; allocates only to grow, and keeps what it has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/hash.h"

namespace placard {

class NumberTable {
 public:
  // Forgets all of them.
  void Clear();

  // The number of the thing with the id, new or known.
  uint32_t Find(uint64_t id);

  // How many there are.
  uint32_t size() const { return size_; }

 private:
  // A place holds a number if its stamp is the current one.
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

  std::vector<Place> places_;  // open addressing; a power of two
  uint32_t size_ = 0;
  uint32_t stamp_ = 1;
};

}  // namespace placard
