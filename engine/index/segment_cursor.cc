#include "engine/index/segment_cursor.h"

#include <algorithm>
#include <bit>

namespace placard {

void SegmentCursor::Start(const Segment& segment,
                          std::span<const uint64_t> live, const Query& query) {
  live_ = live;
  end_ = static_cast<uint32_t>(segment.rows());
  bitsets_.clear();
  lists_.clear();
  groups_used_ = 0;
  words_read_ = 0;
  for (size_t i = 0; i < kFeatureKinds; ++i) {
    const auto kind = static_cast<FeatureKind>(i);
    const Family& family = segment.family(kind);
    if (family.constrains()) AddGroup(family, query.features(kind));
  }
  // Those that have lists alone tell where to begin, and leave least.
  std::partition(groups_.begin(), groups_.begin() + groups_used_,
                 [](const Group& g) { return !g.has_bitsets(); });
  next_window_words_ = kFirstWindowWords;
  FindFrom(0);
}

void SegmentCursor::AddGroup(const Family& family, const IdSet& features) {
  Group& group = groups_[groups_used_++];
  group.bitsets_begin = static_cast<uint32_t>(bitsets_.size());
  group.lists_begin = static_cast<uint32_t>(lists_.size());
  for (const uint32_t feature : features.ids()) AddSet(family.rows(feature));
  // Every bitset has the unconstrained rows in it.
  if (bitsets_.size() == group.bitsets_begin) AddSet(family.unconstrained());
  group.bitsets_end = static_cast<uint32_t>(bitsets_.size());
  group.lists_end = static_cast<uint32_t>(lists_.size());
}

void SegmentCursor::AddSet(const RowSet& set) {
  if (set.bitset != nullptr) {
    bitsets_.push_back(set.bitset);
  } else if (!set.list.empty()) {
    lists_.push_back(
        {.at = set.list.data(), .end = set.list.data() + set.list.size()});
  }
}

void SegmentCursor::Advance() { SeekTo(row_ + 1); }

void SegmentCursor::SeekTo(uint32_t row) {
  if (row <= row_) return;
  const size_t word = row / 64;
  if (row < end_ && word < window_begin_ + window_words_) {
    window_[word - window_begin_] &= ~uint64_t{0} << (row % 64);
    if (TakeFromWindow(word - window_begin_)) return;
    row = static_cast<uint32_t>((window_begin_ + window_words_) * 64);
  }
  FindFrom(row);
}

void SegmentCursor::FindFrom(uint32_t row) {
  while ((row = SkipByLists(row)) < end_) {
    if (LoadWindow(row) && TakeFromWindow(0)) return;
    row = static_cast<uint32_t>((window_begin_ + window_words_) * 64);
  }
  row_ = end_;
}

// The first row from `row` on that each group without bitsets may have.
uint32_t SegmentCursor::SkipByLists(uint32_t row) {
  for (size_t i = 0; i < groups_used_; ++i) {
    if (groups_[i].has_bitsets()) break;
    uint32_t first = end_;
    for (List& list : lists(groups_[i])) {
      list.SkipTo(row);
      if (list.at != list.end) first = std::min(first, *list.at);
    }
    row = std::max(row, first);
  }
  return row;
}

// Whether anything from `row` on is left of the window that has it.
bool SegmentCursor::LoadWindow(uint32_t row) {
  window_begin_ = row / 64;
  window_words_ = std::min(next_window_words_, live_.size() - window_begin_);
  next_window_words_ = std::min(next_window_words_ * 2, kWindowWords);
  const std::span<const uint64_t> live =
      live_.subspan(window_begin_, window_words_);
  std::copy(live.begin(), live.end(), window_.begin());
  words_read_ += window_words_;
  window_[0] &= ~uint64_t{0} << (row % 64);
  for (size_t i = 0; i < groups_used_; ++i) {
    if (!Intersect(groups_[i])) return false;
  }
  return true;
}

bool SegmentCursor::Intersect(const Group& group) {
  alignas(64) std::array<uint64_t, kWindowWords> rows;
  std::fill_n(rows.begin(), window_words_, 0);
  for (uint32_t i = group.bitsets_begin; i < group.bitsets_end; ++i) {
    const uint64_t* const bitset = bitsets_[i] + window_begin_;
    for (size_t w = 0; w < window_words_; ++w) rows[w] |= bitset[w];
  }
  words_read_ += window_words_ * (group.bitsets_end - group.bitsets_begin);
  const auto first = static_cast<uint32_t>(window_begin_ * 64);
  const auto behind = static_cast<uint32_t>(first + window_words_ * 64);
  for (List& list : lists(group)) {
    list.SkipTo(first);
    for (; list.at != list.end && *list.at < behind; ++list.at) {
      const uint32_t bit = *list.at - first;
      rows[bit / 64] |= uint64_t{1} << (bit % 64);
      ++words_read_;
    }
  }
  uint64_t any = 0;
  for (size_t w = 0; w < window_words_; ++w) {
    window_[w] &= rows[w];
    any |= window_[w];
  }
  return any != 0;
}

// To the first row left in the window from its word `word` on, if any.
bool SegmentCursor::TakeFromWindow(size_t word) {
  for (; word < window_words_; ++word) {
    if (window_[word] == 0) continue;
    row_ = static_cast<uint32_t>((window_begin_ + word) * 64) +
           static_cast<uint32_t>(std::countr_zero(window_[word]));
    return true;
  }
  return false;
}

// Lists are walked forwards, mostly by little: double the step until it is too
// long, then halve what it passed.
void SegmentCursor::List::SkipTo(uint32_t row) {
  if (at == end || *at >= row) return;
  const uint32_t* low = at;
  size_t step = 1;
  while (step < static_cast<size_t>(end - low) && low[step] < row) {
    low += step;
    step *= 2;
  }
  const uint32_t* const high =
      low + std::min(step, static_cast<size_t>(end - low));
  at = std::lower_bound(low, high, row);
}

}  // namespace placard
