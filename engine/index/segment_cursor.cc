#include "engine/index/segment_cursor.h"

#include <algorithm>
#include <span>

namespace placard {

void SegmentCursor::Aim(const Segment& segment, const Segment::Instant& instant,
                        const Query& query) {
  parts_.clear();
  if (!segment.period().Has(instant.second)) {
    Add(segment, query, segment.homes().OutsidePeriod(), kNoGate);
  }
  AimAt(segment, query, SectionHomes::kRoot);
  for (const Query::Path& path : query.paths()) {
    for (const uint32_t node : query.nodes(path)) {
      AimAt(segment, query, segment.homes().Of(node));
    }
  }
}

// Precondition: the same was done for the partition above.
void SegmentCursor::AimAt(const Segment& segment, const Query& query,
                          uint32_t partition) {
  const SectionHomes& homes = segment.homes();
  const size_t above = partition == SectionHomes::kRoot
                           ? kNoGate
                           : GateWithin(homes, homes.Above(partition));
  Add(segment, query, homes.HeadOf(partition), above);
  Add(segment, query, partition, GateWithin(homes, partition));
}

// Of the heads that the partition's rows stand behind the last.
size_t SegmentCursor::GateWithin(const SectionHomes& homes,
                                 uint32_t partition) const {
  while (true) {
    const Part* const head = Find(homes.HeadOf(partition));
    if (head != nullptr) return static_cast<size_t>(head - parts_.data());
    if (partition == SectionHomes::kRoot) return kNoGate;
    partition = homes.Above(partition);
  }
}

void SegmentCursor::Add(const Segment& segment, const Query& query,
                        uint32_t partition, size_t gate) {
  if (segment.pieces(partition).empty() || Find(partition) != nullptr) return;
  if (cursors_.size() == parts_.size()) cursors_.emplace_back();
  parts_.push_back({.partition = partition, .gate = gate});
  PieceCursor::PrefetchFeatures(segment, query, segment.FirstPiece(partition));
}

const SegmentCursor::Part* SegmentCursor::Find(uint32_t partition) const {
  for (const Part& part : parts_) {
    if (part.partition == partition) return &part;
  }
  return nullptr;
}

void SegmentCursor::Start(const Segment& segment,
                          std::span<const uint64_t> live,
                          const Segment::Instant& instant, const Query& query) {
  sought_ = {.segment = &segment,
             .live = live,
             .query = &query,
             .stretch = segment.stretches().Of(instant.second)};
  for (Part& part : parts_) part.is_waiting = true;
  waiting_ = parts_.size();
  open_.clear();
  StartOpened(0);
  FindFirst();
}

bool SegmentCursor::IsOpen(const Part& part) const {
  if (part.gate == kNoGate) return true;
  return !parts_[part.gate].is_waiting && cursors_[part.gate].at_end();
}

// Starts what waited for others that have come to their end, at the first row
// from `from` on.
void SegmentCursor::StartOpened(uint32_t from) {
  size_t before = 0;
  do {
    before = open_.size();
    for (size_t i = 0; i < parts_.size(); ++i) {
      if (parts_[i].is_waiting && IsOpen(parts_[i])) open_.push_back(i);
    }
    for (const size_t i : std::span(open_).subspan(before)) {
      parts_[i].is_waiting = false;
      cursors_[i].Start(sought_, parts_[i].partition);
    }
    for (const size_t i : std::span(open_).subspan(before)) {
      cursors_[i].PrefetchSets();
    }
    for (const size_t i : std::span(open_).subspan(before)) {
      cursors_[i].FindFirst();
      cursors_[i].SeekTo(from);
    }
    waiting_ -= open_.size() - before;
  } while (waiting_ > 0 && open_.size() > before);
}

void SegmentCursor::FindFirst() {
  row_ = PieceCursor::kEnd;
  for (const size_t i : open_) row_ = std::min(row_, cursors_[i].row());
}

// A row may be in several partitions.
void SegmentCursor::Advance() {
  bool ends = false;
  for (const size_t i : open_) {
    if (cursors_[i].row() != row_) continue;
    cursors_[i].Advance();
    ends |= cursors_[i].at_end();
  }
  if (ends && waiting_ > 0) StartOpened(row_ + 1);
  FindFirst();
}

void SegmentCursor::SeekTo(uint32_t row) {
  if (at_end() || row <= row_) return;
  for (const size_t i : open_) cursors_[i].SeekTo(row);
  if (waiting_ > 0) StartOpened(row);
  FindFirst();
}

void SegmentCursor::RestrictTo(SizeMask sizes) {
  if (at_end()) return;
  sought_.sizes = sizes;
  for (const size_t i : open_) cursors_[i].RestrictTo(sizes);
  if (waiting_ > 0) StartOpened(row_);
  FindFirst();
}

uint64_t SegmentCursor::words_read() const {
  uint64_t words = 0;
  for (const size_t i : open_) words += cursors_[i].words_read();
  return words;
}

}  // namespace placard
