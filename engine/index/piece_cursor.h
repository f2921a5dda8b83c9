// Walks the rows of one partition of a segment that a page leaves possible, in
// rank order, piece after piece.
//
// A small piece is looked at all at once, others in windows, of 512 rows at
// first and 16,384 at most: those in flight are intersected with what each kind
// leaves of them, and the walk ends when its caller has enough, so that the
// rows behind are never touched.
//
// Thread safety: thread-compatible.
// Lifetime: segment, live bits and query must outlive the walk.
// Cost: a line for each 512 rows and bitset that the page's features have, and
// a step for each listed row, of the windows up to where the walk ends. Of rows
// that are not live a long run costs a bit a row, whatever the page asks for.
// Allocates only to grow.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/line.h"
#include "engine/index/listed_rows.h"
#include "engine/index/segment.h"
#include "engine/index/small_piece.h"
#include "engine/targeting/query.h"

namespace placard {

// What a walk is about.
struct Sought {
  const Segment* segment = nullptr;
  std::span<const uint64_t> live;  // a bit for each row that may be looked at
  const Query* query = nullptr;
  size_t stretch = 0;  // of the instant
  SizeMask sizes = 0;  // of a creative; 0: any will do
};

class PieceCursor {
 public:
  static constexpr uint32_t kEnd = ~uint32_t{0};

  // Starting takes four steps, each of which waits for memory that the one
  // before asked for: of several cursors each step is taken for all before the
  // next. The last goes to the first possible row.
  // Precondition of Start: the partition has a piece.
  static void PrefetchFeatures(const Segment& segment, const Query& query,
                               size_t piece);
  void Start(const Sought& sought, uint32_t partition);
  void PrefetchSets() const;
  void FindFirst() {
    OpenSets();
    FindMore();
  }

  // The segment's row, or kEnd.
  uint32_t row() const { return row_; }
  bool at_end() const { return row_ == kEnd; }
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
  static constexpr size_t kWindowLines = 32;
  static constexpr size_t kBatch = 16;
  static constexpr size_t kFirstBatch = 4;
  // A window has so many listed rows at least, if it can.
  static constexpr size_t kListed = 64;
  // So many candidates cost more than a look at the rare kinds.
  static constexpr size_t kMany = 64;
  // So many that are not live, one after another, cost more than a look for the
  // next row that is.
  static constexpr size_t kManyDead = 64;

  // The row sets whose union one kind leaves, by where they are in bitsets_ and
  // lists_.
  struct Group {
    size_t bitsets = 0;
    size_t bitsets_end = 0;
    size_t lists = 0;
    size_t lists_end = 0;

    bool has_bitsets() const { return bitsets < bitsets_end; }
    bool has_lists() const { return lists < lists_end; }
  };

  const Piece& piece() const { return pieces_.front(); }
  std::span<const uint32_t> Features(size_t kind) const {
    return sought_.query->features(static_cast<FeatureKind>(kind)).ids();
  }
  bool is_common(size_t kind) const {
    return sought_.segment->is_common(static_cast<FeatureKind>(kind));
  }

  void FindPlaces();
  void FindPlacesOf(size_t kind, std::span<const uint32_t> features);
  void NextPiece();
  void OpenPiece();
  void OpenSets();
  void NarrowSmallPiece();
  void NarrowSmallPieceBy(size_t kind, std::span<const uint32_t> places);
  void OpenGroups();
  bool OpenGroup(size_t kind, std::span<const uint32_t> places);
  bool LookUpGroup(size_t kind, std::span<const uint32_t> features);
  bool OpenSizes();
  std::span<const uint32_t> FindPlacesOfSizes();

  uint32_t PieceRowFrom(uint32_t row) const;
  void DropBefore(uint32_t piece_row);
  void PassTo(uint32_t row);
  void PassDeadRows();

  void FindMore();
  bool FindWindow();
  uint32_t SkipByLists(uint32_t row);
  size_t WindowLines(size_t first_line) const;
  void LoadWindow(uint32_t row);
  void PrefetchLines() const;
  void NarrowByRareKinds();
  void NarrowBy(Group& group);
  void NarrowByBitsets();
  void CountWords(size_t bitsets);
  LineSets Bitsets(const Group& group) const {
    return std::span(bitsets_).subspan(group.bitsets,
                                       group.bitsets_end - group.bitsets);
  }
  LineMask Scatter(Group& group, std::array<Line, kWindowLines>& lines);
  void TakeFromWindow();
  void Take(uint32_t row);

  Sought sought_;
  std::span<const Piece> pieces_;  // the first is the current one
  size_t piece_number_ = 0;        // its, in the segment

  // Of the current piece.
  size_t rows_ = 0;               // 0 as well if none is possible
  std::vector<uint32_t> places_;  // of the page's features, kind by kind
  size_t places_used_ = 0;
  std::array<size_t, kFeatureKinds> place_ends_;
  SmallPieceRows small_piece_rows_;
  std::vector<const Line*> bitsets_;  // of the groups
  size_t bitsets_used_ = 0;
  std::vector<ListedRows> lists_;
  size_t lists_used_ = 0;
  std::array<Group, kLookupKinds> groups_;
  size_t groups_used_ = 0;
  size_t list_groups_ = 0;  // the first so many have no bitsets
  size_t listed_rows_ = 0;  // of that of them which has fewest
  bool has_rare_kinds_ = false;

  // The window: its lines that have rows left.
  size_t first_line_ = 0;
  size_t lines_ = 0;
  LineMask left_ = 0;
  uint32_t behind_ = 0;  // where the next window begins
  size_t next_lines_ = 1;
  std::array<Line, kWindowLines> window_;
  std::array<Line, kWindowLines> scattered_;

  // The candidates that were taken.
  uint32_t row_ = kEnd;
  size_t next_ = 0;
  size_t found_ = 0;
  std::array<uint32_t, kBatch> found_rows_;
  size_t batch_ = kFirstBatch;  // at most so many next
  uint32_t last_row_ = kEnd;    // the last that was looked at
  size_t dead_ = 0;             // rows that were not live since one was

  uint64_t words_read_ = 0;
};

}  // namespace placard
