#include "engine/index/small_piece.h"

#include <utility>

namespace placard {
namespace {

void Unite(const Line& from, Line& into) {
  for (size_t word = 0; word < into.words.size(); ++word) {
    into.words[word] |= from.words[word];
  }
}

}  // namespace

// Which sets are in place is a coin's toss, so nothing branches on it.
void SmallPieceRows::SortByDistance(const FeatureDirectory& directory,
                                    std::span<const uint32_t> places) {
  if (near_.size() < places.size()) {
    near_.resize(places.size());
    far_.resize(places.size());
  }
  near_used_ = far_used_ = 0;
  for (const uint32_t number : places) {
    const RowSetPlace place = directory.place(number);
    near_[near_used_] = place;
    far_[far_used_] = place;
    near_used_ += place.is_in_place() ? 1 : 0;
    far_used_ += place.is_in_place() ? 0 : 1;
  }
}

// Single rows and whole lines are gathered apart: a line is not read while
// writes to parts of it are on their way.
Line SmallPieceRows::Of(const Piece& piece, size_t kind,
                        const FeatureDirectory& directory,
                        std::span<const uint32_t> places) {
  SortByDistance(directory, places);
  Line listed;
  for (size_t i = 0; i < near_used_; ++i) {
    for (size_t j = 0; j < RowSetPlace::kMostInPlace; ++j) {
      listed.Insert(near_[i].in_place()[j]);
    }
  }
  words_read_ += near_used_;
  Line united;
  bool has_bitset = false;
  const auto unite = [&](const Line* bitset) {
    Unite(*bitset, united);
    words_read_ += Line::kRows / 64;
    has_bitset = true;
  };
  for (size_t i = 0; i < far_used_; ++i) {
    unite(piece.Set(far_[i]).bitset);
  }
  // Every bitset has the unconstrained rows in it.
  if (!has_bitset && piece.unconstrained(kind) != nullptr) {
    unite(piece.unconstrained(kind));
  }
  Unite(listed, united);
  return united;
}

uint64_t SmallPieceRows::TakeWordsRead() {
  return std::exchange(words_read_, 0);
}

}  // namespace placard
