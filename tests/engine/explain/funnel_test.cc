// How many pass each stage, and who nearly does.

#include "tests/engine/explain/explained_page.h"

namespace placard {
namespace {

using testing::ElementsAre;

class FunnelTest : public ExplainedPage {
 protected:
  static std::vector<std::string> Names(
      const std::vector<LineItemExplanation>& items) {
    std::vector<std::string> names;
    for (const LineItemExplanation& item : items) {
      names.push_back(item.name.substr(10, item.name.find('/', 10) - 10));
    }
    return names;
  }
};

TEST_F(FunnelTest, EachStageLosesWhoFailsIt) {
  request_.page.keywords = {"oil"};
  request_.page.exclusion_labels = {"toys"};
  request_.slots[0].floor = Micros(1'000'000);
  Campaign paused = MakeCampaign({.id = "paused"});
  paused.status = ServingStatus::kPaused;
  catalog_.Add(paused);
  Campaign ended = MakeCampaign({.id = "ended"});
  ended.flight.end = instant_;
  catalog_.Add(ended);
  catalog_.Add({.id = "unpriced", .tier = Tier::kPricePriority});
  catalog_.Add({.id = "elsewhere", .rule = KeywordIn({"gas"})});
  catalog_.Add({.id = "flat", .creatives = {kTestBanner}});
  Campaign toys = MakeCampaign({.id = "toys"});
  toys.exclusion_labels = {"toys"};
  catalog_.Add(toys);
  catalog_.Add(
      {.id = "cheap", .tier = Tier::kPricePriority, .cpm_micros = 999'999});
  catalog_.Add({.id = "idle", .weight = 0});
  catalog_.Add({.id = "second", .priority = 9});
  catalog_.Add({.id = "first", .rule = KeywordIn({"oil"})});
  EXPECT_THAT(Explain({}).funnel, ElementsAre(10, 9, 8, 7, 6, 5, 4, 3, 2, 1));
}

TEST_F(FunnelTest, NearMissesHaveTheFewestFailingThingsFirst) {
  catalog_.Add({.id = "two",
                .priority = 1,
                .rule = AllOf({KeywordIn({"a"}), SectionIn({"x"})})});
  catalog_.Add({.id = "one", .priority = 3, .rule = KeywordIn({"a"})});
  catalog_.Add({.id = "better-one", .priority = 2, .rule = KeywordIn({"b"})});
  const Explanation explanation = Explain({}, 5);
  EXPECT_THAT(Names(explanation.near_misses),
              ElementsAre("better-one", "one", "two"));
  EXPECT_EQ(explanation.looked_at, 3);
  EXPECT_THAT(Names(Explain({}, 1).near_misses), ElementsAre("better-one"));
}

TEST_F(FunnelTest, AnOutrankedCandidateIsANearMissAndWhoServesIsNot) {
  catalog_.Add({.id = "shown", .priority = 1});
  catalog_.Add({.id = "next", .priority = 2});
  const Explanation explanation = Explain({}, 5);
  ASSERT_THAT(Names(explanation.near_misses), ElementsAre("next"));
  EXPECT_EQ(explanation.near_misses[0].failures[0].cause, Cause::kOutranked);
}

TEST_F(FunnelTest, LooksAtNoMoreThanItSays) {
  Campaign many = MakeCampaign({.id = "many", .rule = KeywordIn({"a"})});
  const LineItem item = many.line_items[0];
  const size_t most = NearMissesLookedAt(request_.page);
  while (many.line_items.size() <= most) {
    many.line_items.push_back(item);
    many.line_items.back().name += std::to_string(many.line_items.size());
  }
  many.line_items.back().weight = 2;  // the first in rank order
  const std::string best = many.line_items.back().name;
  catalog_.Add(many);
  const Explanation explanation = Explain({}, 1);
  EXPECT_EQ(explanation.looked_at, static_cast<int64_t>(most));
  EXPECT_EQ(explanation.near_misses[0].name, best);
  EXPECT_EQ(explanation.funnel[static_cast<size_t>(Stage::kWellFormed)],
            static_cast<int64_t>(most) + 1);
}

TEST_F(FunnelTest, FewerAreLookedAtWhereTheTextIsLong) {
  EXPECT_EQ(NearMissesLookedAt(request_.page), 20'000U);
  request_.page.text = std::string(49'999, 'a');
  EXPECT_EQ(NearMissesLookedAt(request_.page), 2'000U);
  for (size_t i = 0; i < 5; ++i) {
    Campaign many = MakeCampaign(
        {.id = "m" + std::to_string(i), .rule = KeywordIn({"gas"})});
    while (many.line_items.size() < 500) {
      many.line_items.push_back(many.line_items.front());
      many.line_items.back().name += std::to_string(many.line_items.size());
    }
    catalog_.Add(many);
  }
  EXPECT_EQ(Explain({}, 3).looked_at, 2'000);
}

}  // namespace
}  // namespace placard
