// What is said of line items that may serve, and whom the rest of the page
// view keeps out.

#include "tests/engine/explain/explained_page.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PageWordsTest : public ExplainedPage {
 protected:
  PageWordsTest() { request_.slots = {BoxSlot("top"), BoxSlot("side")}; }

  // Of the failing things those of one cause, in any slot.
  std::vector<std::string> LinesOf(const std::string& id, Cause cause) {
    std::vector<std::string> lines;
    for (const Failure& failure : ExplainOf(id).failures) {
      if (failure.cause == cause) lines.push_back(Line(failure));
    }
    return lines;
  }
};

TEST_F(PageWordsTest, SharesOfVoiceOfOneLevelExcludeEachOther) {
  for (const auto& [id, share] : {std::pair("a", 30), std::pair("b", 50)}) {
    Campaign campaign = MakeCampaign({.id = id, .tier = Tier::kSponsorship});
    campaign.line_items[0].share_of_voice = share;
    catalog_.Add(campaign);
  }
  PageShows("");
  int a = 0;
  int b = 0;
  for (seed_ = 0; seed_ < 1000; ++seed_) {
    const bool out_a = !LinesOf("a", Cause::kShareOfVoice).empty();
    const bool out_b = !LinesOf("b", Cause::kShareOfVoice).empty();
    EXPECT_TRUE(out_a || out_b) << seed_;
    a += !out_a;
    b += !out_b;
  }
  EXPECT_NEAR(a, 300, 60);
  EXPECT_NEAR(b, 500, 60);
}

TEST_F(PageWordsTest, TheShareThatThePageIsOutOf) {
  Campaign campaign = MakeCampaign({.id = "a", .tier = Tier::kSponsorship});
  campaign.line_items[0].share_of_voice = 1;
  catalog_.Add(campaign);
  PageShows("");
  EXPECT_THAT(
      LinesOf("a", Cause::kShareOfVoice),
      ElementsAre("campaigns/a/lineItems/l share_of_voice_percent | a page of "
                  "its 1 percent | by this seed the page is of another's | ask "
                  "for another page view, or raise the share"));
  EXPECT_EQ(ExplainOf("a").slots[0].reason, Reason::kShareOfVoice);
}

TEST_F(PageWordsTest, TwoAdvertisementsWithOneLabel) {
  Campaign shown = MakeCampaign({.id = "shown"});
  shown.exclusion_labels = {"airline"};
  catalog_.Add(shown);
  Campaign campaign = MakeCampaign({.id = "a"});
  campaign.creatives[0].exclusion_labels = {"airline"};
  catalog_.Add(campaign);
  PageShows("shown");
  EXPECT_THAT(LinesOf("a", Cause::kLabelConflict),
              ElementsAre("campaigns/a/lineItems/l exclusion_labels | no other "
                          "advertisement with label airline | slot top shows "
                          "campaigns/shown/lineItems/l | take airline off one "
                          "of the two"));
  EXPECT_EQ(ExplainOf("a").slots[1].reason, Reason::kLabelConflict);

  catalog_.acme().same_advertiser_exception = true;
  EXPECT_THAT(LinesOf("a", Cause::kLabelConflict), IsEmpty());
}

TEST_F(PageWordsTest, AnotherCreativeMayDoWithoutTheLabel) {
  Campaign shown = MakeCampaign({.id = "shown"});
  shown.exclusion_labels = {"airline"};
  catalog_.Add(shown);
  Campaign campaign =
      MakeCampaign({.id = "a", .creatives = {kTestBox, kTestBox}});
  campaign.creatives[0].exclusion_labels = {"airline"};
  catalog_.Add(campaign);
  PageShows("shown");
  EXPECT_THAT(LinesOf("a", Cause::kLabelConflict), IsEmpty());
}

TEST_F(PageWordsTest, TheAdvertisersLimit) {
  catalog_.Add({.id = "shown"});
  catalog_.Add({.id = "a"});
  catalog_.policy().advertiser_page_limit = 1;
  PageShows("shown");
  EXPECT_THAT(LinesOf("a", Cause::kAdvertiserLimit),
              ElementsAre("campaigns/a/lineItems/l page_limit | no more of "
                          "advertisers/acme than a page view may show | slot "
                          "top shows campaigns/shown/lineItems/l | raise the "
                          "limit of the advertiser or the site policy"));
  catalog_.policy().advertiser_page_limit = 2;
  EXPECT_THAT(LinesOf("a", Cause::kAdvertiserLimit), IsEmpty());
  catalog_.acme().page_limit = 1;
  EXPECT_EQ(ExplainOf("a").slots[1].reason, Reason::kAdvertiserLimit);
}

