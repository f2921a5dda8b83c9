#include "engine/catalog/catalog_builder.h"

#include <algorithm>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr std::string_view kTaxonomies = "taxonomies/";

// Campaigns of which each step is taken before the next: enough for workers to
// share, few enough to be in the caches still.
constexpr size_t kTogether = 512;
constexpr size_t kShare = 32;

bool HaveSameEdges(const Flight& a, const Flight& b) {
  return a.start == b.start && a.end == b.end;
}

bool IsActive(const ServedLineItem& item) {
  return item.advertiser != nullptr &&
         item.line_item->status == ServingStatus::kActive &&
         item.campaign->status == ServingStatus::kActive &&
         item.advertiser->status == ServingStatus::kActive;
}

}  // namespace

CatalogBuilder::CatalogBuilder()
    : site_policy_(std::make_shared<const SitePolicy>()) {}

void CatalogBuilder::Put(CatalogObject object) {
  std::visit([this](auto& document) { PutOne(std::move(document)); }, object);
}

void CatalogBuilder::PutAll(const CatalogContents& contents) {
  const auto put_each = [this](const auto& documents) {
    for (const auto& [name, document] : documents) Put(document);
  };
  Put(contents.site_policy);
  put_each(contents.taxonomies);
  put_each(contents.keyword_lists);
  put_each(contents.advertisers);
  put_each(contents.campaigns);
}

void CatalogBuilder::PutOne(std::shared_ptr<const Advertiser> advertiser) {
  MarkCampaignsOf(advertiser->name);
  shared_advertisers_ = nullptr;
  advertisers_[advertiser->name] = std::move(advertiser);
}

void CatalogBuilder::PutOne(std::shared_ptr<const Campaign> campaign) {
  const auto [found, is_new] = campaign_keys_.try_emplace(
      campaign->name, static_cast<uint32_t>(documents_.size()));
  const uint32_t key = found->second;
  if (is_new) {
    documents_.emplace_back();
    campaigns_.Grow();
  } else {
    campaigns_of_[documents_[key].campaign->advertiser].erase(key);
  }
  campaigns_of_[campaign->advertiser].insert(key);
  documents_[key].campaign = std::move(campaign);
  MarkDirty(key);
}

void CatalogBuilder::PutOne(std::shared_ptr<const KeywordList> list) {
  ListId(list->name);
  if (!keyword_lists_.contains(list->name)) changed_lists_.insert(list->name);
  shared_lists_ = nullptr;
  policy_ = nullptr;
  keyword_lists_[list->name] = std::move(list);
}

void CatalogBuilder::PutOne(std::shared_ptr<const Taxonomy> taxonomy) {
  categories_ = nullptr;
  taxonomies_[taxonomy->id] = std::move(taxonomy);
}

void CatalogBuilder::PutOne(std::shared_ptr<const SitePolicy> policy) {
  policy_ = nullptr;
  site_policy_ = std::move(policy);
  for (const std::string& list : site_policy_->blocks.keyword_lists) {
    ListId(list);
  }
}

void CatalogBuilder::Remove(std::string_view name) {
  if (name.starts_with("campaigns/")) {
    RemoveCampaign(name);
  } else if (name.starts_with("advertisers/")) {
    RemoveAdvertiser(name);
  } else if (name.starts_with("keywordLists/")) {
    RemoveKeywordList(name);
  } else if (name.starts_with(kTaxonomies)) {
    taxonomies_.erase(std::string(name.substr(kTaxonomies.size())));
    categories_ = nullptr;
  } else if (name == "sitePolicy") {
    PutOne(std::make_shared<const SitePolicy>());
  }
}

void CatalogBuilder::RemoveCampaign(std::string_view name) {
  const auto found = campaign_keys_.find(ToAbsl(name));
  if (found == campaign_keys_.end()) return;
  const uint32_t key = found->second;
  campaign_keys_.erase(found);
  campaigns_of_[documents_[key].campaign->advertiser].erase(key);
  documents_[key].campaign = nullptr;
  MarkDirty(key);
}

