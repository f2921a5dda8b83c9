// A set of small numbers that is filled and emptied once a request.
//
// Thread safety: thread-compatible.
// Cost: Insert and Contains are one bit; Reset is linear in what was inserted.
// Allocates only when the universe grows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/check.h"

namespace placard {

class IdSet {
 public:
  // Empties the set; from now on it holds numbers below `universe`.
  void Reset(size_t universe) {
    for (const uint32_t id : ids_) bits_[id / 64] = 0;
    ids_.clear();
    const size_t words = (universe + 63) / 64;
    if (bits_.size() < words) bits_.resize(words);
  }

  void Insert(uint32_t id) {
    PLACARD_DCHECK(id / 64 < bits_.size());
    uint64_t& word = bits_[id / 64];
    const uint64_t bit = uint64_t{1} << (id % 64);
    if ((word & bit) != 0) return;
    word |= bit;
    ids_.push_back(id);
  }

  // Precondition: `id` is below the universe.
  bool Contains(uint32_t id) const {
    PLACARD_DCHECK(id / 64 < bits_.size());
    return (bits_[id / 64] >> (id % 64) & 1) != 0;
  }

  // In the order of their insertion.
  std::span<const uint32_t> ids() const { return ids_; }

 private:
  std::vector<uint64_t> bits_;
  std::vector<uint32_t> ids_;
};

}  // namespace placard
