// Which rows of a piece one kind of feature leaves possible: for each feature
// the rows that ask for it (and perhaps for others as well, any of which will
// do), and the rows that ask for none of the kind.
//
// A set of rows that is at least a 32nd of all is a bitset, into which the
// unconstrained rows are mixed already; a smaller one is a list of rows. Where
// a set lies is found by rank: among the features that have one, counted by the
// bits that say which have.
//
// Thread safety: immutable.
// Cost: a bit a row for a bitset, 16 for a row of a list, 4 bytes for a feature
// that has rows and a quarter byte for any.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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

class Family {
 public:
  static constexpr uint32_t kNoPlace = ~uint32_t{0};

  Family() = default;

  // Whether any row asks for anything; otherwise nothing else may be called.
  bool constrains() const { return !present_.empty(); }

  // Null if there are none.
  const Line* unconstrained() const {
    return unconstrained_ == kNoPlace ? nullptr
                                      : bitsets_.data() + unconstrained_;
  }

  // Looking a feature up takes three steps from one place in memory to another;
  // of many features each step can be taken for all before the next.
  // A number below the `features` that the family was built for.
  void PrefetchFeature(uint32_t feature) const {
    __builtin_prefetch(&present_[feature / 64]);
  }
  // kNoPlace: no row asks for it.
  uint32_t PlaceOf(uint32_t feature) const {
    const Present& present = present_[feature / 64];
    const uint64_t bit = uint64_t{1} << feature % 64;
    if ((present.features & bit) == 0) return kNoPlace;
    const uint32_t place =
        present.before +
        static_cast<uint32_t>(std::popcount(present.features & (bit - 1)));
    __builtin_prefetch(&places_[place]);
    return place;
  }
  void PrefetchSet(uint32_t place) const {
    const uint32_t at = places_[place];
    if ((at & kBitset) != 0) {
      __builtin_prefetch(&bitsets_[at & ~kBitset]);
    } else {
      __builtin_prefetch(&lists_[at]);
    }
  }
  RowSet Set(uint32_t place) const {
    const uint32_t at = places_[place];
    if ((at & kBitset) != 0) {
      return {.bitset = bitsets_.data() + (at & ~kBitset)};
    }
    return {.list = std::span(lists_).subspan(at + 1, lists_[at])};
  }

  // The rows that ask for the feature; a bitset has the unconstrained, too.
  RowSet rows(uint32_t feature) const {
    const uint32_t place = PlaceOf(feature);
    return place == kNoPlace ? RowSet() : Set(place);
  }

  size_t bytes() const;

 private:
  friend class FamilyBuilder;

  // Of 64 features those that have rows, and how many do of all before.
  struct Present {
    uint64_t features = 0;
    uint32_t before = 0;
  };
  static constexpr uint32_t kBitset = uint32_t{1} << 31;

  std::vector<Present> present_;
  // By place: kBitset and the first line, or where in the lists it begins.
  std::vector<uint32_t> places_;
  std::vector<PieceRow> lists_;  // each behind its length
  std::vector<Line> bitsets_;
  uint32_t unconstrained_ = kNoPlace;
};

// What rows ask of one kind, row by row.
struct Constraints {
  std::vector<uint32_t> features;
  // Where each row's features end; a row of none is unconstrained.
  std::vector<uint32_t> row_ends;

  void Clear() {
    features.clear();
    row_ends.clear();
  }
};

// Builds families, one after another.
//
// Thread safety: thread-compatible.
class FamilyBuilder {
 public:
  // `features`: how many there are of the kind.
  Family Build(const Constraints& constraints, size_t features);

 private:
  void Count(const Constraints& constraints, size_t features);
  void LayOut(size_t rows);
  void Fill(const Constraints& constraints);
  void MixInUnconstrained(size_t lines);

  Family family_;
  std::vector<uint32_t> counts_;    // by feature; zero between two builds
  std::vector<uint32_t> features_;  // that have rows, ascending
  size_t unconstrained_rows_ = 0;
};

}  // namespace placard
