#include "engine/index/piece_cursor.h"

#include <algorithm>
#include <bit>

#include "engine/base/prefetch.h"
#include "engine/index/live_bits.h"

namespace placard {

namespace {

// Of a list, as many rows as memory moves at once.
constexpr size_t kPrefetchedRows = 64 / sizeof(PieceRow);

}  // namespace

void PieceCursor::PrefetchFeatures(const Segment& segment, const Query& query,
                                   size_t piece) {
  const auto* const header =
      reinterpret_cast<const char*>(&segment.piece(piece));
  PrefetchMemory(header);
  PrefetchMemory(header + 64);
  for (size_t i = 0; i < kFeatureKinds; ++i) {
    const auto kind = static_cast<FeatureKind>(i);
    if (!segment.is_common(kind)) continue;
    const FeatureDirectory& directory = segment.directory(i);
    for (const uint32_t feature : query.features(kind).ids()) {
      directory.Prefetch(feature, piece);
    }
  }
}

void PieceCursor::Start(const Sought& sought, uint32_t partition) {
  sought_ = sought;
  pieces_ = sought.segment->pieces(partition);
  piece_number_ = sought.segment->FirstPiece(partition);
  words_read_ = 0;
  last_row_ = kEnd;
  dead_ = 0;
  next_lines_ = 1;
  batch_ = kFirstBatch;
  FindPlaces();
}

void PieceCursor::OpenPiece() {
  PrefetchFeatures(*sought_.segment, *sought_.query, piece_number_);
  FindPlaces();
  OpenSets();
}

void PieceCursor::FindPlaces() {
  PrefetchMemory(piece().in_flight(sought_.stretch));
  PrefetchMemory(piece().segment_rows().data());
  places_used_ = 0;
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    if (is_common(kind)) FindPlacesOf(kind, Features(kind));
    place_ends_[kind] = places_used_;
  }
}

// Whether a feature is there is a coin's toss, so nothing branches on it.
void PieceCursor::FindPlacesOf(size_t kind,
                               std::span<const uint32_t> features) {
  if (!piece().constrains(kind)) return;
  if (places_.size() < places_used_ + features.size()) {
    places_.resize(places_used_ + features.size());
  }
  const FeatureDirectory& directory = sought_.segment->directory(kind);
  for (const uint32_t feature : features) {
    const FeatureDirectory::Found found =
        directory.Find(feature, piece_number_);
    directory.PrefetchPlace(found.number);
    places_[places_used_] = found.number;
    places_used_ += found.has ? 1 : 0;
  }
}

void PieceCursor::PrefetchSets() const {
  size_t next = 0;
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    const FeatureDirectory& directory = sought_.segment->directory(kind);
    for (; next < place_ends_[kind]; ++next) {
      PrefetchMemory(piece().Begin(directory.place(places_[next])));
    }
  }
}

void PieceCursor::OpenSets() {
  if (piece().is_small()) {
    NarrowSmallPiece();
  } else {
    OpenGroups();
  }
}

// All of the piece is one window of one line.
void PieceCursor::NarrowSmallPiece() {
  groups_used_ = 0;
  list_groups_ = 0;
  has_rare_kinds_ = true;
  rows_ = piece().rows();
  first_line_ = 0;
  lines_ = 1;
  behind_ = Line::kRows;
  window_[0] = *piece().in_flight(sought_.stretch);
  words_read_ += Line::kRows / 64;
  size_t next = 0;
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    const size_t end = place_ends_[kind];
    if (is_common(kind)) {
      NarrowSmallPieceBy(kind, std::span(places_).subspan(next, end - next));
    }
    next = end;
  }
  if (sought_.sizes != 0) NarrowSmallPieceBy(kSizes, FindPlacesOfSizes());
  left_ = 1;
  if (CountRows(window_.data(), left_) <= kMany) return;
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    if (is_common(kind)) continue;
    places_used_ = 0;
    FindPlacesOf(kind, Features(kind));
    NarrowSmallPieceBy(kind, std::span(places_).first(places_used_));
  }
}

void PieceCursor::NarrowSmallPieceBy(size_t kind,
                                     std::span<const uint32_t> places) {
  if (!piece().constrains(kind)) return;
  const Line possible = small_piece_rows_.Of(
      piece(), kind, sought_.segment->directory(kind), places);
  for (size_t word = 0; word < possible.words.size(); ++word) {
    window_[0].words[word] &= possible.words[word];
  }
  words_read_ += small_piece_rows_.TakeWordsRead();
}

