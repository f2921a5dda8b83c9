// Random documents of a catalogue, and pages that they concern.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "engine/catalog/catalog_builder.h"
#include "tests/engine/catalog/documents.h"

namespace placard {

// Documents and pages over so few words that they meet.
class RandomDocuments {
 public:
  explicit RandomDocuments(uint32_t seed) : random_(seed) {}

  uint32_t Below(uint32_t n) { return random_() % n; }
  bool OneIn(uint32_t n) { return Below(n) == 0; }

  CatalogObject Document() {
    switch (Below(12)) {
      case 0:
        return RandomAdvertiser();
      case 1:
        return RandomList();
      case 2:
        return OneIn(2) ? CatalogObject(RandomTaxonomy())
                        : CatalogObject(RandomPolicy());
      default:
        return RandomCampaign();
    }
  }

  std::string Name() {
    switch (Below(8)) {
      case 0:
        return AdvertiserName();
      case 1:
        return ListName();
      case 2:
        return OneIn(2) ? "taxonomies/t" : "sitePolicy";
      default:
        return CampaignName();
    }
  }

  PageRequest Request() {
    PageRequest request = About({}, 1 + Below(3));
    for (uint32_t n = Below(3); n > 0; --n) {
      request.page.keywords.push_back(Text());
    }
    if (OneIn(2)) request.page.sections = {Path()};
    if (OneIn(3)) request.page.sections.push_back(Path());
    if (OneIn(2)) request.page.categories = {Category()};
    if (OneIn(3)) request.page.exclusion_labels = {Label()};
    if (OneIn(2)) request.page.key_values = {{"k", {Value()}}};
    if (OneIn(2)) request.viewer.country = Value();
    for (Slot& slot : request.slots) {
      if (OneIn(3)) slot.key_values = {{"k", {Value()}}};
    }
    return request;
  }

  absl::Time Instant() { return kNow + absl::Minutes(Below(600)); }

 private:
  std::string AdvertiserName() {
    return "advertisers/" + std::string(1, static_cast<char>('a' + Below(3)));
  }
  std::string ListName() { return "keywordLists/l" + std::to_string(Below(3)); }
  std::string CampaignName() {
    return "campaigns/c" + std::to_string(Below(8));
  }
  std::string Text() {
    std::string text = "w" + std::to_string(Below(6));
    if (OneIn(3)) text += " w" + std::to_string(Below(6));
    return text;
  }
  std::string Value() { return "v" + std::to_string(Below(3)); }
  std::string Label() { return "label" + std::to_string(Below(3)); }
  CategoryId Category() { return {"t", "c" + std::to_string(Below(5))}; }
  SectionPath Path() {
    SectionPath path = {"s" + std::to_string(Below(2))};
    while (OneIn(2)) path.push_back("s" + std::to_string(Below(2)));
    return path;
  }
  SectionTerm Section() { return {.path = Path(), .exact = OneIn(4)}; }
  KeywordTerm Term() {
    if (OneIn(5)) return {.text = Text(), .match = Match::kExact};
    return {.text = Text()};
  }

  Rule RandomRule(int depth) {
    switch (Below(depth > 0 ? 11 : 8)) {
      case 0:
        return Rule{KeywordRule{{Term(), Term()}}};
      case 1:
        return Rule{SectionRule{.include = {Section()}, .exclude = {}}};
      case 2:
        return Rule{
            SectionRule{.include = {Section()}, .exclude = {Section()}}};
      case 3:
        return Rule{CategoryRule{{Category()}}};
      case 4:
        return Rule{ValueRule{.field = ValueRule::Field::kCountry,
                              .values = {Value()}}};
      case 5:
        return Has("k", Value());
      case 6: {
        DaypartRule daypart;
        for (size_t i = Below(8); i < daypart.quarters->size(); i += 8) {
          daypart.quarters->set(i);
        }
        return Not(Rule{daypart});
      }
      case 7:
        return Not(OnList(ListName()));
      case 8:
        return Not(RandomRule(depth - 1));
      case 9:
        return Rule{AnyOfRule{{RandomRule(depth - 1), RandomRule(depth - 1)}}};
      default:
        return Rule{AllOfRule{{RandomRule(depth - 1), RandomRule(depth - 1)}}};
    }
  }

