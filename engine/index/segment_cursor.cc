#include "engine/index/segment_cursor.h"

#include <algorithm>

namespace placard {

void SegmentCursor::Aim(const Segment& segment, const Segment::Instant& instant,
                        const Query& query) {
  partitions_.clear();
  AimAt(segment, query, SectionHomes::kRoot);
  for (const Query::Path& path : query.paths()) {
    for (const uint32_t node : query.nodes(path)) {
      AimAt(segment, query, segment.PartitionOf(node));
    }
  }
  if (segment.period().Has(instant.second)) return;
  AimAt(segment, query, segment.OutsidePeriod());
}

void SegmentCursor::AimAt(const Segment& segment, const Query& query,
                          uint32_t partition) {
  const auto known =
      std::find(partitions_.begin(), partitions_.end(), partition);
  if (known != partitions_.end() || segment.pieces(partition).empty()) return;
  if (cursors_.size() == partitions_.size()) cursors_.emplace_back();
  partitions_.push_back(partition);
  PieceCursor::PrefetchFeatures(segment, query, segment.FirstPiece(partition));
}

void SegmentCursor::Start(const Segment& segment,
                          std::span<const uint64_t> live,
                          const Segment::Instant& instant, const Query& query) {
  const Sought sought = {.segment = &segment,
                         .live = live,
                         .query = &query,
                         .stretch = segment.stretches().Of(instant.second)};
  for (size_t i = 0; i < partitions_.size(); ++i) {
    cursors_[i].Start(sought, partitions_[i]);
  }
  for (size_t i = 0; i < partitions_.size(); ++i) cursors_[i].PrefetchSets();
  for (size_t i = 0; i < partitions_.size(); ++i) cursors_[i].FindFirst();
  FindFirst();
}

void SegmentCursor::FindFirst() {
  row_ = PieceCursor::kEnd;
  for (size_t i = 0; i < partitions_.size(); ++i) {
    row_ = std::min(row_, cursors_[i].row());
  }
}

// A row may be in several partitions.
void SegmentCursor::Advance() {
  for (size_t i = 0; i < partitions_.size(); ++i) {
    if (cursors_[i].row() == row_) cursors_[i].Advance();
  }
  FindFirst();
}

void SegmentCursor::SeekTo(uint32_t row) {
  if (at_end() || row <= row_) return;
  for (size_t i = 0; i < partitions_.size(); ++i) cursors_[i].SeekTo(row);
  FindFirst();
}

void SegmentCursor::RestrictTo(SizeMask sizes) {
  for (size_t i = 0; i < partitions_.size(); ++i) cursors_[i].RestrictTo(sizes);
  FindFirst();
}

uint64_t SegmentCursor::words_read() const {
  uint64_t words = 0;
  for (size_t i = 0; i < partitions_.size(); ++i) {
    words += cursors_[i].words_read();
  }
  return words;
}

}  // namespace placard
