// A set of a few strings on the stack, for lists of a page whose elements must
// be, or are made, distinct.
//
// Thread safety: thread-compatible.
// Lifetime: what was added must outlive the set, and must not move.
// Cost: no allocation. Strings made to collide cost a walk over kMax entries.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "engine/base/hash.h"

namespace placard {

template <size_t kMax>
class DistinctStrings {
 public:
  // False when there is an equal one already.
  // Precondition: fewer than kMax distinct strings were added before.
  bool Add(std::string_view text) {
    size_t at = HashBytes(text) % kCells;
    while (cells_[at].data() != nullptr) {
      if (cells_[at] == text) return false;
      at = (at + 1) % kCells;
    }
    cells_[at] = text;
    return true;
  }

 private:
  static constexpr size_t kCells = 2 * kMax;  // half empty: short walks

  std::array<std::string_view, kCells> cells_;
};

}  // namespace placard
