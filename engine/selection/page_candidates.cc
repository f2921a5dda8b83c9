#include "engine/selection/page_candidates.h"

#include <algorithm>
#include <limits>

#include "absl/numeric/int128.h"
#include "engine/base/hash.h"
#include "engine/base/prefetch.h"

namespace placard {
namespace {

constexpr uint64_t kShareHash = HashBytes("share of voice");

// What units, labels and parties are told apart by.
enum class Kind : uint64_t { kCampaign, kLineItem, kCreative, kAdvertiser };

constexpr uint64_t Id(Kind kind, uint64_t id) {
  return static_cast<uint64_t>(kind) << 60 | id;
}

uint64_t CreativeId(const ServedLineItem& item,
                    const ServedCreative& creative) {
  const auto position = static_cast<uint64_t>(creative.creative -
                                              item.campaign->creatives.data());
  return Id(Kind::kCreative, uint64_t{item.campaign_key} << 16 | position);
}

uint64_t AdvertiserId(const ServedLineItem& item) {
  return Id(Kind::kAdvertiser, HashBytes(item.campaign->advertiser) >> 4);
}

const ServedLineItem& MasterOf(const ServedLineItem& companion) {
  const auto own = companion.line_item - companion.campaign->line_items.data();
  return *(&companion - own + *companion.line_item->companion_of);
}

uint32_t ActiveLineItems(const Campaign& campaign) {
  return static_cast<uint32_t>(
      std::count_if(campaign.line_items.begin(), campaign.line_items.end(),
                    [](const LineItem& item) {
                      return item.status == ServingStatus::kActive;
                    }));
}

}  // namespace

void PageCandidates::Begin(const Snapshot& snapshot, const PageSlots& slots,
                           const PageShown& shown,
                           const CreativeOrder& rotation,
                           std::span<const uint8_t> places) {
  snapshot_ = &snapshot;
  slots_ = &slots;
  shown_ = &shown;
  rotation_ = &rotation;
  policy_ = &snapshot.site_policy();
  places_ = places;
  slot_draws_.clear();
  for (size_t i = 0; i < slots.size(); ++i) {
    slot_draws_.push_back(slots.SlotDraw(static_cast<int>(i)));
  }
  stage_.reset();
  level_.reset();
  entries_.clear();
  sorted_ = 0;
  next_entry_ = 0;
  closed_ = false;
  spares_ = 0;
  left_out_ = false;
  waits_ = false;
  feasible_.Begin(places, slots.all());
  open_ = feasible_.open();
  units_.Clear();
  labels_.Clear();
  parties_.Clear();
  advertisers_.Clear();
  line_items_.Clear();
  groups_.Clear();
  candidates_.clear();
  sources_.clear();
  claims_.clear();
  goals_.clear();
  limits_.clear();
  group_line_items_.clear();
}

void PageCandidates::OpenStage(Rank rank) {
  if (stage_.has_value() && stage_->SharesStageWith(rank)) return;
  stage_ = rank;
  goals_.push_back(rank.tier() == Tier::kPricePriority ? StageGoal::kTotal
                                                       : StageGoal::kCount);
}

void PageCandidates::OpenLevel(const Row& row) {
  OpenStage(row.rank);
  level_ = row.rank;
  entries_.clear();
  next_entry_ = 0;
  closed_ = false;
  drawn_ = 0;
  share_end_ = 0;
  open_ = feasible_.open();
}

// Shares lie end to end on a circle of 100; the page is one point of it.
bool PageCandidates::HasShare(const LineItem& line_item) {
  const auto point = static_cast<int32_t>(
      absl::Uint128High64(absl::uint128(slots_->Draw(kShareHash)) * 100));
  const int32_t begin = share_end_ % 100;
  share_end_ += line_item.share_of_voice;
  return (point - begin + 100) % 100 < line_item.share_of_voice;
}

// Of `slots` those in which the line item may join what the page view shows.
uint64_t PageCandidates::Joining(const Row& row, uint64_t slots) const {
  const ServedLineItem& item = slots_->line_item(row);
  uint64_t joining = 0;
  for (const ServedCreative& creative : item.creatives) {
    const uint64_t usable = slots_->Usable(item, creative, slots & ~joining);
    if (usable == 0 || shown_->Against(item, creative).has_value()) continue;
    joining |= usable;
  }
  return joining;
}

Standing PageCandidates::Offer(const Row& row, uint64_t accepting) {
  if (!InLevel(row)) {
    CloseLevel();
    AddRest();
    OpenLevel(row);
  }
  LevelEntry entry = {
      .row = &row, .slots = slots_->Eligible(row, accepting & slots_->all())};
  if (entry.slots == 0) return Standing::kKeptOff;
  if (row.has(Row::kHasPageRules)) {
    entry.item = &slots_->line_item(row);
    const LineItem& line_item = *entry.item->line_item;
    entry.has_share = line_item.share_of_voice > 0;
    if (entry.has_share && !HasShare(line_item)) return Standing::kOutOfShare;
  }
  if (shown_->any()) {
    entry.slots = Joining(row, entry.slots);
    if (entry.slots == 0) return Standing::kKeptOff;
  }
  if (level_full() || full()) {
    left_out_ = left_out_ || full();
    return Standing::kCut;
  }
  if ((entry.slots & open_) != 0) {
    ++drawn_;
  } else if (spares_full()) {
    left_out_ = true;
    return Standing::kCut;
  } else {
    ++spares_;
  }
  const uint64_t draw = slots_->Draw(row.name_hash);
  if (row.rank.tier() == Tier::kPricePriority) {
    entry.key = entry.time = draw;
  } else {
    // Weight 0 is never eligible.
    entry.key = ExponentialDraw(draw);
    entry.time = entry.key / static_cast<uint64_t>(row.rank.value());
  }
  entries_.push_back(entry);
  return Standing::kInDraw;
}

void PageCandidates::CloseLevel() {
  if (closed_) return;
  closed_ = true;
  sorted_ = order_.SortFirst(*slots_, entries_);
  if (order_.grouped()) AddFirst();
  while (next_entry_ < sorted_ && feasible_.open() != 0) AddNext();
  if (feasible_.open() != 0) AddRest();
}

void PageCandidates::AddFirst() {
  while (next_entry_ < sorted_) AddNext();
}

void PageCandidates::AddRest() {
  if (!has_rest()) return;
  LevelOrder::SortRest(*slots_, sorted_, entries_);
  while (has_rest()) AddNext();
}

void PageCandidates::AddNext() {
  const size_t first = candidates_.size();
  // Which may be shown.
  PrefetchMemory(&slots_->line_item(*entries_[next_entry_].row));
  AddCandidates(entries_[next_entry_++]);
  for (size_t i = first; i < candidates_.size(); ++i) {
    const FillCandidate& candidate = candidates_[i];
    feasible_.Offer(
        candidate,
        std::span(claims_).subspan(candidate.first_claim, candidate.claims),
        candidate.advertiser == kNoNumber ? std::numeric_limits<int32_t>::max()
                                          : limits_[candidate.advertiser]);
  }
}

std::optional<Phantoms> PageCandidates::PhantomsOfRest() const {
  if (waits_) return std::nullopt;
  return Phantoms{.stage = static_cast<uint32_t>(goals_.size() - 1),
                  .value = level_->value()};
}

std::optional<Phantoms> PageCandidates::PhantomsFrom(const Row& next) {
  if (waits_) return std::nullopt;
  OpenStage(next.rank);
  return Phantoms{.stage = static_cast<uint32_t>(goals_.size() - 1),
                  .value = next.rank.value()};
}

FillProblem PageCandidates::problem(std::optional<Phantoms> phantoms) const {
  return {.places = places_,
          .candidates = candidates_,
          .claims = claims_,
          .goals = goals_,
          .advertiser_limits = limits_,
          .group_line_items = group_line_items_,
          .units = units_.size(),
          .labels = labels_.size(),
          .parties = parties_.size(),
          .line_items = line_items_.size(),
          .phantoms = phantoms,
          .slot_draws = slot_draws_};
}

bool PageCandidates::IsByCreative(const LevelEntry& entry) const {
  return entry.row->rank.tier() == Tier::kHouse ||
         policy_->no_duplicates < NoDuplicates::kCampaign ||
         (entry.item != nullptr && entry.item->by_creative);
}

uint32_t PageCandidates::AdvertiserOf(const ServedLineItem& item) {
  const int32_t limit = PageLimit(*policy_, *item.advertiser);
  if (limit == 0) return kNoNumber;
  const uint32_t number = advertisers_.Find(AdvertiserId(item));
  if (number == limits_.size()) {
    const int32_t shown = shown_->PaidOf(item.campaign->advertiser);
    limits_.push_back(std::max(limit - shown, 0));
  }
  return number;
}

// All but slots, units of its own, and claims. `item` is null where nothing of
// it is asked for.
FillCandidate PageCandidates::CandidateOf(const LevelEntry& entry,
                                          const ServedLineItem* item) {
  FillCandidate candidate = {.stage = static_cast<uint32_t>(goals_.size() - 1),
                             .line_item = line_items_.Find(entry.row->key)};
  const Tier tier = entry.row->rank.tier();
  if (tier == Tier::kPricePriority) candidate.value = entry.row->rank.value();
  if (item == nullptr) return candidate;
  if (tier != Tier::kHouse) candidate.advertiser = AdvertiserOf(*item);
  NumberTogether(*item, candidate);
  return candidate;
}

// What must be shown beside it.
void PageCandidates::NumberTogether(const ServedLineItem& item,
                                    FillCandidate& candidate) {
  const Campaign& campaign = *item.campaign;
  if (item.line_item->companion_of.has_value()) {
    const ServedLineItem& master = MasterOf(item);
    if (!shown_->any() || !shown_->ShowsLineItem(master.line_item->name)) {
      candidate.master = line_items_.Find(master.key);
    }
  }
  if (campaign.roadblock == Roadblock::kAll && campaign.tier != Tier::kHouse) {
    candidate.group = groups_.Find(item.campaign_key);
    if (candidate.group == group_line_items_.size()) {
      group_line_items_.push_back(ActiveLineItems(campaign));
    }
  }
  // Bids of one campaign may be of several levels.
  const bool together =
      candidate.master != kNoNumber || candidate.group != kNoNumber;
  waits_ = waits_ || (together && campaign.tier == Tier::kPricePriority);
}

void PageCandidates::AddClaims(const ServedLineItem& item,
                               const ServedCreative& creative,
                               FillCandidate& candidate) {
  const uint32_t campaign =
      parties_.Find(Id(Kind::kCampaign, item.campaign_key));
  candidate.first_claim = static_cast<uint32_t>(claims_.size());
  if (!creative.labels.empty()) {
    const uint32_t party = item.advertiser->same_advertiser_exception
                               ? parties_.Find(AdvertiserId(item))
                               : campaign;
    for (const ServedLabel& label : creative.labels) {
      claims_.push_back({.label = labels_.Find(label.hash), .party = party});
    }
  }
  if (policy_->no_duplicates == NoDuplicates::kAdvertiser &&
      item.campaign->tier != Tier::kHouse) {
    claims_.push_back(
        {.label = labels_.Find(AdvertiserId(item)), .party = campaign});
  }
  candidate.claims =
      static_cast<uint32_t>(claims_.size() - candidate.first_claim);
}

void PageCandidates::Add(const FillCandidate& candidate, const Source& source) {
  candidates_.push_back(candidate);
  sources_.push_back(source);
}

void PageCandidates::AddCandidates(const LevelEntry& entry) {
  const Row& row = *entry.row;
  const bool by_creative = IsByCreative(entry);
  const bool needs_item = by_creative || row.has(Row::kHasPageRules) ||
                          row.has(Row::kHasLabels) ||
                          policy_->advertiser_page_limit > 0 ||
                          policy_->no_duplicates == NoDuplicates::kAdvertiser;
  const ServedLineItem* item = needs_item ? &slots_->line_item(row) : nullptr;
  FillCandidate candidate = CandidateOf(entry, item);
  if (by_creative) {
    AddByCreative(entry, *item, candidate);
    return;
  }
  candidate.slots = entry.slots;
  candidate.units[0] = units_.Find(Id(Kind::kCampaign, row.campaign_key));
  if (item != nullptr) AddClaims(*item, item->creatives.front(), candidate);
  Add(candidate, {.row = &row});
}

void PageCandidates::AddByCreative(const LevelEntry& entry,
                                   const ServedLineItem& item,
                                   FillCandidate candidate) {
  const NoDuplicates mode = policy_->no_duplicates;
  if (item.campaign->tier != Tier::kHouse) {
    if (mode >= NoDuplicates::kLineItem) {
      candidate.units[1] = units_.Find(Id(Kind::kLineItem, item.key));
    }
    if (mode >= NoDuplicates::kCampaign &&
        item.campaign->roadblock == Roadblock::kOnlyOne &&
        !item.line_item->companion_of.has_value()) {
      candidate.units[2] = units_.Find(Id(Kind::kCampaign, item.campaign_key));
    }
  }
  by_turn_.clear();
  turns_.clear();
  for (const ServedCreative& creative : item.creatives) {
    turns_.push_back(rotation_->TurnOf(item, creative));
    by_turn_.push_back(&creative);
  }
  std::sort(by_turn_.begin(), by_turn_.end(),
            [&](const ServedCreative* a, const ServedCreative* b) {
              return CreativeOrder::Before(turns_[a->position],
                                           turns_[b->position]);
            });
  for (const ServedCreative* creative : by_turn_) {
    candidate.slots = slots_->Usable(item, *creative, entry.slots);
    if (candidate.slots == 0) continue;
    if (shown_->any() && shown_->Against(item, *creative).has_value()) continue;
    candidate.units[0] = units_.Find(CreativeId(item, *creative));
    AddClaims(item, *creative, candidate);
    Add(candidate, {.row = entry.row, .creative = creative});
  }
}

}  // namespace placard
