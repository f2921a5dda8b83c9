#include "engine/catalog/row_table.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace placard {
namespace {

// How many line items a delta may have before they move to the next larger
// one: the smallest is built at each change, each other as seldom as that
// brings with it.
constexpr std::array<size_t, 4> kMostKeys = {std::numeric_limits<size_t>::max(),
                                             std::numeric_limits<size_t>::max(),
                                             1024, 64};

// The base is built anew when a part of it has moved to the deltas: small
// enough for searches to be quick, large enough for it to be seldom.
constexpr size_t kBasePart = 64;
constexpr size_t kSmallDelta = 1000;

RowSource SourceOf(const ServedLineItem& item) {
  return {.key = item.key,
          .campaign_key = item.campaign_key,
          .sizes = item.sizes,
          .has_labels = item.has_labels,
          .has_page_rules = item.has_page_rules,
          .has_blocks = item.has_blocks,
          .advertiser = item.advertiser,
          .campaign = item.campaign,
          .line_item = item.line_item};
}

}  // namespace

RebuildJob::RebuildJob(
    CowArray<const ServedLineItem*> line_items,
    CowArray<std::shared_ptr<const ServedCampaign>> campaigns,
    std::vector<uint64_t> revisions, ListIds lists, Period period)
    : line_items_(std::move(line_items)),
      campaigns_(std::move(campaigns)),
      revisions_(std::move(revisions)),
      lists_(std::move(lists)),
      period_(period) {}

