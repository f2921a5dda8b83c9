#include "engine/lint/recent_pages.h"

#include <memory>
#include <utility>

#include "bench/workload/dice.h"
#include "engine/targeting/printer.h"
#include "engine/targeting/slow_evaluator.h"
#include "tests/engine/lint/lint_world.h"
#include "tests/support/random_model.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RecentPagesTest : public LintWorld {
 protected:
  void See(size_t pages) {
    for (size_t i = 0; i < pages; ++i) {
      SeenPage& seen = recent_.emplace_back();
      seen.page.sections = {{"news"}};
      seen.page.keywords = {"paris"};
      seen.slots.push_back(BoxSlot("box"));
      seen.slots[0].key_values = {{.key = "position", .values = {"top"}}};
    }
  }
};

TEST_F(RecentPagesTest, SaysThatNoPageOfLateSatisfiesARule) {
  See(20);
  EXPECT_THAT(
      Find(SectionIn({"travel"})),
      ElementsAre(Finding(
          LintCode::kNoRecentPage, "campaigns/c/lineItems/l",
          "line_items[0].targeting",
          "none of 20 pages that were asked for of late satisfies it, whoever "
          "reads them and whenever")));
  EXPECT_THAT(Find(SectionIn({"news"})), IsEmpty());
}

TEST_F(RecentPagesTest, SaysNothingFromTooFewPages) {
  See(19);
  EXPECT_THAT(Find(SectionIn({"travel"})), IsEmpty());
}

TEST_F(RecentPagesTest, TakesReaderAndTimeAsItSuitsTheRule) {
  See(20);
  EXPECT_THAT(Find(AllOf({SectionIn({"news"}), CountryIn({"de"}),
                          Not(DeviceIn({Device::kTv})), SegmentIn({"a"}),
                          Not(RegionIn({"de-by"})), TimeIn(Hours(0, 3, 4))})),
              IsEmpty());
}

TEST_F(RecentPagesTest, ReadsTheKeyValuesOfSlots) {
  See(20);
  EXPECT_THAT(Find(KeyIn("position", {"top"})), IsEmpty());
  EXPECT_EQ(Find(KeyIn("position", {"end"})).size(), 1);
}

TEST_F(RecentPagesTest, CountsWhatCampaignsStayAwayFrom) {
  See(20);
  Campaign campaign = MakeCampaign({.id = "c"});
  campaign.blocks.keywords = Terms({"paris"});
  EXPECT_NE(Message(Find(campaign), LintCode::kNoRecentPage), "");
}

struct Asked {
  Advertiser advertiser;
  Campaign campaign;
  Rule rule;

  Rule Whole(Rule own) const {
    LineItem item;
    item.rule = std::move(own);
    return EffectiveRule(advertiser, campaign, item);
  }
};

// The page with the reader and instant that suit best is not known, but what
// some reader and instant satisfy must never be denied.
TEST_F(RecentPagesTest, DeniesNothingThatTheSlowEvaluatorAccepts) {
  int denied = 0;
  for (int seed = 1; seed <= 60; ++seed) {
    Dice dice(seed);
    CatalogContents contents = RandomLists(dice);
    const absl::Time now = RandomInstant(dice);
    std::vector<SeenPage> pages(3);
    for (SeenPage& page : pages) {
      PageRequest request = RandomRequest(dice);
      page = {.page = request.page, .slots = request.slots};
    }
    RecentPages recent(contents, pages, now);
    std::vector<Asked> asked(60);
    std::vector<RecentPages::Question> questions;
    for (Asked& each : asked) {
      each.rule = RandomRule(dice, 3);
      if (dice.OneIn(2)) each.campaign.blocks = RandomBlocks(dice);
      if (dice.OneIn(2)) each.advertiser.blocks = RandomBlocks(dice);
      questions.push_back({.advertiser = &each.advertiser,
                           .campaign = &each.campaign,
                           .rule = &each.rule});
    }
    const std::vector<bool> may = recent.MaySatisfy(questions);
    for (size_t i = 0; i < asked.size(); ++i) {
      bool holds = false;
      bool relaxed_holds = false;
      for (const SeenPage& page : pages) {
        const Viewer viewer = RandomViewer(dice);
        SlowEvaluator evaluator(contents, page.page, viewer, now);
        for (const Slot& slot : page.slots) {
          const absl::TimeZone utc = absl::UTCTimeZone();
          holds |= evaluator.Holds(asked[i].Whole(asked[i].rule), utc, &slot);
          relaxed_holds |= evaluator.Holds(
              asked[i].Whole(WithoutReader(asked[i].rule)), utc, &slot);
        }
      }
      ASSERT_EQ(may[i], relaxed_holds) << seed << ": " << Print(asked[i].rule);
      ASSERT_TRUE(may[i] || !holds) << seed << ": " << Print(asked[i].rule);
      denied += may[i] ? 0 : 1;
    }
  }
  EXPECT_GT(denied, 100);
}

}  // namespace
}  // namespace placard