  Blocks RandomBlocks() {
    Blocks blocks;
    if (!OneIn(3)) return blocks;
    if (OneIn(3)) blocks.keywords = {Term()};
    if (OneIn(3)) blocks.keyword_lists = {ListName()};
    if (OneIn(3)) blocks.sections = {Section()};
    if (OneIn(5)) {
      for (int i = 0; i < 10; ++i) blocks.categories.push_back(Category());
    }
    return blocks;
  }

  std::shared_ptr<const Advertiser> RandomAdvertiser() {
    Advertiser advertiser = *AdvertiserOf(AdvertiserName());
    if (OneIn(4)) advertiser.status = ServingStatus::kPaused;
    if (OneIn(2)) advertiser.blocks = RandomBlocks();
    if (OneIn(2)) advertiser.exclusion_labels = {Label()};
    return Shared(std::move(advertiser));
  }

  std::shared_ptr<const KeywordList> RandomList() {
    KeywordList list = *ListOf(ListName(), {Text(), Text()});
    if (OneIn(4)) list.dry_run = true;
    if (OneIn(4)) list.expires = Instant();
    return Shared(std::move(list));
  }

  std::shared_ptr<const Taxonomy> RandomTaxonomy() {
    Taxonomy taxonomy;
    taxonomy.id = "t";
    for (uint32_t i = 0; i < 5; ++i) {
      taxonomy.parent["c" + std::to_string(i)] =
          i == 0 || OneIn(3) ? "" : "c" + std::to_string(Below(i));
    }
    return Shared(std::move(taxonomy));
  }

  std::shared_ptr<const SitePolicy> RandomPolicy() {
    SitePolicy policy;
    policy.blocks = RandomBlocks();
    if (OneIn(3)) policy.blocked_advertisers = {AdvertiserName()};
    if (OneIn(3)) policy.blocked_click_domains = {"example"};
    return Shared(std::move(policy));
  }

  std::shared_ptr<const Campaign> RandomCampaign() {
    // Now and then only a little of what it was.
    std::optional<Campaign>& last = last_[Below(8)];
    if (!last.has_value() || OneIn(3)) last = NewCampaign();
    Campaign& campaign = *last;
    LineItem& item = campaign.line_items[Below(
        static_cast<uint32_t>(campaign.line_items.size()))];
    if (OneIn(4)) item.status = ServingStatus::kPaused;
    if (OneIn(4)) item.status = ServingStatus::kActive;
    if (OneIn(4)) item.weight = static_cast<int32_t>(Below(3));
    if (OneIn(4)) item.price = PriceOf(Below(3));
    if (OneIn(4)) item.rule = RandomRule(2);
    if (OneIn(9)) item.rule = BadRule{"bad"};
    if (OneIn(9)) campaign.flight.start = Instant();
    if (OneIn(9)) campaign.blocks = RandomBlocks();
    if (OneIn(4)) campaign.creatives[Below(2)].blocks = RandomBlocks();
    if (OneIn(9)) std::swap(item, campaign.line_items[0]);
    if (OneIn(9)) item.creatives = {Below(2)};
    return Shared(campaign);
  }

  Campaign NewCampaign() {
    Campaign campaign = CampaignOf(CampaignName());
    campaign.advertiser = AdvertiserName();
    campaign.tier = static_cast<Tier>(Below(4));
    campaign.priority = static_cast<int32_t>(1 + Below(2));
    campaign.exempt_from_site_blocks =
        campaign.tier == Tier::kHouse && OneIn(2);
    if (OneIn(3)) campaign.flight.start = Instant();
    if (OneIn(3)) {
      campaign.flight.end = campaign.flight.start + absl::Hours(1 + Below(99));
    }
    campaign.creatives.push_back(campaign.creatives[0]);
    campaign.creatives[1].name += "2";
    campaign.creatives[1].exclusion_labels = {Label()};
    for (uint32_t i = 0, n = 1 + Below(5); i < n; ++i) {
      AddLineItem(campaign, "l" + std::to_string(i), RandomRule(3));
      campaign.line_items.back().creatives = {0, 1};
    }
    return campaign;
  }

  std::mt19937 random_;
  std::optional<Campaign> last_[8];
};

}  // namespace placard