void CatalogBuilder::RemoveAdvertiser(std::string_view name) {
  if (advertisers_.erase(std::string(name)) == 0) return;
  shared_advertisers_ = nullptr;
  MarkCampaignsOf(name);
}

void CatalogBuilder::RemoveKeywordList(std::string_view name) {
  if (keyword_lists_.erase(std::string(name)) == 0) return;
  changed_lists_.insert(std::string(name));
  shared_lists_ = nullptr;
  policy_ = nullptr;
}

// Lists are numbered when they are first heard of, be it by a rule that names
// one that does not exist; a number is for good.
uint32_t CatalogBuilder::ListId(std::string_view name) {
  const auto [id, is_new] = list_ids_.try_emplace(
      ToAbsl(name), static_cast<uint32_t>(list_ids_.size()));
  if (is_new) policy_ = nullptr;
  return id->second;
}

void CatalogBuilder::MarkDirty(uint32_t campaign_key) {
  Document& document = documents_[campaign_key];
  if (document.is_dirty) return;
  document.is_dirty = true;
  dirty_.push_back(campaign_key);
}

void CatalogBuilder::MarkCampaignsOf(std::string_view advertiser) {
  const auto found = campaigns_of_.find(ToAbsl(advertiser));
  if (found == campaigns_of_.end()) return;
  for (const uint32_t key : found->second) MarkDirty(key);
}

void CatalogBuilder::MarkThoseThatName(
    const absl::flat_hash_set<std::string>& lists) {
  for (uint32_t key = 0; key < campaigns_.size(); ++key) {
    if (campaigns_[key] == nullptr) continue;
    const std::span<const std::string_view> named =
        campaigns_[key]->keyword_lists();
    if (std::any_of(named.begin(), named.end(), [&](std::string_view list) {
          return lists.contains(ToAbsl(list));
        })) {
      MarkDirty(key);
    }
  }
}

RebuildJob CatalogBuilder::StartRebuild() {
  return RebuildJob(rows_.ShareLineItems(), campaigns_.Share(),
                    rows_.Revisions(), list_ids_, rows_.period());
}

std::shared_ptr<const Snapshot> CatalogBuilder::Publish(
    CatalogVersion version, const Workers& workers) {
  DeriveDirty(workers);
  RefreshShared();
  SnapshotParts parts = {.version = std::move(version),
                         .segments = rows_.Segments(list_ids_, workers),
                         .line_items = rows_.ShareLineItems(),
                         .campaigns = campaigns_.Share(),
                         .line_item_count = line_items_,
                         .ineligible = shared_ineligible_,
                         .sizes = shared_sizes_,
                         .policy = policy_,
                         .site_policy = site_policy_,
                         .advertisers = shared_advertisers_,
                         .keyword_lists = shared_lists_,
                         .categories = categories_,
                         .taxonomies = taxonomies_,
                         .edges = edges_,
                         .uses_dayparts = campaigns_with_dayparts_ > 0};
  return std::make_shared<const Snapshot>(std::move(parts));
}

// Makes anew what snapshots share and has changed.
void CatalogBuilder::RefreshShared() {
  if (shared_advertisers_ == nullptr) {
    shared_advertisers_ = std::make_shared<const Advertisers>(advertisers_);
  }
  if (shared_sizes_ == nullptr) {
    shared_sizes_ = std::make_shared<const SizeTable>(sizes_);
  }
  if (shared_lists_ == nullptr) {
    shared_lists_ = std::make_shared<const KeywordLists>(keyword_lists_);
  }
  if (categories_ == nullptr) {
    categories_ = std::make_shared<const CategoryTree>(taxonomies_);
  }
  if (policy_ == nullptr) {
    policy_ = std::make_shared<const PagePolicy>(site_policy_, keyword_lists_,
                                                 list_ids_);
  }
  if (shared_ineligible_ == nullptr) {
    std::vector<IneligibleLineItem> list;
    for (const auto& [name, reason] : ineligible_) {
      list.push_back({.name = name, .reason = reason});
    }
    shared_ineligible_ =
        std::make_shared<const std::vector<IneligibleLineItem>>(
            std::move(list));
  }
}