RebuiltSegment RebuildJob::Run() const {
  std::vector<RowSource> sources;
  sources.reserve(revisions_.size());
  for (LineItemKey key = 0; key < revisions_.size(); ++key) {
    if (revisions_[key] != 0) sources.push_back(SourceOf(*line_items_[key]));
  }
  return {.segment = Segment::Build(sources, lists_, period_),
          .revisions = revisions_};
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

void RowTable::SetTime(absl::Time now) {
  period_.begin = ToFlightSecond(now);
  period_.end = period_.begin + std::min(kWeek, kLastSecond - period_.begin);
}

LineItemKey RowTable::NewKey() {
  states_.emplace_back();
  line_items_.Grow();
  return static_cast<LineItemKey>(states_.size() - 1);
}

void RowTable::Set(const ServedLineItem& item, bool is_same, bool is_live) {
  State& state = states_[item.key];
  line_items_.Mutable(item.key) = &item;
  if (is_same && state.segment != kNowhere) {
    SetLive(state, is_live);
    return;
  }
  Displace(item.key);
  state.segment = kSmallest;
  state.is_live = is_live;
  ++state.revision;
  keys_[kSmallest].insert(item.key);
  is_stale_[kSmallest] = true;
}

void RowTable::Drop(LineItemKey key) {
  Displace(key);
  line_items_.Mutable(key) = nullptr;
}

void RowTable::SetLive(State& state, bool is_live) {
  if (state.is_live == is_live) return;
  state.is_live = is_live;
  if (is_stale_[state.segment]) return;
  segments_[state.segment].SetLive(state.row, is_live);
}

// Takes the line item's row away.
void RowTable::Displace(LineItemKey key) {
  State& state = states_[key];
  if (state.segment == kNowhere) return;
  if (!is_stale_[state.segment]) {
    segments_[state.segment].SetLive(state.row, false);
  }
  if (state.segment == 0) {
    --base_used_;
  } else {
    keys_[state.segment].erase(key);
  }
  state.segment = kNowhere;
}

std::vector<SnapshotParts::SearchedSegment> RowTable::Segments(
    const ListIds& lists, const Workers& workers) {
  Overflow();
  if (is_stale_[0]) {
    std::vector<LineItemKey> all;
    for (LineItemKey key = 0; key < states_.size(); ++key) {
      if (has_row(key)) all.push_back(key);
    }
    Build(0, all, lists, workers);
    base_used_ = segments_[0].rows();
  }
  for (size_t i = 1; i < kSegments; ++i) {
    if (!is_stale_[i]) continue;
    Build(i, std::vector(keys_[i].begin(), keys_[i].end()), lists, workers);
  }
  std::vector<SnapshotParts::SearchedSegment> segments;
  for (LiveSegment& segment : segments_) {
    if (segment.rows() > 0) segments.push_back(segment.Share());
  }
  return segments;
}

// Moves the line items of deltas that have too many. All at once cost no more
// than twice what those of the deltas do if these are half of them.
void RowTable::Overflow() {
  if (is_stale_[kSmallest] && DeltaKeys() >= base_used_) {
    for (size_t i = 1; i < kSegments; ++i) {
      keys_[i].clear();
      segments_[i] = LiveSegment();
      is_stale_[i] = false;
    }
    is_stale_[0] = true;
    return;
  }
  for (size_t i = kSmallest; i > 1; --i) {
    if (keys_[i].size() <= kMostKeys[i]) continue;
    for (const LineItemKey key : keys_[i]) {
      states_[key].segment = static_cast<uint8_t>(i - 1);
      keys_[i - 1].insert(key);
    }
    keys_[i].clear();
    is_stale_[i - 1] = true;
    is_stale_[i] = true;
  }
}

size_t RowTable::DeltaKeys() const {
  size_t keys = 0;
  for (const auto& of : keys_) keys += of.size();
  return keys;
}

// Each of the segment's rows is its line item's from now on.
void RowTable::Build(size_t segment, const std::vector<LineItemKey>& keys,
                     const ListIds& lists, const Workers& workers) {
  std::vector<RowSource> sources;
  sources.reserve(keys.size());
  for (const LineItemKey key : keys) {
    sources.push_back(SourceOf(*line_items_[key]));
  }
  is_stale_[segment] = false;
  LiveSegment& built = segments_[segment];
  built = sources.empty()
              ? LiveSegment()
              : LiveSegment(Segment::Build(sources, lists, period_, workers));
  for (uint32_t row = 0; row < built.rows(); ++row) {
    State& state = states_[built.key(row)];
    state.segment = static_cast<uint8_t>(segment);
    state.row = row;
    built.SetLive(row, state.is_live);
  }
}

bool RowTable::wants_rebuild() const {
  return DeltaKeys() > std::max(kSmallDelta, base_used_ / kBasePart) ||
         base_used_ * 2 < segments_[0].rows() ||
         !segments_[0].IsBuiltFor(period_);
}

std::vector<uint64_t> RowTable::Revisions() const {
  std::vector<uint64_t> revisions(states_.size());
  for (LineItemKey key = 0; key < states_.size(); ++key) {
    if (has_row(key)) revisions[key] = states_[key].revision;
  }
  return revisions;
}

void RowTable::Adopt(const RebuiltSegment& rebuilt) {
  for (size_t i = 1; i < kSegments; ++i) {
    keys_[i].clear();
    segments_[i] = LiveSegment();
    is_stale_[i] = false;
  }
  for (State& state : states_) {
    if (state.segment != kNowhere) state.segment = kSmallest;
  }
  LiveSegment& base = segments_[0];
  base = LiveSegment(rebuilt.segment);
  base_used_ = 0;
  for (uint32_t row = 0; row < base.rows(); ++row) {
    const LineItemKey key = base.key(row);
    State& state = states_[key];
    // Another row's, or no row's, by now.
    if (state.segment == kNowhere) continue;
    if (state.revision != rebuilt.revisions[key]) continue;
    state.segment = 0;
    state.row = row;
    base.SetLive(row, state.is_live);
    ++base_used_;
  }
  for (LineItemKey key = 0; key < states_.size(); ++key) {
    if (states_[key].segment == kSmallest) keys_[kSmallest].insert(key);
  }
  is_stale_[kSmallest] = !keys_[kSmallest].empty();
}

}  // namespace placard
