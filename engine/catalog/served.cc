#include "engine/catalog/served.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/base/hash.h"

namespace placard {
namespace {

bool MayServe(const ServedLineItem& item) {
  const bool has_rank = item.campaign->tier != Tier::kPricePriority ||
                        item.line_item->price.has_value();
  return has_rank && std::holds_alternative<Rule>(item.line_item->rule) &&
         item.advertiser != nullptr;
}

const Blocks& BlocksOf(const ServedLineItem& item, size_t creative) {
  return item.campaign->creatives[item.line_item->creatives[creative]].blocks;
}

bool HaveSameCreativeBlocks(const ServedLineItem& a, const ServedLineItem& b) {
  const size_t creatives = a.line_item->creatives.size();
  if (b.line_item->creatives.size() != creatives) return false;
  for (size_t i = 0; i < creatives; ++i) {
    if (BlocksOf(a, i) != BlocksOf(b, i)) return false;
  }
  return true;
}

bool HaveSameFlight(const Flight& a, const Flight& b) {
  return a.start == b.start && a.end == b.end && a.zone.name() == b.zone.name();
}

bool HaveSameRank(const ServedLineItem& a, const ServedLineItem& b) {
  return RankOf(*a.campaign, *a.line_item) == RankOf(*b.campaign, *b.line_item);
}

// See ServedLineItem::by_creative.
bool IsByCreative(const Campaign& campaign, const LineItem& line_item) {
  return campaign.roadblock != Roadblock::kOnlyOne ||
         std::any_of(campaign.line_items.begin(), campaign.line_items.end(),
                     [](const LineItem& other) {
                       return other.companion_of.has_value();
                     }) ||
         std::any_of(
             line_item.creatives.begin(), line_item.creatives.end(),
             [&](uint32_t position) {
               return !campaign.creatives[position].exclusion_labels.empty();
             });
}

}  // namespace

ServedCampaign::ServedCampaign(std::shared_ptr<const Campaign> campaign,
                               std::shared_ptr<const Advertiser> advertiser,
                               uint32_t campaign_key,
                               std::span<const LineItemKey> keys,
                               const SizeTable& sizes)
    : campaign_(std::move(campaign)),
      advertiser_(std::move(advertiser)),
      campaign_key_(campaign_key),
      sizes_(&sizes) {
  AddLabels();
  // Line items share creatives' records at best and each has its own at worst;
  // spans into these must stay.
  creatives_.reserve(campaign_->line_items.size());
  line_items_.reserve(campaign_->line_items.size());
  for (size_t i = 0; i < campaign_->line_items.size(); ++i) {
    AddLineItem(campaign_->line_items[i], keys[i]);
  }
  CollectLists();
  sizes_ = nullptr;
}

void ServedCampaign::AddLabels() {
  const auto add = [&](const std::vector<std::string>& labels) {
    for (const std::string& label : labels) {
      labels_.push_back({.hash = HashBytes(label), .text = label});
    }
  };
  for (const Creative& creative : campaign_->creatives) {
    if (advertiser_ != nullptr) add(advertiser_->exclusion_labels);
    add(campaign_->exclusion_labels);
    add(creative.exclusion_labels);
    label_ends_.push_back(labels_.size());
  }
}

void ServedCampaign::AddLineItem(const LineItem& line_item, LineItemKey key) {
  const Creatives& creatives = CreativesOf(line_item);
  if (const auto* rule = std::get_if<Rule>(&line_item.rule)) {
    ForEachRule(*rule, [&](const Rule& part) {
      if (std::holds_alternative<DaypartRule>(part.kind)) {
        uses_dayparts_ = true;
      }
    });
  }
  const bool by_creative = IsByCreative(*campaign_, line_item);
  line_items_.push_back(
      {.key = key,
       .campaign_key = campaign_key_,
       .campaign = campaign_.get(),
       .line_item = &line_item,
       .advertiser = advertiser_.get(),
       .creatives = creatives.records,
       .sizes = creatives.sizes,
       .has_labels = creatives.has_labels,
       .has_blocks = creatives.has_blocks,
       .by_creative = by_creative,
       .has_page_rules =
           by_creative || line_item.share_of_voice > 0 ||
           (advertiser_ != nullptr && advertiser_->page_limit > 0),
       .rotation = line_item.rotation});
}

// Of line items that show the same creatives, as nearly all of a campaign do,
// neighbours share the records.
const ServedCampaign::Creatives& ServedCampaign::CreativesOf(
    const LineItem& line_item) {
  if (!creatives_.empty() &&
      *creatives_.back().positions == line_item.creatives) {
    return creatives_.back();
  }
  Creatives& shown = creatives_.emplace_back();
  shown.positions = &line_item.creatives;
  for (const uint32_t position : line_item.creatives) {
    const Creative& creative = campaign_->creatives[position];
    const size_t begin = position == 0 ? 0 : label_ends_[position - 1];
    shown.records.push_back(
        {.creative = &creative,
         .name_hash = HashBytes(creative.name),
         .labels =
             std::span(labels_).subspan(begin, label_ends_[position] - begin),
         .size = SizeBit(sizes_->Find(creative.size)),
         .rotation_weight = creative.rotation_weight,
         .position = static_cast<uint16_t>(shown.records.size()),
         .has_blocks = creative.blocks != Blocks()});
    const ServedCreative& record = shown.records.back();
    shown.sizes |= record.size;
    shown.has_labels |= !record.labels.empty();
    shown.has_blocks |= record.has_blocks;
  }
  return shown;
}

void ServedCampaign::CollectLists() {
  for (const ServedLineItem& item : line_items_) {
    ForEachKeywordList(
        item, [&](const std::string& list) { lists_.push_back(list); });
  }
  for (const Creative& creative : campaign_->creatives) {
    for (const std::string& list : creative.blocks.keyword_lists) {
      lists_.push_back(list);
    }
  }
  std::sort(lists_.begin(), lists_.end());
  lists_.erase(std::unique(lists_.begin(), lists_.end()), lists_.end());
}

bool IsSameRow(const ServedLineItem& a, const ServedLineItem& b) {
  return MayServe(a) && MayServe(b) && a.sizes == b.sizes &&
         a.has_labels == b.has_labels && a.has_page_rules == b.has_page_rules &&
         HaveSameRank(a, b) &&
         HaveSameFlight(a.campaign->flight, b.campaign->flight) &&
         a.campaign->blocks == b.campaign->blocks &&
         a.advertiser->blocks == b.advertiser->blocks &&
         a.line_item->rule == b.line_item->rule && HaveSameCreativeBlocks(a, b);
}

}  // namespace placard
