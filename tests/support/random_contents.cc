#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/status.h"
#include "tests/support/random_model.h"
#include "tests/support/random_values.h"

namespace placard {
namespace {

using namespace random_values;

constexpr size_t kAdvertisers = 4;

std::string AdvertiserName(size_t number) {
  return Concat("advertisers/a", number);
}

ServingStatus RandomStatus(Dice& dice) {
  return dice.OneIn(12) ? ServingStatus::kPaused : ServingStatus::kActive;
}

std::vector<std::string> RandomLabels(Dice& dice) {
  if (!dice.OneIn(6)) return {};
  return dice.Sample(Labels(), 1);
}

// Blocks that leave most pages alone.
Blocks RareBlocks(Dice& dice) {
  return dice.OneIn(3) ? RandomBlocks(dice) : Blocks();
}

std::shared_ptr<const KeywordList> RandomList(Dice& dice, std::string name) {
  auto list = std::make_shared<KeywordList>();
  list->name = std::move(name);
  if (dice.OneIn(4)) list->expires = RandomInstant(dice);
  list->dry_run = dice.OneIn(5);
  for (size_t terms = dice.Below(4); terms > 0; --terms) {
    list->terms.push_back(RandomTerm(dice));
  }
  return list;
}

Flight RandomFlight(Dice& dice) {
  Flight flight{.start = absl::InfinitePast(), .zone = RandomZone(dice)};
  if (dice.OneIn(6)) flight.start = RandomInstant(dice);
  if (dice.OneIn(6)) flight.end = RandomInstant(dice);
  return flight;
}

Price PriceOf(int64_t cpm_micros) {
  Price price;
  price.cpm = Micros(cpm_micros);
  return price;
}

Price RandomPrice(Dice& dice) {
  if (!dice.OneIn(3)) return PriceOf(dice.Pick(CpmMicros()));
  Price price;
  price.unit = Price::Unit::kCpc;
  price.cpc = Micros(static_cast<int64_t>(dice.Between(1, 3)) * 500);
  price.clicks_per_million = 1'000'000;
  price.clicks_per_million /= static_cast<int64_t>(dice.Between(1, 2));
  return price;
}

std::variant<Rule, BadRule> RandomLineItemRule(Dice& dice) {
  if (dice.OneIn(25)) return BadRule{"unknown kind of rule"};
  if (dice.Percent(40)) return Rule{AllOfRule{}};
  return RandomRule(dice, static_cast<int>(dice.Between(1, 3)));
}

Creative RandomCreative(Dice& dice, std::string name) {
  Creative creative;
  creative.name = std::move(name);
  creative.size = dice.Pick(Sizes());
  creative.click_host = dice.Pick(ClickHosts());
  creative.click_url = "https://" + creative.click_host + "/";
  creative.content = HtmlContent{"<p>ad</p>"};
  creative.exclusion_labels = RandomLabels(dice);
  if (dice.OneIn(3)) creative.blocks = RandomBlocks(dice);
  return creative;
}

LineItem RandomLineItem(Dice& dice, std::string name,
                        const Campaign& campaign) {
  LineItem item;
  item.name = std::move(name);
  item.status = RandomStatus(dice);
  if (campaign.tier == Tier::kPricePriority && !dice.OneIn(10)) {
    item.price = RandomPrice(dice);
  }
  item.weight = static_cast<int32_t>(dice.Below(4));
  item.rule = RandomLineItemRule(dice);
  for (uint32_t i = 0; i < campaign.creatives.size(); ++i) {
    if (!dice.OneIn(4)) item.creatives.push_back(i);
  }
  return item;
}

Campaign RandomCampaign(Dice& dice, std::string name, Tier tier) {
  Campaign campaign;
  campaign.name = std::move(name);
  // One past the last: that advertiser does not exist.
  campaign.advertiser =
      AdvertiserName(dice.OneIn(20) ? kAdvertisers : dice.Below(kAdvertisers));
  campaign.status = RandomStatus(dice);
  campaign.flight = RandomFlight(dice);
  campaign.tier = tier;
  campaign.priority = static_cast<int32_t>(dice.Between(1, 2));
  campaign.exclusion_labels = RandomLabels(dice);
  campaign.blocks = RareBlocks(dice);
  campaign.exempt_from_site_blocks = tier == Tier::kHouse && dice.OneIn(2);
  for (size_t i = 0, end = dice.Between(1, 4); i < end; ++i) {
    campaign.creatives.push_back(
        RandomCreative(dice, Concat(campaign.name, "/creatives/c", i)));
  }
  for (size_t i = 0, end = dice.Between(1, 3); i < end; ++i) {
    campaign.line_items.push_back(RandomLineItem(
        dice, Concat(campaign.name, "/lineItems/l", i), campaign));
  }
  return campaign;
}

// More equals than take part in a draw.
Campaign CrowdMember(Dice& dice, std::string name, Tier tier) {
  Campaign campaign = RandomCampaign(dice, std::move(name), tier);
  campaign.priority = 1;
  for (LineItem& item : campaign.line_items) {
    item.weight = 2;
    item.rule = Rule{AllOfRule{}};
    if (tier == Tier::kPricePriority) {
      item.price = PriceOf(1'000'000);
    }
  }
  return campaign;
}

void AddCampaign(CatalogContents& contents, Campaign campaign) {
  std::string name = campaign.name;
  contents.campaigns.emplace(std::move(name),
                             std::make_shared<Campaign>(std::move(campaign)));
}

void AddAdvertisers(Dice& dice, CatalogContents& contents) {
  for (size_t i = 0; i < kAdvertisers; ++i) {
    auto advertiser = std::make_shared<Advertiser>();
    advertiser->name = AdvertiserName(i);
    advertiser->status = RandomStatus(dice);
    advertiser->exclusion_labels = RandomLabels(dice);
    advertiser->blocks = RareBlocks(dice);
    contents.advertisers.emplace(advertiser->name, advertiser);
  }
}

SitePolicy RandomPolicy(Dice& dice) {
  SitePolicy policy;
  policy.currency = "EUR";
  if (dice.OneIn(3)) policy.blocks = RandomBlocks(dice);
  if (dice.OneIn(4)) policy.blocked_advertisers.push_back(AdvertiserName(0));
  if (dice.OneIn(4)) policy.blocked_click_domains.push_back("shop.example");
  if (dice.OneIn(3)) {
    policy.floors.push_back({.section = {}, .cpm = Micros(999'999)});
  }
  for (const SectionPath& section : dice.Sample(Sections(), dice.Below(3))) {
    policy.floors.push_back(
        {.section = section, .cpm = Micros(dice.Pick(CpmMicros()))});
  }
  return policy;
}

}  // namespace

CatalogContents RandomLists(Dice& dice) {
  CatalogContents contents;
  for (size_t i = 0; i < kRandomLists; ++i) {
    if (dice.OneIn(12)) continue;  // named, but missing
    const std::string name = Concat("keywordLists/l", i);
    contents.keyword_lists.emplace(name, RandomList(dice, name));
  }
  // The same ids in two trees of different shapes; "none" has no tree.
  contents.taxonomies.emplace(
      "iab",
      std::make_shared<Taxonomy>(Taxonomy{
          .id = "iab",
          .parent = {
              {"1", ""}, {"11", "1"}, {"12", "1"}, {"111", "11"}, {"2", ""}}}));
  contents.taxonomies.emplace(
      "own", std::make_shared<Taxonomy>(
                 Taxonomy{.id = "own", .parent = {{"1", "111"}, {"111", ""}}}));
  contents.site_policy = std::make_shared<SitePolicy>();
  return contents;
}

CatalogContents RandomContents(Dice& dice) {
  CatalogContents contents = RandomLists(dice);
  AddAdvertisers(dice, contents);
  contents.site_policy = std::make_shared<SitePolicy>(RandomPolicy(dice));
  static const auto& tiers = *new std::vector<Tier>{
      Tier::kSponsorship, Tier::kStandard, Tier::kPricePriority, Tier::kHouse};
  for (size_t i = 0, end = dice.Between(2, 14); i < end; ++i) {
    AddCampaign(contents, RandomCampaign(dice, Concat("campaigns/k", i),
                                         dice.Pick(tiers)));
  }
  if (dice.OneIn(4)) {
    const Tier tier = dice.Pick(tiers);
    for (size_t i = 0, end = dice.Between(50, 90); i < end; ++i) {
      AddCampaign(contents,
                  CrowdMember(dice, Concat("campaigns/crowd", i), tier));
    }
  }
  AddPageRules(dice, contents);
  return contents;
}

}  // namespace placard
