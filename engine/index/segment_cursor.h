// Walks the rows of a segment that a page leaves possible, in rank order: those
// of the partitions that the page's sections belong to, merged.
//
// Thread safety: thread-compatible.
// Lifetime: segment, live bits and query must outlive the walk.
// Cost: that of a PieceCursor for each partition; allocates only to grow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/piece_cursor.h"
#include "engine/index/segment.h"
#include "engine/targeting/query.h"

namespace placard {

class SegmentCursor {
 public:
  // Chooses where to look for what the query's page may get at the instant, and
  // asks memory for what Start will read first.
  void Aim(const Segment& segment, const Segment::Instant& instant,
           const Query& query);

  // To the first possible row of what Aim was called with. `live`:
  // BitsetWords(segment.rows()) words, a bit for each row that may be looked
  // at.
  void Start(const Segment& segment, std::span<const uint64_t> live,
             const Segment::Instant& instant, const Query& query);

  bool at_end() const { return row_ == PieceCursor::kEnd; }
  // Precondition: !at_end().
  uint32_t row() const { return row_; }

  // To the next possible row.
  void Advance();
  // To the first possible row from `row` on, if that lies ahead.
  void SeekTo(uint32_t row);
  // From here on passes over rows without creatives of the sizes.
  void RestrictTo(SizeMask sizes);

  // Words and listed rows that were read since Start.
  uint64_t words_read() const;

 private:
  void AimAt(const Segment& segment, const Query& query, uint32_t partition);
  void FindFirst();

  uint32_t row_ = PieceCursor::kEnd;
  std::vector<uint32_t> partitions_;  // to look into
  std::vector<PieceCursor> cursors_;  // at least as many
};

}  // namespace placard