void PieceCursor::OpenGroups() {
  groups_used_ = 0;
  list_groups_ = 0;
  listed_rows_ = kPieceRows;
  bitsets_used_ = 0;
  lists_used_ = 0;
  has_rare_kinds_ = false;
  left_ = 0;
  behind_ = 0;
  rows_ = piece().rows();
  size_t next = 0;
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    const size_t end = place_ends_[kind];
    const std::span<const uint32_t> places =
        std::span(places_).subspan(next, end - next);
    next = end;
    if (!is_common(kind) || !piece().constrains(kind)) continue;
    if (rows_ > 0 && !OpenGroup(kind, places)) rows_ = 0;
  }
  if (rows_ > 0 && sought_.sizes != 0 && !OpenSizes()) rows_ = 0;
}

// Returns whether any row may be left.
bool PieceCursor::OpenGroup(size_t kind, std::span<const uint32_t> places) {
  const size_t most = places.size() + 1;
  if (bitsets_.size() < bitsets_used_ + most) {
    bitsets_.resize(bitsets_used_ + most);
  }
  if (lists_.size() < lists_used_ + most) lists_.resize(lists_used_ + most);
  const FeatureDirectory& directory = sought_.segment->directory(kind);
  size_t listed = 0;
  Group group = {.bitsets = bitsets_used_, .lists = lists_used_};
  for (const uint32_t place : places) {
    const RowSet set = piece().Set(directory.place(place));
    PrefetchMemory(set.list.data());
    bitsets_[bitsets_used_] = set.bitset;
    lists_[lists_used_] = {.at = set.list.data(),
                           .end = set.list.data() + set.list.size()};
    bitsets_used_ += set.bitset != nullptr ? 1 : 0;
    lists_used_ += set.bitset == nullptr ? 1 : 0;
    listed += set.list.size();
  }
  // Every bitset has the unconstrained rows in it.
  if (group.bitsets == bitsets_used_ &&
      piece().unconstrained(kind) != nullptr) {
    bitsets_[bitsets_used_++] = piece().unconstrained(kind);
  }
  group.bitsets_end = bitsets_used_;
  group.lists_end = lists_used_;
  if (!group.has_bitsets() && !group.has_lists()) return false;
  groups_[groups_used_] = group;
  // Those that have lists alone tell where to begin, and leave least.
  if (!group.has_bitsets()) {
    listed_rows_ = std::min(listed_rows_, listed);
    std::swap(groups_[list_groups_++], groups_[groups_used_]);
  }
  ++groups_used_;
  return true;
}

bool PieceCursor::LookUpGroup(size_t kind, std::span<const uint32_t> features) {
  places_used_ = 0;
  FindPlacesOf(kind, features);
  return OpenGroup(kind, std::span(places_).first(places_used_));
}

std::span<const uint32_t> PieceCursor::FindPlacesOfSizes() {
  std::array<uint32_t, kSharedSize + 1> sizes;
  size_t wanted = 0;
  for (SizeMask rest = sought_.sizes; rest != 0; rest &= rest - 1) {
    const auto size = static_cast<uint32_t>(std::countr_zero(rest));
    if (sought_.segment->directory(kSizes).has(size)) sizes[wanted++] = size;
  }
  places_used_ = 0;
  FindPlacesOf(kSizes, std::span(sizes).first(wanted));
  return std::span(places_).first(places_used_);
}

bool PieceCursor::OpenSizes() {
  return !piece().constrains(kSizes) || OpenGroup(kSizes, FindPlacesOfSizes());
}

void PieceCursor::NarrowByRareKinds() {
  has_rare_kinds_ = true;
  for (size_t kind = 0; kind < kFeatureKinds && left_ != 0; ++kind) {
    if (is_common(kind) || !piece().constrains(kind)) continue;
    const size_t list_groups = list_groups_;
    if (LookUpGroup(kind, Features(kind))) {
      const bool is_first = list_groups_ > list_groups;
      NarrowBy(groups_[is_first ? list_groups : groups_used_ - 1]);
    } else {
      rows_ = 0;  // no row of the piece is possible
      left_ = 0;
    }
  }
}

