// Walks the rows of one partition of a segment that a page leaves possible, in
// rank order, piece after piece.
//
// Rows are looked at in windows, 512 at first and 4,096 at most: those in
// flight are intersected with what each family leaves of them, and the walk
// ends when its caller has enough, so that the rows behind are never touched.
//
// Thread safety: thread-compatible.
// Lifetime: segment, live bits and query must outlive the walk.
// Cost: a line for each 512 rows and bitset that the page's features have, and
// a step for each listed row, of the windows up to where the walk ends.
// Allocates only to grow.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/line.h"
#include "engine/index/segment.h"
#include "engine/targeting/query.h"

namespace placard {

// What a walk is about.
struct Sought {
  const Segment* segment = nullptr;
  std::span<const uint64_t> live;  // a bit for each row that may be looked at
  const Query* query = nullptr;
  size_t stretch = 0;  // of the instant
};

class PieceCursor {
 public:
  static constexpr uint32_t kEnd = ~uint32_t{0};

  // Starting takes four steps, each of which waits for memory that the one
  // before asked for: of several cursors each step is taken for all before the
  // next. The last goes to the first possible row.
  // Precondition: there is a piece.
  void Start(const Sought& sought, std::span<const Piece> pieces);
  void FindPlaces();
  void PrefetchSets();
  void FindFirst() {
    OpenGroups();
    FindMore();
  }

  // The segment's row, or kEnd.
  uint32_t row() const { return row_; }
  // To the next possible row. Precondition: row() != kEnd.
  void Advance() {
    if (++next_ < found_) {
      row_ = found_rows_[next_];
    } else {
      FindMore();
    }
  }
  // To the first possible row from `row` on, if that lies ahead.
  void SeekTo(uint32_t row);
  // From here on passes over rows without creatives of the sizes.
  void RestrictTo(SizeMask sizes);

  // Words and listed rows that were read since Start.
  uint64_t words_read() const { return words_read_; }

 private:
  static constexpr size_t kWindowLines = 8;
  static constexpr size_t kBatch = 16;
  // So many candidates cost more than a look into the families of rare kinds.
  static constexpr size_t kMany = 64;
  // A kind each, and the sizes.
  static constexpr size_t kMostGroups = kFeatureKinds + 1;

  // What is left of a list.
  struct List {
    const PieceRow* at;
    const PieceRow* end;

    // Drops the rows before `row`.
    void SkipTo(uint32_t row);
  };
  // The row sets whose union one family leaves.
  struct Group {
    std::vector<const Line*> bitsets;
    std::vector<List> lists;
  };

  template <typename F>
  void ForEachCommonKind(const F& f);
  void OpenPiece();
  void PrefetchFeatures();
  void OpenGroups();
  bool OpenGroup(const Family& family, std::span<const uint32_t> places);
  bool LookUpGroup(const Family& family, std::span<const uint32_t> features);
  bool OpenSizes();
  void AddSet(const RowSet& set, Group& group);

  uint32_t PieceRowFrom(uint32_t row) const;
  void DropBefore(uint32_t piece_row);

  void FindMore();
  bool FindWindow();
  uint32_t SkipByLists(uint32_t row);
  void LoadWindow(uint32_t row);
  void NarrowByRareKinds();
  LineMask NarrowBy(Group& group, LineMask lines);
  LineMask NarrowByBitsets(std::span<const Line* const> bitsets,
                           const Line* listed, LineMask lines);
  LineMask Scatter(Group& group);
  bool TakeBatch();
  void Take(uint32_t row);

  Sought sought_;
  std::span<const Piece> pieces_;  // the first is the current one
  SizeMask sizes_ = 0;             // 0: any will do

  // Of the current piece.
  size_t rows_ = 0;               // 0 as well if none is possible
  std::vector<uint32_t> places_;  // of the page's features, kind by kind
  std::array<size_t, kFeatureKinds> place_ends_;
  std::array<Group, kMostGroups> groups_;
  size_t groups_used_ = 0;
  size_t list_groups_ = 0;  // the first so many have no bitsets
  bool has_rare_kinds_ = false;

  // The window: its lines that have rows left.
  size_t first_line_ = 0;
  size_t lines_ = 0;
  LineMask left_ = 0;
  uint32_t behind_ = 0;  // where the next window begins
  size_t next_lines_ = 1;
  std::array<Line, kWindowLines> window_;
  std::array<Line, kWindowLines> scattered_;

  // The candidates that were taken from the window.
  uint32_t row_ = kEnd;
  size_t next_ = 0;
  size_t found_ = 0;
  std::array<uint32_t, kBatch> found_rows_;
  uint32_t last_row_ = kEnd;  // the last that was found

  uint64_t words_read_ = 0;
};

}  // namespace placard
