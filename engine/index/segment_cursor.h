// Walks the rows of a segment that a page leaves possible, in rank order: those
// of the partitions that the page's sections belong to, merged. What stands
// behind a head is not looked into before the head is at its end.
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
  // Where to look, which is no use before the cursor of another part, the gate,
  // has come to its end.
  struct Part {
    uint32_t partition;
    size_t gate;
    bool is_waiting = false;
  };
  static constexpr size_t kNoGate = ~size_t{0};

  void AimAt(const Segment& segment, const Query& query, uint32_t partition);
  size_t GateWithin(const SectionHomes& homes, uint32_t partition) const;
  void Add(const Segment& segment, const Query& query, uint32_t partition,
           size_t gate);
  const Part* Find(uint32_t partition) const;
  bool IsOpen(const Part& part) const;
  void StartOpened(uint32_t from);
  void FindFirst();

  Sought sought_;
  uint32_t row_ = PieceCursor::kEnd;
  std::vector<Part> parts_;           // each behind its gate
  std::vector<PieceCursor> cursors_;  // one for each part, at least
  size_t waiting_ = 0;                // parts
  std::vector<size_t> open_;          // parts that do not wait
};

}  // namespace placard
