// A set of a few strings on the stack, for lists of a page whose elements must
// be, or are made, distinct.
//
// Thread safety: thread-compatible.
// Lifetime: what was added must outlive the set, and must not move.
// Cost: no allocation; what is on the stack is touched only as far as `count`
// needs it.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/hash/hash.h"
#include "engine/base/status.h"

namespace placard {

template <size_t kMax>
class DistinctStrings {
 public:
  // Precondition: at most kMax.
  explicit DistinctStrings(size_t count)
      : cells_in_use_(std::bit_ceil(2 * count + 1)) {
    std::fill_n(cells_.begin(), cells_in_use_, uint16_t{0});
  }

  // False when there is an equal one already.
  // Precondition: fewer than `count` distinct strings were added before.
  bool Add(std::string_view text) {
    size_t at = absl::HashOf(ToAbsl(text)) % cells_in_use_;
    while (cells_[at] != 0) {
      const Text& other = texts_[cells_[at] - 1];
      if (std::string_view(other.data, other.size) == text) return false;
      at = (at + 1) % cells_in_use_;
    }
    texts_[size_] = {text.data(), text.size()};
    cells_[at] = static_cast<uint16_t>(++size_);
    return true;
  }

 private:
  // Without a constructor, so that what is not used is not written.
  struct Text {
    const char* data;
    size_t size;
  };

  static constexpr size_t kCells = std::bit_ceil(2 * kMax + 1);

  const size_t cells_in_use_;  // at least half empty: short walks
  size_t size_ = 0;
  std::array<uint16_t, kCells> cells_;  // 1 + the text's place; 0: empty
  std::array<Text, kMax> texts_;
};

}  // namespace placard