// Behind the rows that were taken already, the piece is opened anew.
void PieceCursor::RestrictTo(SizeMask sizes) {
  sought_.sizes = sizes;
  if (row_ == kEnd) return;
  size_t kept = 0;
  for (size_t i = next_; i < found_; ++i) {
    const uint32_t row = found_rows_[i];
    if ((sought_.segment->row(row).sizes & sizes) == 0) continue;
    found_rows_[kept++] = row;
  }
  next_ = 0;
  found_ = kept;
  if (!pieces_.empty()) {
    OpenPiece();
    DropBefore(PieceRowFrom(last_row_ + 1));
  }
  if (found_ > 0) {
    row_ = found_rows_[0];
  } else {
    FindMore();
  }
}

void PieceCursor::SeekTo(uint32_t row) {
  if (row_ >= row) return;
  while (next_ < found_ && found_rows_[next_] < row) ++next_;
  if (next_ < found_) {
    row_ = found_rows_[next_];
    return;
  }
  PassTo(row);
  FindMore();
}

// What is found next is `row` or behind it.
void PieceCursor::PassTo(uint32_t row) {
  bool is_new = false;
  while (!pieces_.empty() && piece().segment_rows().back() < row) {
    NextPiece();
    is_new = true;
  }
  if (pieces_.empty()) return;
  if (is_new) OpenPiece();
  DropBefore(PieceRowFrom(row));
}

void PieceCursor::NextPiece() {
  pieces_ = pieces_.subspan(1);
  ++piece_number_;
  left_ = 0;
}

// The first row of the piece that is `row` or behind it.
uint32_t PieceCursor::PieceRowFrom(uint32_t row) const {
  const std::span<const uint32_t> rows = piece().segment_rows();
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

// The further the walk has come, the more rows are taken at once, for memory to
// be asked for all of them before any is looked at: a part of what was found
// until then is looked for in vain at most.
void PieceCursor::FindMore() {
  found_ = next_ = 0;
  while (true) {
    while (left_ != 0 && found_ < batch_) {
      TakeFromWindow();
      if (dead_ >= kManyDead) PassDeadRows();
    }
    if (found_ * 4 >= batch_ || pieces_.empty()) break;
    if (FindWindow()) continue;
    NextPiece();
    if (!pieces_.empty()) OpenPiece();
  }
  batch_ = std::min(batch_ * 2, kBatch);
  row_ = found_ == 0 ? kEnd : found_rows_[0];
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
    for (size_t j = groups_[i].lists; j < groups_[i].lists_end; ++j) {
      ListedRows& list = lists_[j];
      list.SkipTo(row);
      if (list.at != list.end) first = std::min<uint32_t>(first, *list.at);
    }
    row = std::max(row, first);
  }
  return row;
}

// Twice as many each time, and more where little is listed.
size_t PieceCursor::WindowLines(size_t first_line) const {
  size_t lines = next_lines_;
  while (lines < kWindowLines &&
         listed_rows_ * lines * Line::kRows < kListed * rows_) {
    lines *= 2;
  }
  return std::min(lines, LinesOf(rows_) - first_line);
}

void PieceCursor::LoadWindow(uint32_t row) {
  first_line_ = row / Line::kRows;
  lines_ = WindowLines(first_line_);
  next_lines_ = std::min(next_lines_ * 2, kWindowLines);
  behind_ = static_cast<uint32_t>((first_line_ + lines_) * Line::kRows);
  if (list_groups_ > 0) {
    left_ = Scatter(groups_[0], window_);
  } else {
    for (size_t i = 0; i < lines_; ++i) window_[i].words.fill(~uint64_t{0});
    left_ = ~LineMask{0} >> (kWindowLines - lines_);
  }
  window_[0].EraseBefore(row % Line::kRows);
  for (size_t i = 1; i < list_groups_ && left_ != 0; ++i) NarrowBy(groups_[i]);
  if (left_ == 0) return;
  if (list_groups_ > 0) PrefetchLines();
  NarrowByBitsets();
  for (size_t i = list_groups_; i < groups_used_ && left_ != 0; ++i) {
    if (groups_[i].has_lists()) NarrowBy(groups_[i]);
  }
  if (left_ == 0 || has_rare_kinds_) return;
  if (CountRows(window_.data(), left_) > kMany) NarrowByRareKinds();
}

