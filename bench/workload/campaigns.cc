#include "bench/workload/campaigns.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/workload/formats.h"
#include "bench/workload/line_item_rules.h"
#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr size_t kCampaignsPerAdvertiser = 10;

constexpr std::array<std::string_view, 6> kLabels = {
    "alcohol", "gambling", "loans", "politics", "diets", "fur"};

std::vector<std::string> SomeLabel(Dice& dice, size_t percent) {
  if (!dice.Percent(percent)) return {};
  return {std::string(kLabels[dice.Below(kLabels.size())])};
}

absl::TimeZone Zone(Dice& dice) {
  static constexpr std::array<const char*, 5> kZones = {
      "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata",
      "Australia/Sydney"};
  absl::TimeZone zone;
  PLACARD_CHECK(absl::LoadTimeZone(kZones[dice.Below(kZones.size())], &zone));
  return zone;
}

Flight MakeFlight(Dice& dice) {
  const absl::Time week = WorkloadStart();
  Flight flight{.start = week - absl::Hours(24 * 30),
                .end = week + absl::Hours(24 * 60),
                .zone = Zone(dice)};
  const absl::Time edge =
      week + absl::Minutes(static_cast<int64_t>(dice.Below(7 * 24 * 60)));
  const size_t percent = dice.Below(100);
  if (percent < 10) flight.end = week - absl::Hours(24);
  if (percent >= 10 && percent < 18) flight.start = week + absl::Hours(24 * 9);
  if (percent >= 18 && percent < 22) flight.start = edge;
  if (percent >= 22 && percent < 26) flight.end = edge;
  if (percent >= 90) flight.end = absl::InfiniteFuture();
  return flight;
}

