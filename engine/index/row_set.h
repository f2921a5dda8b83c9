// Sets of rows of a piece: those that ask for some feature.
//
// A set of at least a 32nd of the piece's rows is a bitset, into which the
// unconstrained rows are mixed already; a smaller one is a list. A small piece
// has no list but those that lie in their place.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/index/line.h"

namespace placard {

// A row of a piece.
using PieceRow = uint16_t;
inline constexpr size_t kPieceRows = size_t{1} << 16;  // at most

// Either a bitset or a list in ascending order.
struct RowSet {
  const Line* bitset = nullptr;
  std::span<const PieceRow> list = {};
};

// Where in its piece a set lies; of three rows or less, as most are, the rows
// themselves, the first of them again in the place of those that are not there.
class RowSetPlace {
 public:
  static constexpr size_t kMostInPlace = 3;

  RowSetPlace() = default;
  // From the piece's line `line` on.
  static RowSetPlace Bitset(uint32_t line) { return {kBitset, line}; }
  // Of `rows` rows: from the piece's listed row `at` on. Precondition: more
  // than kMostInPlace, and less than a bitset's.
  static RowSetPlace List(size_t rows, uint32_t at) {
    return {static_cast<uint16_t>(rows), at};
  }
  // Of `rows` rows, which are to be filled in, and then FinishInPlace.
  static RowSetPlace InPlace(size_t rows) {
    return {static_cast<uint16_t>(rows), 0};
  }
  void FinishInPlace() {
    for (size_t i = words_[0]; i < kMostInPlace; ++i) words_[i + 1] = words_[1];
  }

  bool is_bitset() const { return words_[0] == kBitset; }
  bool is_in_place() const { return words_[0] <= kMostInPlace; }
  size_t rows() const { return words_[0]; }  // of a list
  uint32_t at() const {
    return uint32_t{words_[2]} | uint32_t{words_[3]} << 16;
  }
  const PieceRow* in_place() const { return &words_[1]; }
  PieceRow* in_place() { return &words_[1]; }

 private:
  static constexpr uint16_t kBitset = 0xffff;

  RowSetPlace(uint16_t rows, uint32_t at)
      : words_{rows, 0, static_cast<uint16_t>(at),
               static_cast<uint16_t>(at >> 16)} {}

  alignas(8) std::array<uint16_t, 4> words_ = {};
};
static_assert(sizeof(RowSetPlace) == 8);

}  // namespace placard
