// Of one kind of feature: which pieces of a segment have rows that ask for it,
// and where in each of them these are.
//
// The places of one feature lie next to each other, piece by piece: a page that
// looks into several pieces asks memory once for a feature and not once for
// each of them.
//
// Thread safety: immutable.
// Cost: 16 bytes for a feature and 64 pieces, 8 for a feature and a piece that
// has it.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/prefetch.h"
#include "engine/index/row_set.h"

namespace placard {

class FeatureDirectory {
 public:
  // Whether `feature` is below the number that the directory was built for, as
  // it and `piece` are for all else.
  bool has(uint32_t feature) const { return feature < features_; }

  void Prefetch(uint32_t feature, size_t piece) const {
    PrefetchMemory(&GroupOf(feature, piece));
  }
  // Whether the piece has the feature; if so, where its set is said.
  struct Found {
    bool has = false;
    uint32_t number = 0;
  };
  Found Find(uint32_t feature, size_t piece) const {
    const Group& group = GroupOf(feature, piece);
    const uint64_t bit = uint64_t{1} << piece % 64;
    return {.has = (group.pieces & bit) != 0,
            .number = group.first + CountBits(group.pieces & (bit - 1))};
  }
  const RowSetPlace& place(uint32_t number) const { return places_[number]; }
  void PrefetchPlace(uint32_t number) const {
    PrefetchMemory(places_.data() + number);
  }

 private:
  friend class FeatureDirectoryBuilder;

  // Of 64 pieces those that have the feature, and the number of the first.
  struct Group {
    uint64_t pieces = 0;
    uint32_t first = 0;
  };

  // What std::popcount is without the machine's own instruction is a call.
  static uint32_t CountBits(uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555;
    bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
    bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0f;
    return static_cast<uint32_t>(bits * 0x0101010101010101 >> 56);
  }

  const Group& GroupOf(uint32_t feature, size_t piece) const {
    return *(groups_.data() + feature * groups_per_feature_ + piece / 64);
  }

  size_t features_ = 0;
  size_t groups_per_feature_ = 0;
  std::vector<Group> groups_;  // by feature, then by piece
  std::vector<RowSetPlace> places_;
};

// Thread safety: thread-compatible.
class FeatureDirectoryBuilder {
 public:
  // Of a piece, features with their places; pieces come in ascending order.
  // What is handed out may be changed until the next call.
  std::span<RowSetPlace> AddPiece(std::span<const uint32_t> features);

  // Of the pieces after those that were added here, what was added to `next`,
  // which is empty afterwards.
  void Append(FeatureDirectoryBuilder& next);

  // Of so many features, below which all are that were added.
  FeatureDirectory Build(size_t features);

 private:
  std::vector<size_t> piece_ends_;
  std::vector<uint32_t> features_;
  std::vector<RowSetPlace> places_;
};

}  // namespace placard
