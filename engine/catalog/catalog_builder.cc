#include "engine/catalog/catalog_builder.h"

#include <algorithm>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr std::string_view kTaxonomies = "taxonomies/";

bool HaveSameEdges(const Flight& a, const Flight& b) {
  return a.start == b.start && a.end == b.end;
}

bool IsActive(const ServedLineItem& item) {
  return item.line_item->status == ServingStatus::kActive &&
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
    CatalogVersion version) {
  DeriveDirty();
  RefreshShared();
  SnapshotParts parts = {.version = std::move(version),
                         .segments = rows_.Segments(list_ids_),
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

void CatalogBuilder::DeriveDirty() {
  if (!changed_lists_.empty()) MarkThoseThatName(changed_lists_);
  changed_lists_.clear();
  for (const uint32_t key : dirty_) {
    documents_[key].is_dirty = false;
    Derive(key);
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

void CatalogBuilder::Derive(uint32_t campaign_key) {
  const std::shared_ptr<const ServedCampaign> before = campaigns_[campaign_key];
  OldLineItems old;
  if (before != nullptr) {
    for (const ServedLineItem& item : before->line_items()) {
      old.emplace(item.line_item->name, &item);
    }
    line_items_ -= old.size();
    if (before->uses_dayparts()) --campaigns_with_dayparts_;
  }
  const std::shared_ptr<const ServedCampaign> now = Serve(campaign_key, old);
  NoteEdges(campaign_key, before.get(), now.get());
  campaigns_.Mutable(campaign_key) = now;
  if (now != nullptr) {
    for (const ServedLineItem& item : now->line_items()) {
      const auto same = old.extract(item.line_item->name);
      DeriveLineItem(item, same.empty() ? nullptr : same.mapped());
    }
    line_items_ += now->line_items().size();
    if (now->uses_dayparts()) ++campaigns_with_dayparts_;
  }
  for (const auto& [name, item] : old) DropLineItem(*item);
}

// The campaign's records, or null if it was removed.
std::shared_ptr<const ServedCampaign> CatalogBuilder::Serve(
    uint32_t campaign_key, const OldLineItems& old) {
  const std::shared_ptr<const Campaign>& campaign =
      documents_[campaign_key].campaign;
  if (campaign == nullptr) return nullptr;
  std::vector<LineItemKey> keys;
  for (const LineItem& line_item : campaign->line_items) {
    const auto same = old.find(line_item.name);
    keys.push_back(same == old.end() ? rows_.NewKey() : same->second->key);
  }
  for (const Creative& creative : campaign->creatives) {
    if (sizes_.Find(creative.size) != SizeTable::kUnknown) continue;
    sizes_.Number(creative.size);
    shared_sizes_ = nullptr;
  }
  const auto advertiser = advertisers_.find(campaign->advertiser);
  auto served = std::make_shared<const ServedCampaign>(
      campaign, advertiser == advertisers_.end() ? nullptr : advertiser->second,
      campaign_key, keys, sizes_);
  for (const std::string_view list : served->keyword_lists()) ListId(list);
  return served;
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

void CatalogBuilder::DeriveLineItem(const ServedLineItem& item,
                                    const ServedLineItem* old) {
  const std::optional<Ineligibility> reason = WhyIneligible(item);
  SetIneligibility(item.line_item->name, reason);
  // A list may come; its number is known already.
  if (reason.has_value() && *reason != Ineligibility::kNoKeywordList) {
    rows_.Drop(item.key);
    return;
  }
  const bool is_same = old != nullptr && IsSameRow(*old, item);
  rows_.Set(item, is_same, !reason.has_value() && IsActive(item));
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
