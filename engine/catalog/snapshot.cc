#include "engine/catalog/snapshot.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/base/hash.h"
#include "engine/catalog/snapshot_parts.h"

namespace placard {
namespace {

constexpr absl::Duration kQuarter = absl::Minutes(15);

// Every zone's clock shows a full quarter hour when UTC's does.
absl::Time NextQuarter(absl::Time after) {
  const absl::Duration since = after - absl::UnixEpoch();
  return absl::UnixEpoch() + absl::Floor(since, kQuarter) + kQuarter;
}

bool HaveCommonLabel(std::span<const ServedLabel> a,
                     std::span<const ServedLabel> b) {
  return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

}  // namespace

SearchWork SearchScratch::work() const {
  SearchWork work = {.rows_verified = rows_verified_};
  for (size_t i = 0; i < segments_used_; ++i) {
    work.words_read += segments_[i].cursor.words_read();
  }
  return work;
}

Snapshot::Snapshot(SnapshotParts parts)
    : parts_(std::make_unique<const SnapshotParts>(std::move(parts))) {}

Snapshot::~Snapshot() = default;

const CatalogVersion& Snapshot::version() const { return parts_->version; }

const SitePolicy& Snapshot::site_policy() const { return *parts_->site_policy; }

const Advertiser* Snapshot::FindAdvertiser(const std::string& name) const {
  const auto found = parts_->advertisers->find(name);
  return found == parts_->advertisers->end() ? nullptr : found->second.get();
}

const ServedCampaign* Snapshot::FindCampaign(std::string_view name) const {
  std::call_once(names_made_, [this] {
    by_name_.reserve(parts_->campaigns.size());
    ForEachCampaign([this](const ServedCampaign& campaign) {
      by_name_.emplace(campaign.campaign()->name, &campaign);
    });
  });
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

void Snapshot::ForEachCampaign(
    absl::FunctionRef<void(const ServedCampaign&)> visit) const {
  for (size_t i = 0; i < parts_->campaigns.size(); ++i) {
    if (parts_->campaigns[i] != nullptr) visit(*parts_->campaigns[i]);
  }
}

size_t Snapshot::line_items() const { return parts_->line_item_count; }

std::span<const IneligibleLineItem> Snapshot::ineligible() const {
  return *parts_->ineligible;
}

const CatalogContents& Snapshot::SharedDocuments() const {
  std::call_once(shared_made_, [this] {
    shared_ = {.advertisers = *parts_->advertisers,
               .campaigns = {},
               .keyword_lists = *parts_->keyword_lists,
               .taxonomies = parts_->taxonomies,
               .site_policy = parts_->site_policy};
  });
  return shared_;
}

const CatalogContents& Snapshot::contents() const {
  std::call_once(contents_made_, [this] {
    contents_ = SharedDocuments();
    ForEachCampaign([this](const ServedCampaign& campaign) {
      contents_.campaigns.emplace(campaign.campaign()->name,
                                  campaign.campaign());
    });
  });
  return contents_;
}

void Snapshot::Prepare(const PageRequest& request, absl::Time instant,
                       SearchScratch& scratch) const {
  scratch.instant_ = Segment::InstantOf(instant);
  parts_->edges.PrefetchSpan(instant);
  PrefetchRequest(request);
  scratch.page_.LoadWords(request.page);
  for (const SnapshotParts::SearchedSegment& searched : parts_->segments) {
    searched.segment->PrefetchWords(scratch.page_);
  }
  scratch.page_.LoadRest(request, *parts_->categories);
  scratch.labels_.clear();
  for (const std::string& label : request.page.exclusion_labels) {
    scratch.labels_.push_back({.hash = HashBytes(label), .text = label});
  }
  scratch.segments_used_ = parts_->segments.size();
  if (scratch.segments_.size() < scratch.segments_used_) {
    scratch.segments_.resize(scratch.segments_used_);
  }
  for (size_t i = 0; i < scratch.segments_used_; ++i) {
    const Segment& segment = *parts_->segments[i].segment;
    SearchScratch::SegmentScratch& of = scratch.segments_[i];
    segment.LoadQuery(scratch.page_, instant, scratch.policy_.lists, of.query);
    of.cursor.Aim(segment, scratch.instant_, of.query);
  }
  // While memory brings what the search begins with.
  parts_->policy->Find(scratch.page_, instant, scratch.policy_);
  parts_->edges.PrefetchEdges(instant);
}

void Snapshot::StartSearch(SearchScratch& scratch) const {
  scratch.rows_verified_ = 0;
  for (size_t i = 0; i < scratch.segments_used_; ++i) {
    const SnapshotParts::SearchedSegment& searched = parts_->segments[i];
    SearchScratch::SegmentScratch& segment = scratch.segments_[i];
    segment.cursor.Start(*searched.segment, *searched.live, scratch.instant_,
                         segment.query);
    PrefetchCandidate(i, scratch);
  }
}

// Asks memory for what the row at which the segment's cursor stands leads to,
// while another one is looked at.
void Snapshot::PrefetchCandidate(size_t number,
                                 const SearchScratch& scratch) const {
  const SegmentCursor& cursor = scratch.segments_[number].cursor;
  if (cursor.at_end()) return;
  const Segment& segment = *parts_->segments[number].segment;
  const Row& row = segment.row(cursor.row());
  segment.PrefetchResidual(row);
  parts_->line_items.Prefetch(row.key);
}

bool Snapshot::NextCandidate(SearchScratch& scratch) const {
  while (true) {
    const size_t first = FirstSegment(scratch);
    if (first == scratch.segments_used_) return false;
    const Segment& segment = *parts_->segments[first].segment;
    SearchScratch::SegmentScratch& at = scratch.segments_[first];
    const Row& row = segment.row(at.cursor.row());
    at.cursor.Advance();
    PrefetchCandidate(first, scratch);
    ++scratch.rows_verified_;
    const uint64_t slots =
        segment.AcceptingSlots(row, scratch.instant_, at.query);
    if (slots == 0) continue;
    scratch.candidate_ = {.row = &row, .slots = slots};
    return true;
  }
}

// The segment whose cursor stands at the best rank, or segments_used_ if none
// does at any.
size_t Snapshot::FirstSegment(const SearchScratch& scratch) const {
  const size_t none = scratch.segments_used_;
  size_t first = none;
  for (size_t i = 0; i < none; ++i) {
    if (scratch.segments_[i].cursor.at_end()) continue;
    if (first == none || StandsBefore(i, first, scratch)) first = i;
  }
  return first;
}

bool Snapshot::StandsBefore(size_t a, size_t b,
                            const SearchScratch& scratch) const {
  const auto row = [&](size_t i) -> const Row& {
    return parts_->segments[i].segment->row(scratch.segments_[i].cursor.row());
  };
  const Row& of_a = row(a);
  const Row& of_b = row(b);
  if (of_a.rank != of_b.rank) return of_a.rank < of_b.rank;
  if (of_a.name_hash != of_b.name_hash) return of_a.name_hash < of_b.name_hash;
  return line_item(of_a).line_item->name < line_item(of_b).line_item->name;
}

void Snapshot::SkipFrom(SearchScratch& scratch, Visit wish) const {
  const Rank rank = scratch.candidate_.row->rank;
  const Rank target =
      wish == Visit::kNextLevel ? rank.NextLevel() : rank.NextTier();
  for (size_t i = 0; i < scratch.segments_used_; ++i) {
    scratch.segments_[i].cursor.SeekTo(
        parts_->segments[i].segment->FirstRow(target));
  }
}

void Snapshot::RestrictTo(SizeMask sizes, SearchScratch& scratch) const {
  for (size_t i = 0; i < scratch.segments_used_; ++i) {
    scratch.segments_[i].cursor.RestrictTo(sizes);
  }
}

const ServedLineItem& Snapshot::line_item(const Row& row) const {
  return *parts_->line_items[row.key];
}

const SizeTable& Snapshot::sizes() const { return *parts_->sizes; }

bool Snapshot::ExcludesLabels(const SearchScratch& scratch) const {
  return !scratch.labels_.empty();
}

bool Snapshot::PolicyMayBlock(const SearchScratch& scratch) const {
  return scratch.policy_.site_blocks || parts_->policy->blocks_any();
}

bool Snapshot::CreativeBlocked(const ServedLineItem& item,
                               const ServedCreative& creative,
                               const SearchScratch& scratch) const {
  if (scratch.policy_.site_blocks && !item.campaign->exempt_from_site_blocks) {
    return true;
  }
  if (HaveCommonLabel(creative.labels, scratch.labels_)) return true;
  if (parts_->policy->Blocks(*item.advertiser, *creative.creative)) return true;
  return creative.has_blocks && HitsOwnBlocks(item, creative, scratch);
}

bool Snapshot::HitsOwnBlocks(const ServedLineItem& item,
                             const ServedCreative& creative,
                             const SearchScratch& scratch) const {
  for (size_t i = 0; i < scratch.segments_used_; ++i) {
    const SnapshotParts::SearchedSegment& searched = parts_->segments[i];
    const std::optional<Segment::CreativeBlocks> blocks =
        searched.segment->FindCreativeBlocks(item.key, creative.position);
    if (!blocks.has_value()) continue;
    // Of a row that has been replaced the blocks may be old.
    if (!IsLive(*searched.live, blocks->row)) continue;
    return searched.segment->Hit(*blocks, scratch.segments_[i].query);
  }
  return true;
}

absl::Time Snapshot::NextEdge(absl::Time after) const {
  absl::Time next =
      parts_->edges.Next(after, [this](const FlightEdges::Edge& edge) {
        const auto& campaign = parts_->campaigns[edge.campaign_key];
        return campaign != nullptr && edge.IsOf(campaign->campaign()->flight);
      });
  next = std::min(next, parts_->policy->NextExpiry(after));
  if (parts_->uses_dayparts) next = std::min(next, NextQuarter(after));
  return next;
}

}  // namespace placard