// By those in flight and the groups that have nothing but bitsets.
void PieceCursor::NarrowByBitsets() {
  const Line* const in_flight = piece().in_flight(sought_.stretch);
  std::array<LineSets, 1 + kLookupKinds> all;
  size_t used = 0;
  all[used++] = {&in_flight, 1};
  for (size_t i = list_groups_; i < groups_used_; ++i) {
    if (!groups_[i].has_lists()) all[used++] = Bitsets(groups_[i]);
  }
  size_t bitsets = 0;
  for (const LineSets sets : std::span(all).first(used)) bitsets += sets.size();
  CountWords(bitsets);
  left_ = NarrowByAll(window_.data(), left_, std::span(all).first(used),
                      first_line_);
}

// Few of a piece's lines are left, so none is there that was not asked for.
void PieceCursor::PrefetchLines() const {
  const Line* const in_flight = piece().in_flight(sought_.stretch);
  for (LineMask rest = left_; rest != 0; rest &= rest - 1) {
    const size_t line =
        first_line_ + static_cast<size_t>(std::countr_zero(rest));
    PrefetchMemory(in_flight + line);
    for (size_t i = 0; i < bitsets_used_; ++i) {
      PrefetchMemory(bitsets_[i] + line);
    }
  }
}

void PieceCursor::NarrowBy(Group& group) {
  const LineMask listed = group.has_lists() ? Scatter(group, scattered_) : 0;
  if (!group.has_bitsets()) left_ &= listed;
  CountWords(Bitsets(group).size());
  left_ = Narrow(window_.data(), left_, Bitsets(group), first_line_,
                 listed == 0 ? nullptr : scattered_.data());
}

void PieceCursor::CountWords(size_t bitsets) {
  for (LineMask rest = left_; rest != 0; rest &= rest - 1) {
    words_read_ += bitsets * (Line::kRows / 64);
  }
}

// Makes `lines` a bitset of what the lists have in the window, and returns
// those that are not empty.
LineMask PieceCursor::Scatter(Group& group,
                              std::array<Line, kWindowLines>& lines) {
  const auto first = static_cast<uint32_t>(first_line_ * Line::kRows);
  const uint32_t behind = behind_;
  auto* const words = reinterpret_cast<uint64_t*>(lines.data());
  std::fill_n(words, lines_ * Line::kRows / 64, uint64_t{0});
  LineMask listed = 0;
  for (size_t i = group.lists; i < group.lists_end;) {
    ListedRows& list = lists_[i];
    list.SkipTo(first);
    const PieceRow* at = list.at;
    for (; at != list.end && *at < behind; ++at) {
      const uint32_t row = *at - first;
      words[row / 64] |= uint64_t{1} << row % 64;
      listed |= LineMask{1} << row / Line::kRows;
    }
    PrefetchMemory(at + kPrefetchedRows);  // for the next window
    words_read_ += static_cast<size_t>(at - list.at);
    list.at = at;
    if (at != list.end) {
      ++i;
    } else {
      list = lists_[--group.lists_end];
    }
  }
  return listed;
}

// Takes candidates out of the window's first line that has any, as many as are
// wanted. In a wide window most words have none, so those that have are told
// first.
void PieceCursor::TakeFromWindow() {
  const auto line = static_cast<size_t>(std::countr_zero(left_));
  const std::span<const uint32_t> segment_rows =
      piece().segment_rows().subspan((first_line_ + line) * Line::kRows);
  uint32_t used = lines_ > 1 ? window_[line].used_words() : Line::kAllWords;
  for (; used != 0; used &= used - 1) {
    const auto word = static_cast<size_t>(std::countr_zero(used));
    uint64_t& rows = window_[line].words[word];
    for (; rows != 0; rows &= rows - 1) {
      if (found_ == batch_) return;
      Take(segment_rows[word * 64 +
                        static_cast<size_t>(std::countr_zero(rows))]);
    }
  }
  left_ &= left_ - 1;
}

void PieceCursor::Take(uint32_t row) {
  if (row == last_row_) return;  // by another clause of its rule
  last_row_ = row;
  if (!IsLive(sought_.live, row)) {
    ++dead_;
    return;
  }
  dead_ = 0;
  PrefetchMemory(&sought_.segment->row(row));
  found_rows_[found_++] = row;
}

// Where the best of all are paused or out of budget, most pages have thousands
// of them before the first that may be shown.
void PieceCursor::PassDeadRows() {
  dead_ = 0;
  const uint32_t row = NextLiveRow(sought_.live, last_row_ + 1, kEnd);
  if (row - last_row_ > Line::kRows) PassTo(row);
}

}  // namespace placard
