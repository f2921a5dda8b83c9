// What is said of everything but rules.

#include "tests/engine/explain/explained_page.h"

namespace placard {
namespace {

using testing::Contains;
using testing::ElementsAre;

class ConflictWordsTest : public ExplainedPage {
 protected:
  // The one campaign, to be changed before it is explained.
  Campaign Plain(const SmallCampaign& campaign = {.id = "a"}) {
    return MakeCampaign(campaign);
  }
  std::vector<std::string> LinesOf(Campaign campaign) {
    catalog_.Add(std::move(campaign));
    return Lines("a");
  }
};

TEST_F(ConflictWordsTest, EverythingThatIsPaused) {
  catalog_.acme().status = ServingStatus::kPaused;
  Campaign campaign = Plain();
  campaign.status = ServingStatus::kPaused;
  campaign.line_items[0].status = ServingStatus::kPaused;
  EXPECT_THAT(LinesOf(campaign),
              ElementsAre("advertisers/acme status | status active | status "
                          "paused | resume advertisers/acme",
                          "campaigns/a status | status active | status paused "
                          "| resume campaigns/a",
                          "campaigns/a/lineItems/l status | status active | "
                          "status paused | resume campaigns/a/lineItems/l"));
  EXPECT_EQ(ExplainOf("a").slots[0].verdict, Verdict::kNotServable);
}

TEST_F(ConflictWordsTest, AFlightThatHasNotBegunOrIsOver) {
  Campaign campaign = Plain();
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Berlin", &campaign.flight.zone));
  campaign.flight.start =
      absl::FromCivil(absl::CivilDay(2026, 3, 1), campaign.flight.zone);
  EXPECT_THAT(LinesOf(campaign),
              ElementsAre("campaigns/a flight.start_time | not before "
                          "2026-03-01T00:00:00+01:00 | it is "
                          "2026-02-02T10:00:00+01:00 | wait until "
                          "2026-03-01T00:00:00+01:00"));
  campaign.flight = {.start = absl::InfinitePast(),
                     .end = instant_,
                     .zone = absl::UTCTimeZone()};
  EXPECT_THAT(LinesOf(campaign),
              ElementsAre("campaigns/a flight.end_time | before "
                          "2026-02-02T09:00:00+00:00 | it is "
                          "2026-02-02T09:00:00+00:00 | extend the flight "
                          "beyond 2026-02-02T09:00:00+00:00"));
}

TEST_F(ConflictWordsTest, WhatIsNotWellFormed) {
  Campaign campaign = Plain();
  campaign.line_items[0].rule = BadRule{"unknown kind of rule"};
  EXPECT_THAT(LinesOf(campaign),
              ElementsAre("campaigns/a/lineItems/l rule | a rule that can be "
                          "read | unknown kind of rule | rewrite the rule"));
  campaign = Plain({.id = "a", .tier = Tier::kPricePriority});
  EXPECT_THAT(LinesOf(campaign),
              ElementsAre("campaigns/a/lineItems/l price | a price, for tier "
                          "price_priority | no price | give the line item a "
                          "price"));
  campaign = Plain({.id = "a", .rule = Not(InKeywordList("keywordLists/x"))});
  EXPECT_THAT(LinesOf(campaign),
              ElementsAre("campaigns/a/lineItems/l rule | keywordLists/x | "
                          "there is no such list | create keywordLists/x, or "
                          "take it out of the rule"));
  campaign = Plain();
  campaign.advertiser = "advertisers/nobody";
  EXPECT_THAT(LinesOf(campaign),
              ElementsAre("campaigns/a advertiser | advertisers/nobody | there "
                          "is no such advertiser | create "
                          "advertisers/nobody"));
}

TEST_F(ConflictWordsTest, PagesThatCampaignAndAdvertiserStayAwayFrom) {
  request_.page.keywords = {"crash"};
  request_.page.sections = {{"news"}};
  catalog_.acme().blocks.sections = SectionTerms({"news"});
  Campaign campaign = Plain();
  campaign.blocks.keywords = Terms({"crash", "war"});
  EXPECT_THAT(
      LinesOf(campaign),
      ElementsAre("campaigns/a blocks.keywords | not keyword any of {crash, "
                  "war} | page has crash (keyword) | take crash off the page, "
                  "or take it out of the campaign's blocks",
                  "advertisers/acme blocks.sections | section not in {news} | "
                  "page is in {news} | take the page out of news, or exclude "
                  "less in the advertiser's blocks"));
}

TEST_F(ConflictWordsTest, SizesThatDoNotFit) {
  EXPECT_THAT(LinesOf(Plain({.id = "a",
                             .creatives = {kTestBanner, RatioSize{16, 9, 320},
                                           FluidSize{}}})),
              ElementsAre("campaigns/a/lineItems/l creatives | a creative for "
                          "slot top, which takes {300x250} | creatives of "
                          "{728x90, 16:9 from 320, fluid} | add a creative of "
                          "300x250"));
  EXPECT_EQ(ExplainOf("a").slots[0].reason, Reason::kSize);
}

TEST_F(ConflictWordsTest, WhatTheSitePolicyBlocks) {
  request_.page.title = "the war";
  catalog_.policy().blocks.keywords = Terms({"war"});
  catalog_.policy().blocked_advertisers = {"advertisers/acme"};
  catalog_.policy().blocked_click_domains = {"shop.example"};
  EXPECT_THAT(
      LinesOf(Plain()),
      ElementsAre("sitePolicy blocks.keywords | not keyword any of {war} | "
                  "page has war (title) | take war off the page, or take it "
                  "out of the site policy's blocks",
                  "sitePolicy blocked_advertisers | no blocked advertiser | is "
                  "of advertisers/acme | take advertisers/acme out of the site "
                  "policy",
                  "sitePolicy blocked_click_domains | no blocked click domain "
                  "| leads to shop.example | lead elsewhere, or take the "
                  "domain out of the site policy"));
  EXPECT_EQ(ExplainOf("a").slots[0].reason, Reason::kBlocked);
}

TEST_F(ConflictWordsTest, LabelsThatThePageExcludes) {
  request_.page.exclusion_labels = {"airline", "travel"};
  catalog_.acme().exclusion_labels = {"airline"};
  Campaign campaign = Plain();
  campaign.creatives[0].exclusion_labels = {"travel"};
  EXPECT_THAT(LinesOf(campaign),
              ElementsAre("advertisers/acme exclusion_labels | no exclusion "
                          "label of the page | carries airline | take airline "
                          "off advertisers/acme or out of the page's exclusion "
                          "labels",
                          "campaigns/a/creatives/c0 exclusion_labels | no "
                          "exclusion label of the page | carries travel | take "
                          "travel off campaigns/a/creatives/c0 or out of the "
                          "page's exclusion labels"));
}

TEST_F(ConflictWordsTest, CreativesThatAreEachBlockedAreAlternatives) {
  request_.page.keywords = {"war"};
  request_.page.exclusion_labels = {"toys"};
  Campaign campaign =
      Plain({.id = "a", .creatives = {kTestBox, kTestBox, kTestBanner}});
  campaign.creatives[0].blocks.keywords = Terms({"war"});
  campaign.creatives[1].exclusion_labels = {"toys"};
  EXPECT_THAT(
      LinesOf(campaign),
      ElementsAre("any of [campaigns/a/creatives/c0 blocks.keywords | not "
                  "keyword any of {war} | page has war (keyword) | take war "
                  "off the page, or take it out of the creative's blocks] "
                  "[campaigns/a/creatives/c1 exclusion_labels | no exclusion "
                  "label of the page | carries toys | take toys off "
                  "campaigns/a/creatives/c1 or out of the page's exclusion "
                  "labels]"));
}

TEST_F(ConflictWordsTest, BidsBelowTheFloorOfSlotAndSite) {
  request_.slots[0].floor = Micros(5'000'000);
  catalog_.Add(
      {.id = "a", .tier = Tier::kPricePriority, .cpm_micros = 4'600'000});
  EXPECT_THAT(Lines("a"),
              ElementsAre("slots/top floor_cpm_micros | an eCPM of at least 5 "
                          "| bids 4.6 | raise the bid by 0.4"));
  catalog_.policy().floors = {{.section = {}, .cpm = Micros(6'000'000)}};
  EXPECT_THAT(Lines("a"),
              ElementsAre("sitePolicy floors | an eCPM of at least 6 | bids "
                          "4.6 | raise the bid by 1.4"));
  EXPECT_EQ(ExplainOf("a").slots[0].reason, Reason::kBelowFloor);
}

TEST_F(ConflictWordsTest, WeightZeroAndAPlaceOutsideTheDraw) {
  EXPECT_THAT(
      LinesOf(Plain({.id = "a", .weight = 0})),
      Contains("campaigns/a/lineItems/l weight | a weight above 0 | weight 0 | "
               "give the line item a weight of 1 or more"));
  for (int i = 0; i < 64; ++i) {
    catalog_.Add({.id = "other" + std::to_string(i), .weight = 2});
  }
  EXPECT_THAT(LinesOf(Plain()),
              Contains("campaigns/a/lineItems/l weight | a place among the "
                       "first 64 of its level | place 65 | raise the weight, "
                       "or give the campaign a smaller priority number"));
  EXPECT_EQ(ExplainOf("a").slots[0].reason, Reason::kOutsideDraw);
}

TEST_F(ConflictWordsTest, WhatThePageShowsAlready) {
  request_.slots = {BoxSlot("top"), BoxSlot("side")};
  catalog_.Add({.id = "a"});
  const LineItemExplanation item = ExplainOf("a");
  ASSERT_EQ(item.failures.size(), 1u);
  const bool in_top = item.slots[0].verdict == Verdict::kServes;
  EXPECT_EQ(Line(item.failures[0]),
            std::string("campaigns/a/lineItems/l no_duplicates | what the page "
                        "view does not show yet | slot ") +
                (in_top ? "top" : "side") +
                " shows campaigns/a/lineItems/l | it serves already; nothing");
  EXPECT_EQ(item.failures[0].slots, in_top ? 0b10u : 0b01u);
  EXPECT_EQ(item.slots[in_top ? 1 : 0].reason, Reason::kDuplicate);
}

TEST_F(ConflictWordsTest, WhoOutranksItAndByHowMuch) {
  catalog_.Add(
      {.id = "a", .tier = Tier::kPricePriority, .cpm_micros = 4'600'000});
  catalog_.Add(
      {.id = "b", .tier = Tier::kPricePriority, .cpm_micros = 5'000'000});
  EXPECT_THAT(Lines("a"),
              ElementsAre("campaigns/a/lineItems/l  | a place in slot top | "
                          "slot top shows campaigns/b/lineItems/l: bids 0.4 "
                          "more | raise the bid by more than 0.4"));
  const LineItemExplanation item = ExplainOf("a");
  EXPECT_EQ(item.slots[0].verdict, Verdict::kOutranked);
  ASSERT_TRUE(item.slots[0].winner.has_value());
  EXPECT_EQ(item.slots[0].winner->line_item, "campaigns/b/lineItems/l");
  EXPECT_EQ(item.slots[0].winner->margin, Winner::Margin::kPrice);
  EXPECT_EQ(item.slots[0].winner->ecpm_micros, 400'000);
}

TEST_F(ConflictWordsTest, RankedByTierPriorityAndDraw) {
  const auto how = [&](const SmallCampaign& winner) {
    catalog_.Add({.id = "a", .priority = 8});
    catalog_.Add(winner);
    return ExplainOf("a").slots[0].winner->how;
  };
  EXPECT_EQ(how({.id = "b", .tier = Tier::kSponsorship}),
            "tier sponsorship against standard");
  EXPECT_EQ(how({.id = "b", .priority = 3}), "priority 3 against 8");
  EXPECT_EQ(how({.id = "b", .priority = 8, .weight = 1'000'000}),
            "by this seed's draw, weight 1000000 against 1");
}

TEST_F(ConflictWordsTest, SaysThatALineItemDoesNotExist) {
  catalog_.Add({.id = "a"});
  const Explanation explanation =
      Explain({"campaigns/a/lineItems/x", "campaigns/b/lineItems/l", "junk"});
  ASSERT_EQ(explanation.line_items.size(), 3u);
  for (const LineItemExplanation& item : explanation.line_items) {
    EXPECT_FALSE(item.exists) << item.name;
    EXPECT_TRUE(item.slots.empty());
  }
}

}  // namespace
}  // namespace placard
