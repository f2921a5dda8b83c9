// Up to 65,536 rows of a segment in rank order, with what can be looked up of
// their rules. A rule of several clauses has a piece's row for each of them.
//
// Of each kind of feature there is a set of rows for each feature that any row
// asks for (and perhaps for others as well, any of which will do), and of the
// rows that ask for none of the kind. Where a feature's set is, the segment's
// FeatureDirectory says.
//
// Thread safety: immutable.
// Cost: of 512 rows a line for each stretch and bitset; 2 bytes for a row of a
// list.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/clauses.h"
#include "engine/index/line.h"
#include "engine/index/row_set.h"

namespace placard {

// The kinds that can be looked up: those of features, and the sizes of
// creatives, of which a feature is a bit of SizeMask.
inline constexpr size_t kSizes = kFeatureKinds;
inline constexpr size_t kLookupKinds = kFeatureKinds + 1;

class Piece {
 public:
  // So few rows are a single line, and looked at all at once.
  static constexpr size_t kSmall = Line::kRows;

  size_t rows() const { return segment_rows_.size(); }
  bool is_small() const { return rows() <= kSmall; }
  // By row of the piece: the segment's. Ascending; of a rule of several clauses
  // neighbours are equal.
  std::span<const uint32_t> segment_rows() const { return segment_rows_; }

  // The rows whose flight has an instant of the stretch.
  const Line* in_flight(size_t stretch) const {
    return lines_.data() + stretch * LinesOf(rows());
  }

  // Whether any row asks for anything of the kind.
  bool constrains(size_t kind) const {
    return unconstrained_[kind] != kEveryRow;
  }
  // The rows that ask for nothing of the kind; null if there are none.
  // Precondition: constrains(kind).
  const Line* unconstrained(size_t kind) const {
    return unconstrained_[kind] == kNoRow
               ? nullptr
               : lines_.data() + unconstrained_[kind];
  }

  // Where the set begins; any address for one in place, of which there is
  // nothing here. For prefetching: it branches on nothing.
  const void* Begin(const RowSetPlace& place) const {
    const void* const begin =
        place.is_bitset() ? static_cast<const void*>(lines_.data() + place.at())
                          : lists_.data() + place.at();
    return place.is_in_place() ? lines_.data() : begin;
  }

  // As long as the piece and the place live.
  RowSet Set(const RowSetPlace& place) const {
    if (place.is_bitset()) return {.bitset = lines_.data() + place.at()};
    const PieceRow* const rows =
        place.is_in_place() ? place.in_place() : lists_.data() + place.at();
    return {.list = {rows, place.rows()}};
  }

 private:
  friend class PieceBuilder;

  static constexpr uint32_t kEveryRow = ~uint32_t{0};
  static constexpr uint32_t kNoRow = kEveryRow - 1;

  std::vector<uint32_t> segment_rows_;
  std::vector<Line> lines_;  // first those in flight, stretch by stretch
  std::vector<PieceRow> lists_;
  std::array<uint32_t, kLookupKinds> unconstrained_;  // from which line on
};

}  // namespace placard
