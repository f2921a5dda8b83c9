#include <memory>
#include <utility>

#include "engine/catalog/catalog_builder.h"
#include "engine/engine.h"
#include "tests/engine/lint/lint_world.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class OutrankedTest : public LintWorld {
 protected:
  OutrankedTest() {
    catalog_.policy().slot_presets = {
        {.id = "box", .sizes = {kTestBox}, .count = 2},
        {.id = "top", .sizes = {kTestBanner}}};
  }
  std::string Why(const Campaign& campaign) const {
    return Message(Find(campaign), LintCode::kAlwaysOutranked);
  }
  std::string Why(const SmallCampaign& campaign) const {
    return Why(MakeCampaign(campaign));
  }
  static Campaign Blanket(const std::string& id) {
    return MakeCampaign({.id = id,
                         .tier = Tier::kSponsorship,
                         .creatives = {kTestBox, kTestBanner}});
  }
  void AddBlankets() {
    for (const char* id : {"s1", "s2", "s3"}) catalog_.Add(Blanket(id));
  }
};

TEST_F(OutrankedTest, AWeightOfZeroNeverWins) {
  EXPECT_THAT(Find(MakeCampaign({.id = "c", .weight = 0})),
              ElementsAre(Finding(
                  LintCode::kAlwaysOutranked, "campaigns/c/lineItems/l",
                  "line_items[0].weight",
                  "it can win no place: its weight is 0, so it never wins a "
                  "draw")));
}

TEST_F(OutrankedTest, SaysNothingOfWhatDoesNotRace) {
  AddBlankets();
  Campaign campaign = MakeCampaign({.id = "c", .weight = 0});
  campaign.line_items[0].companion_of = 1;
  EXPECT_EQ(Why(campaign), "");
  campaign.line_items[0].companion_of.reset();
  campaign.line_items[0].share_of_voice = 10;
  EXPECT_EQ(Why(campaign), "");
}

