// Which rows of a piece that is small, one line of them, a page's features of
// one kind leave possible.
//
// Thread safety: thread-compatible.
// Cost: a line for each bitset, a few steps for each set in its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/feature_directory.h"
#include "engine/index/line.h"
#include "engine/index/piece.h"
#include "engine/index/row_set.h"

namespace placard {

class SmallPieceRows {
 public:
  // `places`: those of the page's features, by their numbers in the directory
  // of `kind`. Precondition: the piece constrains the kind, and its sets are
  // bitsets or lie in their place.
  Line Of(const Piece& piece, size_t kind, const FeatureDirectory& directory,
          std::span<const uint32_t> places);

  // Words and sets in their place that Of has read since the last time.
  uint64_t TakeWordsRead();

 private:
  void SortByDistance(const FeatureDirectory& directory,
                      std::span<const uint32_t> places);

  // Of the places those that have their rows themselves, and the others.
  std::vector<RowSetPlace> near_;
  size_t near_used_ = 0;
  std::vector<RowSetPlace> far_;
  size_t far_used_ = 0;
  uint64_t words_read_ = 0;
};

}  // namespace placard
