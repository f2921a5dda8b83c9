// Walks the rows of a segment that a page leaves possible, in rank order.
//
// Rows are looked at in windows, 512 at first and 4,096 at most: the live bits
// of a window are intersected with what each family leaves of it, and the walk
// ends when its caller has enough, so that the rows behind are never touched.
//
// Thread safety: thread-compatible.
// Lifetime: segment, live bits and query must outlive the walk.
// Cost: a word for each 64 rows and bitset that the page's features have, and
// one for each listed row, of the windows up to where the walk ends. Allocates
// only to grow.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/segment.h"
#include "engine/targeting/query.h"

namespace placard {

class SegmentCursor {
 public:
  // To the first possible row. `live`: BitsetWords(segment.rows()) words, a bit
  // for each row that may be looked at.
  void Start(const Segment& segment, std::span<const uint64_t> live,
             const Query& query);

  bool at_end() const { return row_ == end_; }
  // Precondition: !at_end().
  uint32_t row() const { return row_; }

  // To the next possible row.
  void Advance();
  // To the first possible row from `row` on, if that lies ahead.
  void SeekTo(uint32_t row);

  // Words and listed rows that were read since Start.
  uint64_t words_read() const { return words_read_; }

 private:
  static constexpr size_t kFirstWindowWords = 512 / 64;
  static constexpr size_t kWindowWords = 4096 / 64;

  // The row sets whose union one family leaves.
  struct Group {
    uint32_t bitsets_begin = 0;
    uint32_t bitsets_end = 0;
    uint32_t lists_begin = 0;
    uint32_t lists_end = 0;

    bool has_bitsets() const { return bitsets_begin != bitsets_end; }
  };
  // What is left of a list.
  struct List {
    const uint32_t* at;
    const uint32_t* end;

    // Drops the rows before `row`.
    void SkipTo(uint32_t row);
  };

  void AddGroup(const Family& family, const IdSet& features);
  void AddSet(const RowSet& set);
  void FindFrom(uint32_t row);
  uint32_t SkipByLists(uint32_t row);
  bool LoadWindow(uint32_t row);
  bool Intersect(const Group& group);
  bool TakeFromWindow(size_t word);
  std::span<List> lists(const Group& group) {
    return std::span(lists_).subspan(group.lists_begin,
                                     group.lists_end - group.lists_begin);
  }

  uint32_t row_ = 0;
  uint32_t end_ = 0;  // the segment's rows
  std::span<const uint64_t> live_;

  std::vector<const uint64_t*> bitsets_;
  std::vector<List> lists_;
  std::array<Group, kFeatureKinds> groups_;
  size_t groups_used_ = 0;

  size_t window_begin_ = 0;  // in words of the segment
  size_t window_words_ = 0;
  size_t next_window_words_ = kFirstWindowWords;
  alignas(64) std::array<uint64_t, kWindowWords> window_;

  uint64_t words_read_ = 0;
};

}  // namespace placard
