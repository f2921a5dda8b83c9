// Which rows of a segment one kind of feature leaves possible: for each
// feature the rows that ask for it (and perhaps for others as well, any of
// which will do), and the rows that ask for none of the kind.
//
// A set of rows that is at least a 32nd of all is a bitset, into which the
// unconstrained rows are mixed already; a smaller one is a list of rows.
//
// Thread safety: immutable.
// Cost: a bit a row for a bitset, 32 for a row of a list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/check.h"

namespace placard {

// Either a bitset or a list in ascending order.
struct RowSet {
  const uint64_t* bitset = nullptr;
  std::span<const uint32_t> list = {};
};

// A bitset of `rows` rows takes so many words.
constexpr size_t BitsetWords(size_t rows) { return (rows + 63) / 64; }

class Family {
 public:
  // What rows ask of one kind, row by row.
  struct Constraints {
    std::vector<uint32_t> features;
    // Where each row's features end; a row of none is unconstrained.
    std::vector<size_t> row_ends;
  };

  Family() = default;
  // `features`: how many there are of the kind.
  Family(const Constraints& constraints, size_t features);

  // Whether any row asks for anything; otherwise nothing else may be called.
  bool constrains() const { return !sets_.empty(); }

  // The rows that ask for the feature; a bitset has the unconstrained, too.
  RowSet rows(uint32_t feature) const { return Set(sets_[feature]); }
  RowSet unconstrained() const { return Set(sets_.back()); }

 private:
  static constexpr uint32_t kBitset = ~uint32_t{0};

  // A list of `size` rows, or the bitset; where it begins in its vector.
  struct SetRef {
    size_t begin = 0;
    uint32_t size = 0;  // kBitset for a bitset
  };

  RowSet Set(const SetRef& ref) const {
    if (ref.size == kBitset) return {.bitset = bitsets_.data() + ref.begin};
    return {.list = std::span(lists_).subspan(ref.begin, ref.size)};
  }
  void LayOut(std::span<const uint32_t> counts, size_t rows);
  void Fill(const Constraints& constraints);
  void MixInUnconstrained(size_t words);

  std::vector<SetRef> sets_;  // by feature, then the unconstrained rows
  std::vector<uint32_t> lists_;
  std::vector<uint64_t> bitsets_;
};

}  // namespace placard
