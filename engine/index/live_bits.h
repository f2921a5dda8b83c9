// The rows of a segment that may be looked at, a bit each: those that are not
// paused. What a change of one bit publishes.
//
// Thread safety: pure functions.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace placard {

// So many words for a segment's rows.
constexpr size_t BitsetWords(size_t rows) { return (rows + 63) / 64; }

inline bool IsLive(std::span<const uint64_t> live, uint32_t row) {
  return (live[row / 64] >> row % 64 & 1) != 0;
}

// The first live row from `from` on, or `end`. Precondition: a word of `live`
// has `from`, or would be the next.
// Cost: a word for 64 rows that are passed.
inline uint32_t NextLiveRow(std::span<const uint64_t> live, uint32_t from,
                            uint32_t end) {
  size_t word = from / 64;
  if (word == live.size()) return end;
  uint64_t bits = live[word] & ~uint64_t{0} << from % 64;
  while (bits == 0) {
    if (++word == live.size()) return end;
    bits = live[word];
  }
  return static_cast<uint32_t>(word * 64 +
                               static_cast<size_t>(std::countr_zero(bits)));
}

}  // namespace placard