// Mostly cents, seldom many units; one in five is bid by the click.
Price MakePrice(Dice& dice) {
  const auto cents =
      static_cast<int64_t>(dice.Between(20, dice.OneIn(10) ? 1'200 : 300));
  Price price;
  if (dice.OneIn(5)) {
    price.unit = Price::Unit::kCpc;
    price.cpc = Micros(cents * 5'000);
    price.clicks_per_million = static_cast<int64_t>(dice.Between(500, 4'000));
  } else {
    price.cpm = Micros(cents * 10'000);
  }
  return price;
}

Blocks MakeBlocks(Dice& dice, const Market& market, size_t percent) {
  Blocks blocks;
  if (!dice.Percent(percent)) return blocks;
  for (size_t terms = dice.Between(1, 4); terms > 0; --terms) {
    blocks.keywords.push_back(MakeTerm(dice, market));
  }
  blocks.keyword_lists.push_back(WorkloadListName(dice.Below(kWorkloadLists)));
  if (dice.OneIn(3)) blocks.sections = market.unsold();
  return blocks;
}

Creative MakeCreative(Dice& dice, const Market& market, std::string name) {
  Creative creative;
  creative.name = std::move(name);
  creative.size = DrawCreativeSize(dice);
  creative.click_host = Concat("shop", dice.Below(500), ".example");
  creative.click_url = Concat("https://", creative.click_host, "/offer");
  creative.content =
      ImageContent{.url = Concat("https://cdn.example/", creative.name),
                   .title = "An offer"};
  creative.exclusion_labels = SomeLabel(dice, 3);
  creative.blocks = MakeBlocks(dice, market, 2);
  return creative;
}

// Makes campaigns until there are as many line items as wanted.
class ContentsMaker {
 public:
  ContentsMaker(const WorkloadShape& shape, const Market& market)
      : shape_(shape),
        market_(market),
        dice_(Mix(shape.seed, HashBytes("campaigns"))),
        broad_per_mille_(BroadPerMille(shape)) {}

  CatalogContents Make();

 private:
  static size_t BroadPerMille(const WorkloadShape& shape);

  void AddAdvertiser();
  void AddKeywordLists();
  void AddCampaign(Tier tier, size_t line_items);
  LineItem MakeLineItem(const Campaign& campaign, size_t number);
  Tier NextTier() const;
  void SetPolicy();

  const WorkloadShape& shape_;
  const Market& market_;
  Dice dice_;
  const size_t broad_per_mille_;
  CatalogContents contents_;
  std::string advertiser_;           // of the next campaign
  std::array<size_t, 4> made_ = {};  // line items by tier
};

// Of the paid line items, which are nine in ten.
size_t ContentsMaker::BroadPerMille(const WorkloadShape& shape) {
  const size_t paid = std::max<size_t>(1, shape.line_items * 9 / 10);
  return std::min<size_t>(333, shape.broad_line_items * 1000 / paid);
}

CatalogContents ContentsMaker::Make() {
  AddKeywordLists();
  contents_.taxonomies.emplace(
      "content", std::make_shared<Taxonomy>(market_.MakeTaxonomy()));
  SetPolicy();
  size_t line_items = 0;
  while (line_items < shape_.line_items) {
    if (contents_.campaigns.size() % kCampaignsPerAdvertiser == 0) {
      AddAdvertiser();
    }
    const size_t count =
        std::min(dice_.Between(1, 9), shape_.line_items - line_items);
    AddCampaign(NextTier(), count);
    line_items += count;
  }
  return std::move(contents_);
}

// The tier that lacks most of its part.
Tier ContentsMaker::NextTier() const {
  static constexpr std::array<size_t, 4> kPercent = {2, 28, 60, 10};
  size_t next = 0;
  for (size_t tier = 1; tier < kPercent.size(); ++tier) {
    if (made_[tier] * kPercent[next] < made_[next] * kPercent[tier]) {
      next = tier;
    }
  }
  return static_cast<Tier>(next);
}

void ContentsMaker::AddAdvertiser() {
  auto advertiser = std::make_shared<Advertiser>();
  advertiser->name =
      Concat("advertisers/advertiser", contents_.advertisers.size());
  advertiser->status =
      dice_.OneIn(50) ? ServingStatus::kPaused : ServingStatus::kActive;
  advertiser->exclusion_labels = SomeLabel(dice_, 8);
  advertiser->blocks = MakeBlocks(dice_, market_, 10);
  advertiser_ = advertiser->name;
  contents_.advertisers.emplace(advertiser_, std::move(advertiser));
}

void ContentsMaker::AddKeywordLists() {
  for (size_t i = 0; i < kWorkloadLists; ++i) {
    auto list = std::make_shared<KeywordList>();
    list->name = WorkloadListName(i);
    list->dry_run = i % 10 == 3;
    if (i % 10 == 7) {
      list->expires = WorkloadStart() + absl::Hours(static_cast<int64_t>(i));
    }
    for (size_t terms = dice_.Between(5, 80); terms > 0; --terms) {
      list->terms.push_back(MakeTerm(dice_, market_));
    }
    contents_.keyword_lists.emplace(list->name, list);
  }
}

void ContentsMaker::AddCampaign(Tier tier, size_t line_items) {
  auto campaign = std::make_shared<Campaign>();
  campaign->name = Concat("campaigns/campaign", contents_.campaigns.size());
  campaign->advertiser = advertiser_;
  campaign->status =
      dice_.OneIn(30) ? ServingStatus::kPaused : ServingStatus::kActive;
  campaign->flight = MakeFlight(dice_);
  campaign->tier = tier;
  campaign->priority = static_cast<int32_t>(dice_.Between(7, 9));
  campaign->exclusion_labels = SomeLabel(dice_, 5);
  campaign->blocks = MakeBlocks(dice_, market_, 5);
  campaign->exempt_from_site_blocks = tier == Tier::kHouse && dice_.OneIn(4);
  for (size_t i = 0, end = dice_.Between(2, 4); i < end; ++i) {
    campaign->creatives.push_back(MakeCreative(
        dice_, market_, Concat(campaign->name, "/creatives/c", i)));
  }
  for (size_t i = 0; i < line_items; ++i) {
    campaign->line_items.push_back(MakeLineItem(*campaign, i));
  }
  made_[static_cast<size_t>(tier)] += line_items;
  std::string name = campaign->name;
  contents_.campaigns.emplace(std::move(name), std::move(campaign));
}

LineItem ContentsMaker::MakeLineItem(const Campaign& campaign, size_t number) {
  LineItem item;
  item.name = Concat(campaign.name, "/lineItems/l", number);
  item.status =
      dice_.OneIn(25) ? ServingStatus::kPaused : ServingStatus::kActive;
  item.weight = static_cast<int32_t>(dice_.Between(1, 20) * 50);
  Reach reach = Reach::kHouse;
  if (campaign.tier != Tier::kHouse) {
    reach =
        dice_.Below(1000) < broad_per_mille_ ? Reach::kBroad : Reach::kNarrow;
  }
  if (campaign.tier == Tier::kPricePriority) item.price = MakePrice(dice_);
  item.rule = MakeLineItemRule(dice_, market_, reach);
  for (uint32_t i = 0; i < campaign.creatives.size(); ++i) {
    item.creatives.push_back(i);
  }
  return item;
}

void ContentsMaker::SetPolicy() {
  auto policy = std::make_shared<SitePolicy>();
  policy->currency = "EUR";
  policy->blocks.keywords = {MakeTerm(dice_, market_)};
  policy->blocked_advertisers = {"advertisers/advertiser1"};
  policy->blocked_click_domains = {"shop7.example"};
  policy->floors = {
      {.section = {}, .cpm = Micros(200'000)},
      {.section = {market_.sold().front().front()}, .cpm = Micros(500'000)}};
  contents_.site_policy = std::move(policy);
}

}  // namespace

CatalogContents MakeContents(const WorkloadShape& shape, const Market& market) {
  return ContentsMaker(shape, market).Make();
}

}  // namespace placard