TEST_F(PageWordsTest, HouseAdvertisementsAreNotLimited) {
  catalog_.Add({.id = "shown", .tier = Tier::kHouse});
  catalog_.Add({.id = "a"});
  catalog_.policy().advertiser_page_limit = 1;
  PageShows("shown");
  EXPECT_THAT(LinesOf("a", Cause::kAdvertiserLimit), IsEmpty());
}

TEST_F(PageWordsTest, OneOfEachAdvertiserWhateverTheRoadblock) {
  catalog_.Add({.id = "shown"});
  catalog_.Add({.id = "a"});
  Campaign roadblock = MakeCampaign({.id = "b"});
  roadblock.roadblock = Roadblock::kOneOrMore;
  catalog_.Add(roadblock);
  catalog_.policy().no_duplicates = NoDuplicates::kAdvertiser;
  PageShows("shown");
  EXPECT_EQ(ExplainOf("a").slots[1].reason, Reason::kDuplicate);
  EXPECT_EQ(ExplainOf("b").slots[1].reason, Reason::kDuplicate);
}

TEST_F(PageWordsTest, WhatMayNotComeTwiceIsForThePolicyToSay) {
  Campaign campaign =
      MakeCampaign({.id = "a", .creatives = {kTestBox, kTestBox}});
  campaign.line_items.push_back(campaign.line_items[0]);
  campaign.line_items[1].name = "campaigns/a/lineItems/l2";
  campaign.line_items[1].creatives = {1};
  const auto twice = [&](NoDuplicates rule, Roadblock roadblock) {
    campaign.roadblock = roadblock;
    catalog_.Add(campaign);
    catalog_.policy().no_duplicates = rule;
    PageShows("a", 1);
    const std::vector<LineItemExplanation> items =
        Explain({"campaigns/a/lineItems/l", "campaigns/a/lineItems/l2"})
            .line_items;
    std::string found;
    for (const LineItemExplanation& item : items) {
      const bool is = std::any_of(
          item.failures.begin(), item.failures.end(), [](const Failure& f) {
            return f.cause == Cause::kDuplicate && (f.slots & 0b10) != 0;
          });
      found += is ? 'x' : '-';
    }
    return found;
  };
  EXPECT_EQ(twice(NoDuplicates::kCampaign, Roadblock::kOnlyOne), "xx");
  EXPECT_EQ(twice(NoDuplicates::kAdvertiser, Roadblock::kOnlyOne), "xx");
  EXPECT_EQ(twice(NoDuplicates::kCampaign, Roadblock::kOneOrMore), "-x");
  EXPECT_EQ(twice(NoDuplicates::kLineItem, Roadblock::kOnlyOne), "-x");
  // It shows its first creative, so the second, which is all that l2 has, is
  // free.
  EXPECT_EQ(twice(NoDuplicates::kCreative, Roadblock::kOnlyOne), "--");
}

TEST_F(PageWordsTest, WhatAnEarlierCallOfThePageViewShowed) {
  catalog_.Add({.id = "a"});
  request_.page_view.shown = {{.campaign = PageViewHash("campaigns/a"),
                               .advertiser = PageViewHash("advertisers/acme"),
                               .labels = {}}};
  PageShows("");
  EXPECT_THAT(
      LinesOf("a", Cause::kDuplicate),
      ElementsAre("campaigns/a/lineItems/l no_duplicates | what the page view "
                  "does not show yet | an earlier call of the page view showed "
                  "it | pause what is shown, or let the site policy or the "
                  "campaign's roadblock allow both"));
}

TEST_F(PageWordsTest, ACompanionNeedsItsMaster) {
  Campaign campaign = MakeCampaign({.id = "a"});
  campaign.line_items.push_back(campaign.line_items[0]);
  campaign.line_items[1].name = "campaigns/a/lineItems/master";
  campaign.line_items[0].companion_of = 1;
  catalog_.Add(campaign);
  PageShows("");
  EXPECT_THAT(LinesOf("a", Cause::kRoadblock),
              ElementsAre("campaigns/a/lineItems/l companion_of | "
                          "campaigns/a/lineItems/master on the page | it is "
                          "not shown | let campaigns/a/lineItems/master "
                          "serve"));
  PageShows("a", 1);
  EXPECT_THAT(LinesOf("a", Cause::kRoadblock), IsEmpty());
}

TEST_F(PageWordsTest, ARoadblockOfAllIsAllOrNone) {
  Campaign campaign = MakeCampaign({.id = "a"});
  campaign.roadblock = Roadblock::kAll;
  catalog_.Add(campaign);
  PageShows("");
  EXPECT_THAT(LinesOf("a", Cause::kRoadblock),
              ElementsAre("campaigns/a/lineItems/l roadblock | all line items "
                          "of campaigns/a, or none | not all can serve | let "
                          "each of them serve, or take the roadblock off"));
  EXPECT_EQ(ExplainOf("a").slots[0].reason, Reason::kRoadblock);
}

}  // namespace
}  // namespace placard