void CatalogBuilder::DeriveDirty(const Workers& workers) {
  if (!changed_lists_.empty()) MarkThoseThatName(changed_lists_);
  changed_lists_.clear();
  std::span<const uint32_t> left = dirty_;
  Derivations before;
  while (!left.empty() || !before.empty()) {
    Derivations now = Begin(left.first(std::min(kTogether, left.size())));
    left = left.subspan(now.size());
    Derive(before, now, workers);
    before = std::move(now);
  }
  dirty_.clear();
  edges_.Add(std::exchange(new_edges_, {}));
  if (edges_.is_scattered()) CompactEdges();
}

void CatalogBuilder::CompactEdges() {
  edges_.Compact([this](const FlightEdges::Edge& edge) {
    const auto& campaign = campaigns_[edge.campaign_key];
    return campaign != nullptr && edge.IsOf(campaign->campaign()->flight);
  });
}

CatalogBuilder::Derivations CatalogBuilder::Begin(
    std::span<const uint32_t> campaign_keys) {
  Derivations derivations;
  derivations.reserve(campaign_keys.size());
  for (const uint32_t key : campaign_keys) derivations.push_back(Begin(key));
  return derivations;
}

// What is numbered is numbered in the order in which it was put; only what lies
// between is anybody's. To finish those before takes one worker about as long
// as it takes another to serve these, and neither looks at what the other
// writes.
void CatalogBuilder::Derive(Derivations& before, Derivations& now,
                            const Workers& workers) {
  const size_t shares = (now.size() + kShare - 1) / kShare;
  workers.Do(1 + shares, [&](size_t part) {
    if (part == 0) {
      for (Derivation& derivation : before) Finish(derivation);
      return;
    }
    const size_t begin = (part - 1) * kShare;
    const size_t end = std::min(begin + kShare, now.size());
    for (size_t i = begin; i < end; ++i) Serve(now[i]);
  });
}

CatalogBuilder::Derivation CatalogBuilder::Begin(uint32_t campaign_key) {
  Derivation derivation = {.campaign_key = campaign_key,
                           .before = campaigns_[campaign_key]};
  if (derivation.before != nullptr) {
    for (const ServedLineItem& item : derivation.before->line_items()) {
      derivation.old.emplace(item.line_item->name, &item);
    }
  }
  documents_[campaign_key].is_dirty = false;
  const Campaign* const campaign = documents_[campaign_key].campaign.get();
  if (campaign == nullptr) return derivation;
  derivation.keys.reserve(campaign->line_items.size());
  for (const LineItem& line_item : campaign->line_items) {
    // Where there was none, names need not be read.
    const auto same = derivation.old.empty()
                          ? derivation.old.end()
                          : derivation.old.find(line_item.name);
    derivation.keys.push_back(same == derivation.old.end() ? rows_.NewKey()
                                                           : same->second->key);
  }
  for (const Creative& creative : campaign->creatives) {
    if (sizes_.Find(creative.size) != SizeTable::kUnknown) continue;
    sizes_.Number(creative.size);
    shared_sizes_ = nullptr;
  }
  return derivation;
}

// Thread safety: for several at the same time.
void CatalogBuilder::Serve(Derivation& derivation) const {
  const std::shared_ptr<const Campaign>& campaign =
      documents_[derivation.campaign_key].campaign;
  if (campaign == nullptr) return;
  const auto advertiser = advertisers_.find(campaign->advertiser);
  derivation.now = std::make_shared<const ServedCampaign>(
      campaign, advertiser == advertisers_.end() ? nullptr : advertiser->second,
      derivation.campaign_key, derivation.keys, sizes_);
  derivation.outcomes.reserve(derivation.keys.size());
  for (const ServedLineItem& item : derivation.now->line_items()) {
    derivation.outcomes.push_back(
        {.reason = WhyIneligible(item), .is_active = IsActive(item)});
  }
}

