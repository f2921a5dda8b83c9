#include "engine/index/piece_cursor.h"

#include <algorithm>
#include <bit>

namespace placard {

void PieceCursor::Start(const Sought& sought, std::span<const Piece> pieces) {
  sought_ = sought;
  pieces_ = pieces;
  sizes_ = 0;
  words_read_ = 0;
  last_row_ = kEnd;
  next_lines_ = 1;
  PrefetchFeatures();
}

void PieceCursor::OpenPiece() {
  PrefetchFeatures();
  FindPlaces();
  PrefetchSets();
  OpenGroups();
}

template <typename F>
void PieceCursor::ForEachCommonKind(const F& f) {
  const Piece& piece = pieces_.front();
  for (size_t i = 0; i < kFeatureKinds; ++i) {
    const auto kind = static_cast<FeatureKind>(i);
    if (!sought_.segment->is_common(kind)) continue;
    const Family& family = piece.family(kind);
    if (family.constrains()) f(kind, family);
  }
}

void PieceCursor::PrefetchFeatures() {
  __builtin_prefetch(pieces_.front().in_flight(sought_.stretch));
  __builtin_prefetch(pieces_.front().segment_rows().data());
  ForEachCommonKind([&](FeatureKind kind, const Family& family) {
    for (const uint32_t feature : sought_.query->features(kind).ids()) {
      family.PrefetchFeature(feature);
    }
  });
}

void PieceCursor::FindPlaces() {
  places_.clear();
  ForEachCommonKind([&](FeatureKind kind, const Family& family) {
    for (const uint32_t feature : sought_.query->features(kind).ids()) {
      const uint32_t place = family.PlaceOf(feature);
      if (place != Family::kNoPlace) places_.push_back(place);
    }
    place_ends_[static_cast<size_t>(kind)] = places_.size();
  });
}

void PieceCursor::PrefetchSets() {
  size_t next = 0;
  ForEachCommonKind([&](FeatureKind kind, const Family& family) {
    for (; next < place_ends_[static_cast<size_t>(kind)]; ++next) {
      family.PrefetchSet(places_[next]);
    }
  });
}

void PieceCursor::OpenGroups() {
  groups_used_ = 0;
  list_groups_ = 0;
  has_rare_kinds_ = false;
  left_ = 0;
  behind_ = 0;
  found_ = next_ = 0;
  rows_ = pieces_.front().rows();
  size_t next = 0;
  ForEachCommonKind([&](FeatureKind kind, const Family& family) {
    const size_t end = place_ends_[static_cast<size_t>(kind)];
    const std::span<const uint32_t> places =
        std::span(places_).subspan(next, end - next);
    next = end;
    if (rows_ > 0 && !OpenGroup(family, places)) rows_ = 0;
  });
  if (rows_ > 0 && sizes_ != 0 && !OpenSizes()) rows_ = 0;
}

// Returns whether any row may be left.
bool PieceCursor::OpenGroup(const Family& family,
                            std::span<const uint32_t> places) {
  Group& group = groups_[groups_used_];
  group.bitsets.clear();
  group.lists.clear();
  for (const uint32_t place : places) AddSet(family.Set(place), group);
  // Every bitset has the unconstrained rows in it.
  if (group.bitsets.empty() && family.unconstrained() != nullptr) {
    group.bitsets.push_back(family.unconstrained());
  }
  if (group.bitsets.empty() && group.lists.empty()) return false;
  // Those that have lists alone tell where to begin, and leave least.
  if (group.bitsets.empty()) {
    std::swap(groups_[list_groups_++], groups_[groups_used_]);
  }
  ++groups_used_;
  return true;
}

bool PieceCursor::LookUpGroup(const Family& family,
                              std::span<const uint32_t> features) {
  places_.clear();
  for (const uint32_t feature : features) {
    const uint32_t place = family.PlaceOf(feature);
    if (place != Family::kNoPlace) places_.push_back(place);
  }
  return OpenGroup(family, places_);
}

void PieceCursor::AddSet(const RowSet& set, Group& group) {
  if (set.bitset != nullptr) {
    group.bitsets.push_back(set.bitset);
  } else {
    group.lists.push_back(
        {.at = set.list.data(), .end = set.list.data() + set.list.size()});
  }
}

bool PieceCursor::OpenSizes() {
  const Family& family = pieces_.front().sizes();
  if (!family.constrains()) return true;
  std::array<uint32_t, kSharedSize + 1> sizes;
  size_t wanted = 0;
  for (SizeMask rest = sizes_; rest != 0; rest &= rest - 1) {
    sizes[wanted++] = static_cast<uint32_t>(std::countr_zero(rest));
  }
  return LookUpGroup(family, std::span(sizes).first(wanted));
}

void PieceCursor::NarrowByRareKinds() {
  has_rare_kinds_ = true;
  for (size_t i = 0; i < kFeatureKinds && left_ != 0; ++i) {
    const auto kind = static_cast<FeatureKind>(i);
    if (sought_.segment->is_common(kind)) continue;
    const Family& family = pieces_.front().family(kind);
    if (!family.constrains()) continue;
    const size_t list_groups = list_groups_;
    if (LookUpGroup(family, sought_.query->features(kind).ids())) {
      const bool is_first = list_groups_ > list_groups;
      left_ =
          NarrowBy(groups_[is_first ? list_groups : groups_used_ - 1], left_);
    } else {
      rows_ = 0;  // no row of the piece is possible
      left_ = 0;
    }
  }
}

// Nothing before the current row is needed any more, so the piece is opened
// anew there.
void PieceCursor::RestrictTo(SizeMask sizes) {
  sizes_ = sizes;
  if (row_ == kEnd) return;
  const uint32_t row = row_;
  OpenPiece();
  behind_ = PieceRowFrom(row);
  last_row_ = kEnd;
  FindMore();
}

void PieceCursor::SeekTo(uint32_t row) {
  if (row_ >= row) return;
  while (next_ < found_ && found_rows_[next_] < row) ++next_;
  if (next_ < found_) {
    row_ = found_rows_[next_];
    return;
  }
  bool is_new = false;
  while (pieces_.front().segment_rows().back() < row) {
    pieces_ = pieces_.subspan(1);
    is_new = true;
    if (pieces_.empty()) break;
  }
  if (pieces_.empty()) {
    left_ = 0;
  } else {
    if (is_new) OpenPiece();
    DropBefore(PieceRowFrom(row));
  }
  FindMore();
}

// The first row of the piece that is `row` or behind it.
uint32_t PieceCursor::PieceRowFrom(uint32_t row) const {
  const std::span<const uint32_t> rows = pieces_.front().segment_rows();
  return static_cast<uint32_t>(std::lower_bound(rows.begin(), rows.end(), row) -
                               rows.begin());
}

void PieceCursor::DropBefore(uint32_t piece_row) {
  if (piece_row >= behind_) {
    left_ = 0;
    behind_ = piece_row;
    return;
  }
  const size_t line = piece_row / Line::kRows;
  if (line < first_line_) return;
  const size_t in_window = line - first_line_;
  left_ &= ~LineMask{0} << in_window;
  window_[in_window].EraseBefore(piece_row % Line::kRows);
}

void PieceCursor::FindMore() {
  while (true) {
    while (left_ != 0) {
      if (TakeBatch()) return;
    }
    if (pieces_.empty()) break;
    if (FindWindow()) continue;
    pieces_ = pieces_.subspan(1);
    if (pieces_.empty()) break;
    OpenPiece();
  }
  row_ = kEnd;
  found_ = next_ = 0;
}

bool PieceCursor::FindWindow() {
  const uint32_t row = SkipByLists(behind_);
  if (row >= rows_) return false;
  LoadWindow(row);
  return true;
}

// The first row from `row` on that each group without bitsets may have.
uint32_t PieceCursor::SkipByLists(uint32_t row) {
  for (size_t i = 0; i < list_groups_; ++i) {
    auto first = static_cast<uint32_t>(kPieceRows);
    for (List& list : groups_[i].lists) {
      list.SkipTo(row);
      if (list.at != list.end) first = std::min<uint32_t>(first, *list.at);
    }
    row = std::max(row, first);
  }
  return row;
}

void PieceCursor::LoadWindow(uint32_t row) {
  const Piece& piece = pieces_.front();
  first_line_ = row / Line::kRows;
  lines_ = std::min(next_lines_, LinesOf(rows_) - first_line_);
  next_lines_ = std::min(next_lines_ * 2, kWindowLines);
  behind_ = static_cast<uint32_t>((first_line_ + lines_) * Line::kRows);
  for (size_t i = 0; i < lines_; ++i) window_[i].words.fill(~uint64_t{0});
  window_[0].EraseBefore(row % Line::kRows);

  left_ = (LineMask{1} << lines_) - 1;
  for (size_t i = 0; i < list_groups_ && left_ != 0; ++i) {
    left_ = NarrowBy(groups_[i], left_);
  }
  if (left_ == 0) return;
  const Line* const in_flight = piece.in_flight(sought_.stretch);
  left_ = NarrowByBitsets({&in_flight, 1}, nullptr, left_);
  for (size_t i = list_groups_; i < groups_used_ && left_ != 0; ++i) {
    left_ = NarrowBy(groups_[i], left_);
  }
  if (left_ == 0 || has_rare_kinds_) return;
  if (CountRows(window_.data(), left_) > kMany) NarrowByRareKinds();
}

LineMask PieceCursor::NarrowBy(Group& group, LineMask lines) {
  const LineMask listed = group.lists.empty() ? 0 : Scatter(group);
  if (group.bitsets.empty()) lines &= listed;
  if (lines == 0) return 0;
  return NarrowByBitsets(group.bitsets,
                         listed == 0 ? nullptr : scattered_.data(), lines);
}

LineMask PieceCursor::NarrowByBitsets(std::span<const Line* const> bitsets,
                                      const Line* listed, LineMask lines) {
  words_read_ += bitsets.size() * static_cast<size_t>(std::popcount(lines)) *
                 (Line::kRows / 64);
  return Narrow(window_.data(), lines, bitsets, first_line_, listed);
}

// Makes a bitset of what the lists have in the window, and returns its lines
// that are not empty.
LineMask PieceCursor::Scatter(Group& group) {
  const auto first = static_cast<uint32_t>(first_line_ * Line::kRows);
  for (size_t i = 0; i < lines_; ++i) scattered_[i] = Line();
  LineMask listed = 0;
  for (size_t i = 0; i < group.lists.size();) {
    List& list = group.lists[i];
    list.SkipTo(first);
    for (; list.at != list.end && *list.at < behind_; ++list.at) {
      const uint32_t row = *list.at - first;
      scattered_[row / Line::kRows].Insert(row % Line::kRows);
      listed |= LineMask{1} << row / Line::kRows;
      ++words_read_;
    }
    if (list.at != list.end) {
      ++i;
    } else {
      list = group.lists.back();
      group.lists.pop_back();
    }
  }
  return listed;
}

// Takes candidates out of the window; returns whether any of them is live.
bool PieceCursor::TakeBatch() {
  const std::span<const uint32_t> segment_rows =
      pieces_.front().segment_rows().subspan(first_line_ * Line::kRows);
  found_ = next_ = 0;
  while (left_ != 0 && found_ < kBatch) {
    const auto line = static_cast<size_t>(std::countr_zero(left_));
    for (size_t word = 0; word < 8; ++word) {
      uint64_t& rows = window_[line].words[word];
      for (; rows != 0 && found_ < kBatch; rows &= rows - 1) {
        Take(segment_rows[line * Line::kRows + word * 64 +
                          static_cast<size_t>(std::countr_zero(rows))]);
      }
      if (found_ == kBatch) break;
    }
    if (found_ < kBatch) left_ &= left_ - 1;
  }
  if (found_ == 0) return false;
  row_ = found_rows_[0];
  // By now the first rows are there, and their residuals can be asked for.
  for (size_t i = 0; i < found_; ++i) {
    sought_.segment->PrefetchResidual(found_rows_[i], *sought_.query);
  }
  return true;
}

void PieceCursor::Take(uint32_t row) {
  if (row == last_row_) return;  // by another clause of its rule
  last_row_ = row;
  if ((sought_.live[row / 64] >> row % 64 & 1) == 0) return;
  __builtin_prefetch(&sought_.segment->row(row));
  found_rows_[found_++] = row;
}

// Lists are walked forwards, mostly by little: double the step until it is too
// long, then halve what it passed.
void PieceCursor::List::SkipTo(uint32_t row) {
  if (at == end || *at >= row) return;
  const PieceRow* low = at;
  size_t step = 1;
  while (step < static_cast<size_t>(end - low) && low[step] < row) {
    low += step;
    step *= 2;
  }
  const PieceRow* const high =
      low + std::min(step, static_cast<size_t>(end - low));
  at = std::lower_bound(low, high, row);
}

}  // namespace placard