TEST_F(OutrankedTest, ABidBelowEveryFloorNeverWins) {
  const SmallCampaign bid = {
      .id = "c", .tier = Tier::kPricePriority, .cpm_micros = 500'000};
  catalog_.policy().floors = {{.section = {"news"}, .cpm = Micros(2'000'000)}};
  EXPECT_EQ(Why(bid), "");  // a page elsewhere has no floor
  catalog_.policy().floors.push_back({.section = {}, .cpm = Micros(1'000'000)});
  EXPECT_EQ(Why(bid),
            "it can win no place: it bids 0.5 for a thousand impressions, "
            "which is below the lowest floor of the site, 1");
  catalog_.policy().floors.push_back(
      {.section = {"sport"}, .cpm = Micros(500'000)});
  EXPECT_EQ(Why(bid), "");
}

TEST_F(OutrankedTest, EnoughBlanketsLeaveNoPlace) {
  const SmallCampaign campaign = {.id = "c", .rule = SectionIn({"news"})};
  catalog_.Add(Blanket("s1"));
  catalog_.Add(Blanket("s2"));
  EXPECT_EQ(Why(campaign), "");
  catalog_.Add(Blanket("s3"));
  EXPECT_EQ(Why(campaign),
            "it can win no place: campaigns that serve on every page come "
            "first and are enough for the 3 places of all slot presets: "
            "campaigns/s1, campaigns/s2, campaigns/s3");
}

TEST_F(OutrankedTest, NothingOutranksItself) {
  AddBlankets();
  EXPECT_EQ(Why(Blanket("s1")), "");
  EXPECT_EQ(Why({.id = "c", .tier = Tier::kSponsorship, .priority = 8}), "");
  EXPECT_NE(Why({.id = "c", .tier = Tier::kSponsorship, .priority = 9}), "");
}

// Each of these leaves it a place now and then.
TEST_F(OutrankedTest, WhatMayStayAwayIsNoBlanket) {
  const SmallCampaign campaign = {.id = "c"};
  const auto why_with = [&](auto&& change) {
    AddBlankets();
    Campaign third = Blanket("s3");
    change(third);
    catalog_.Add(std::move(third));
    return Why(campaign);
  };
  EXPECT_NE(why_with([](Campaign&) {}), "");
  EXPECT_EQ(why_with([](Campaign& c) { c.status = ServingStatus::kPaused; }),
            "");
  EXPECT_EQ(why_with([](Campaign& c) {
              c.line_items[0].status = ServingStatus::kPaused;
            }),
            "");
  EXPECT_EQ(why_with([](Campaign& c) { c.line_items[0].weight = 0; }), "");
  EXPECT_EQ(why_with([](Campaign& c) { c.line_items[0].share_of_voice = 50; }),
            "");
  EXPECT_EQ(
      why_with([](Campaign& c) { c.line_items[0].rule = SectionIn({"news"}); }),
      "");
  EXPECT_EQ(why_with([](Campaign& c) { c.exclusion_labels = {"cars"}; }), "");
  EXPECT_EQ(why_with([](Campaign& c) { c.blocks.keywords = Terms({"war"}); }),
            "");
  EXPECT_EQ(why_with([](Campaign& c) {
              c.line_items[0].creatives = {1};  // the banner only
            }),
            "");
  EXPECT_EQ(
      why_with([](Campaign& c) { c.flight.end = LintNow() + absl::Hours(24); }),
      "");
  EXPECT_EQ(why_with([](Campaign& c) {
              c.flight.start = LintNow() + absl::Hours(24);
            }),
            "");
  EXPECT_EQ(why_with([](Campaign& c) { c.roadblock = Roadblock::kAll; }), "");
  EXPECT_EQ(why_with([](Campaign& c) {
              c.line_items.resize(kDrawSize - 1, c.line_items[0]);
            }),
            "");
}

TEST_F(OutrankedTest, PolicyAndAdvertiserMayKeepBlanketsAway) {
  AddBlankets();
  const SmallCampaign campaign = {.id = "c"};
  ASSERT_NE(Why(campaign), "");
  catalog_.acme().page_limit = 1;
  EXPECT_EQ(Why(campaign), "");
  catalog_.acme().page_limit = 0;
  catalog_.policy().advertiser_page_limit = 1;
  EXPECT_EQ(Why(campaign), "");
  catalog_.policy().advertiser_page_limit = 0;
  catalog_.policy().blocked_click_domains = {"example"};
  EXPECT_EQ(Why(campaign), "");
  catalog_.policy().blocked_click_domains = {};
  catalog_.policy().no_duplicates = NoDuplicates::kAdvertiser;
  EXPECT_EQ(Why(campaign), "");  // all three are one advertiser's
  catalog_.policy().no_duplicates = NoDuplicates::kCampaign;
  catalog_.policy().slot_presets.push_back({.id = "more", .sizes = {kTestBox}});
  EXPECT_EQ(Why(campaign), "");  // four places
}

TEST_F(OutrankedTest, AnExemptHouseCampaignServesWhereBlanketsAreBlocked) {
  AddBlankets();
  Campaign house = MakeCampaign({.id = "c", .tier = Tier::kHouse});
  house.exempt_from_site_blocks = true;
  EXPECT_NE(Why(house), "");
  catalog_.policy().blocks.keywords = Terms({"war"});
  EXPECT_EQ(Why(house), "");
  house.exempt_from_site_blocks = false;
  EXPECT_THAT(Why(house), HasSubstr("campaigns/s1"));
}

// Against the engine itself: pages that ask for each preset once.
TEST_F(OutrankedTest, DecisionsNeverShowWhatIsOutranked) {
  AddBlankets();
  catalog_.Add({.id = "c", .rule = SectionIn({"news"})});
  catalog_.Add({.id = "h", .tier = Tier::kHouse});
  ASSERT_NE(Why({.id = "c", .rule = SectionIn({"news"})}), "");
  CatalogBuilder builder;
  builder.PutAll(catalog_.contents());
  const auto snapshot = builder.Publish({.epoch = "test", .revision = 1});
  PageRequest request;
  request.page.sections = {{"news"}};
  for (const SlotPreset& preset : catalog_.policy().slot_presets) {
    request.slots.push_back(
        {.id = preset.id, .sizes = preset.sizes, .count = preset.count});
  }
  DecideScratch scratch;
  for (uint64_t seed = 0; seed < 500; ++seed) {
    Decision decision;
    Decide(*snapshot, request, LintNow(), seed, scratch, decision);
    for (const SlotResult& slot : decision.slots) {
      for (const Ad& ad : slot.ads) {
        ASSERT_EQ(ad.campaign->tier, Tier::kSponsorship) << seed;
      }
    }
  }
}

}  // namespace
}  // namespace placard