void CatalogBuilder::Finish(Derivation& derivation) {
  const ServedCampaign* const before = derivation.before.get();
  const ServedCampaign* const now = derivation.now.get();
  if (before != nullptr) {
    line_items_ -= before->line_items().size();
    if (before->uses_dayparts()) --campaigns_with_dayparts_;
  }
  NoteEdges(derivation.campaign_key, before, now);
  campaigns_.Mutable(derivation.campaign_key) = derivation.now;
  if (now != nullptr) {
    for (const std::string_view list : now->keyword_lists()) ListId(list);
    for (size_t i = 0; i < now->line_items().size(); ++i) {
      const ServedLineItem& item = now->line_items()[i];
      const ServedLineItem* old = nullptr;
      if (!derivation.old.empty()) {
        const auto same = derivation.old.extract(item.line_item->name);
        if (!same.empty()) old = same.mapped();
      }
      SetLineItem(item, derivation.outcomes[i], old);
    }
    line_items_ += now->line_items().size();
    if (now->uses_dayparts()) ++campaigns_with_dayparts_;
  }
  for (const auto& [name, item] : derivation.old) DropLineItem(*item);
}

// Few changes are of a flight, and all recent edges are copied to add one.
void CatalogBuilder::NoteEdges(uint32_t campaign_key,
                               const ServedCampaign* before,
                               const ServedCampaign* now) {
  if (before != nullptr && now != nullptr &&
      HaveSameEdges(before->campaign()->flight, now->campaign()->flight)) {
    return;
  }
  if (before != nullptr) edges_.MayHaveGone();
  if (now == nullptr) return;
  const Flight& flight = now->campaign()->flight;
  for (const absl::Time time : {flight.start, flight.end}) {
    new_edges_.push_back({.time = time, .campaign_key = campaign_key});
  }
}

void CatalogBuilder::SetLineItem(const ServedLineItem& item,
                                 const Outcome& outcome,
                                 const ServedLineItem* old) {
  SetIneligibility(item.line_item->name, outcome.reason);
  // A list may come; its number is known already.
  if (outcome.reason.has_value() &&
      outcome.reason != Ineligibility::kNoKeywordList) {
    rows_.Drop(item.key);
    return;
  }
  const bool is_same = old != nullptr && IsSameRow(*old, item);
  rows_.Set(item, is_same, !outcome.reason.has_value() && outcome.is_active);
}

void CatalogBuilder::DropLineItem(const ServedLineItem& item) {
  SetIneligibility(item.line_item->name, std::nullopt);
  rows_.Drop(item.key);
}

std::optional<Ineligibility> CatalogBuilder::WhyIneligible(
    const ServedLineItem& item) const {
  if (std::holds_alternative<BadRule>(item.line_item->rule)) {
    return Ineligibility::kBadRule;
  }
  if (item.advertiser == nullptr) return Ineligibility::kNoAdvertiser;
  if (item.campaign->tier == Tier::kPricePriority &&
      !item.line_item->price.has_value()) {
    return Ineligibility::kNoPrice;
  }
  bool misses_list = false;
  ForEachKeywordList(item, [&](const std::string& list) {
    if (!keyword_lists_.contains(list)) misses_list = true;
  });
  if (misses_list) return Ineligibility::kNoKeywordList;
  return std::nullopt;
}

void CatalogBuilder::SetIneligibility(const std::string& name,
                                      std::optional<Ineligibility> reason) {
  if (!reason.has_value()) {
    if (ineligible_.erase(name) > 0) shared_ineligible_ = nullptr;
    return;
  }
  ineligible_[name] = *reason;
  shared_ineligible_ = nullptr;
}

}  // namespace placard
