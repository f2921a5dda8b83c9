// Sets of rows, 512 at a time: the lines that bitsets are made of, and how they
// are intersected. A line is what the memory moves at once and what the widest
// registers hold.
//
// The code for the widest registers that the machine has is chosen when the
// program runs; the answers are the same on all.
//
// Thread safety: pure functions.
// Cost: a few instructions a line and set; allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace placard {

struct alignas(64) Line {
  static constexpr size_t kRows = 512;
  static constexpr uint32_t kAllWords = 0xff;

  std::array<uint64_t, 8> words = {};

  bool Contains(size_t row) const { return (words[row / 64] >> row % 64 & 1); }
  void Insert(size_t row) { words[row / 64] |= uint64_t{1} << row % 64; }
  // A bit for each word that has any row.
  uint32_t used_words() const {
    uint32_t used = 0;
    for (size_t word = 0; word < words.size(); ++word) {
      used |= uint32_t{words[word] != 0} << word;
    }
    return used;
  }
  // Removes the rows before `row`. Precondition: row < kRows.
  void EraseBefore(size_t row) {
    for (size_t word = 0; word < row / 64; ++word) words[word] = 0;
    words[row / 64] &= ~uint64_t{0} << row % 64;
  }
};

constexpr size_t LinesOf(size_t rows) {
  return (rows + Line::kRows - 1) / Line::kRows;
}

// Some of at most 32 lines: bit i stands for the i-th.
using LineMask = uint32_t;

// Sets of which any will do.
using LineSets = std::span<const Line* const>;

// Keeps in each line i of `rows` that `lines` names what any of `sets` has at
// [first + i], or `other`, if any, has at [i]. Returns the lines that are not
// empty; the others are left as they come.
LineMask Narrow(Line* rows, LineMask lines, LineSets sets, size_t first,
                const Line* other);

// The same for each of `all`, one after another, as long as rows are left.
LineMask NarrowByAll(Line* rows, LineMask lines, std::span<const LineSets> all,
                     size_t first);

// How many rows there are in the lines.
size_t CountRows(const Line* rows, LineMask lines);

}  // namespace placard
