#include "engine/catalog/row_table.h"

#include <utility>

namespace placard {
namespace {

// A delta of this size takes about 5 ms to build, at each change.
constexpr size_t kLargeDelta = 1000;

RowSource SourceOf(const ServedLineItem& item) {
  return {.key = item.key,
          .advertiser = item.advertiser,
          .campaign = item.campaign,
          .line_item = item.line_item};
}

}  // namespace

RebuildJob::RebuildJob(
    CowArray<const ServedLineItem*> line_items,
    CowArray<std::shared_ptr<const ServedCampaign>> campaigns,
    std::vector<uint64_t> revisions, ListIds lists)
    : line_items_(std::move(line_items)),
      campaigns_(std::move(campaigns)),
      revisions_(std::move(revisions)),
      lists_(std::move(lists)) {}

RebuiltSegment RebuildJob::Run() const {
  std::vector<RowSource> sources;
  for (LineItemKey key = 0; key < revisions_.size(); ++key) {
    if (revisions_[key] != 0) sources.push_back(SourceOf(*line_items_[key]));
  }
  return {.segment = Segment::Build(sources, lists_), .revisions = revisions_};
}

RowTable::LiveSegment::LiveSegment(std::shared_ptr<const Segment> segment)
    : segment_(std::move(segment)), live_(BitsetWords(rows())) {}

void RowTable::LiveSegment::SetLive(uint32_t row, bool is_live) {
  const uint64_t bit = uint64_t{1} << (row % 64);
  uint64_t& word = live_[row / 64];
  word = is_live ? word | bit : word & ~bit;
  shared_ = nullptr;
}

SnapshotParts::SearchedSegment RowTable::LiveSegment::Share() {
  if (shared_ == nullptr) shared_ = std::make_shared<const LiveBits>(live_);
  return {.segment = segment_, .live = shared_};
}

LineItemKey RowTable::NewKey() {
  states_.emplace_back();
  line_items_.Grow();
  return static_cast<LineItemKey>(states_.size() - 1);
}

void RowTable::Set(const ServedLineItem& item, bool is_same, bool is_live) {
  State& state = states_[item.key];
  line_items_.Mutable(item.key) = &item;
  if (is_same && state.place != Place::kNone) {
    SetLive(state, is_live);
    return;
  }
  Displace(item.key);
  state.place = Place::kDelta;
  state.is_live = is_live;
  ++state.revision;
  delta_keys_.insert(item.key);
  is_delta_stale_ = true;
}

void RowTable::Drop(LineItemKey key) {
  Displace(key);
  line_items_.Mutable(key) = nullptr;
}

void RowTable::SetLive(State& state, bool is_live) {
  if (state.is_live == is_live) return;
  state.is_live = is_live;
  if (state.place == Place::kBase) {
    base_.SetLive(state.row, is_live);
  } else if (!is_delta_stale_) {
    delta_.SetLive(state.row, is_live);
  }
}

// Takes the line item's row away.
void RowTable::Displace(LineItemKey key) {
  State& state = states_[key];
  if (state.place == Place::kBase) {
    base_.SetLive(state.row, false);
    --base_used_;
  } else if (state.place == Place::kDelta) {
    delta_keys_.erase(key);
    is_delta_stale_ = true;
  }
  state.place = Place::kNone;
}

std::vector<SnapshotParts::SearchedSegment> RowTable::Segments(
    const ListIds& lists) {
  if (is_delta_stale_) {
    // Both at once cost no more than twice the delta alone.
    if (delta_keys_.size() >= base_used_) {
      BuildBase(lists);
    } else {
      BuildDelta(lists);
    }
  }
  std::vector<SnapshotParts::SearchedSegment> segments;
  if (base_.rows() > 0) segments.push_back(base_.Share());
  if (delta_.rows() > 0) segments.push_back(delta_.Share());
  return segments;
}

void RowTable::BuildBase(const ListIds& lists) {
  std::vector<RowSource> sources;
  for (LineItemKey key = 0; key < states_.size(); ++key) {
    if (has_row(key)) sources.push_back(SourceOf(*line_items_[key]));
  }
  base_ = LiveSegment(Segment::Build(sources, lists));
  base_used_ = base_.rows();
  Settle(base_, Place::kBase);
  delta_ = LiveSegment();
  delta_keys_.clear();
  is_delta_stale_ = false;
}

void RowTable::BuildDelta(const ListIds& lists) {
  std::vector<RowSource> sources;
  for (const LineItemKey key : delta_keys_) {
    sources.push_back(SourceOf(*line_items_[key]));
  }
  delta_ = LiveSegment(Segment::Build(sources, lists));
  Settle(delta_, Place::kDelta);
  is_delta_stale_ = false;
}

// Each of the segment's rows is its line item's from now on.
void RowTable::Settle(LiveSegment& segment, Place place) {
  for (uint32_t row = 0; row < segment.rows(); ++row) {
    State& state = states_[segment.key(row)];
    state.place = place;
    state.row = row;
    segment.SetLive(row, state.is_live);
  }
}

bool RowTable::wants_rebuild() const {
  return delta_keys_.size() > kLargeDelta || base_used_ * 2 < base_.rows();
}

std::vector<uint64_t> RowTable::Revisions() const {
  std::vector<uint64_t> revisions(states_.size());
  for (LineItemKey key = 0; key < states_.size(); ++key) {
    if (has_row(key)) revisions[key] = states_[key].revision;
  }
  return revisions;
}

void RowTable::Adopt(const RebuiltSegment& rebuilt) {
  for (State& state : states_) {
    if (state.place != Place::kNone) state.place = Place::kDelta;
  }
  base_ = LiveSegment(rebuilt.segment);
  base_used_ = 0;
  for (uint32_t row = 0; row < base_.rows(); ++row) {
    const LineItemKey key = base_.key(row);
    State& state = states_[key];
    // Another row's, or no row's, by now.
    if (state.place == Place::kNone) continue;
    if (state.revision != rebuilt.revisions[key]) continue;
    state.place = Place::kBase;
    state.row = row;
    base_.SetLive(row, state.is_live);
    ++base_used_;
  }
  delta_keys_.clear();
  for (LineItemKey key = 0; key < states_.size(); ++key) {
    if (states_[key].place == Place::kDelta) delta_keys_.insert(key);
  }
  is_delta_stale_ = true;
}

}  // namespace placard
