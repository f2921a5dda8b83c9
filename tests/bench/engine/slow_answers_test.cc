// What the benchmarks hold the engine against, itself against the tests' brute
// force: it allows what that decides, and nothing bent.
#include "bench/engine/slow_answers.h"

#include <memory>
#include <set>
#include <utility>

#include "bench/workload/modes.h"
#include "engine/catalog/catalog_builder.h"
#include "gtest/gtest.h"
#include "tests/support/brute_force.h"

namespace placard {
namespace {

constexpr size_t kLineItems = 10'000;
constexpr size_t kPages = 4;

struct World {
  explicit World(Mode mode)
      : workload(MakeMode(
            {.mode = mode, .line_items = kLineItems, .pages = kPages})) {
    CatalogBuilder builder;
    builder.PutAll(workload.contents);
    snapshot = builder.Publish({.epoch = "test", .revision = 1});
    answers = std::make_unique<SlowAnswers>(*snapshot, workload.views);
  }

  Decision Decide(size_t page) const {
    const PageView& view = workload.views[page];
    return BruteForceDecide(workload.contents, view.request, view.instant,
                            view.seed);
  }

  // Whether that is an answer to the page, which shows nothing before.
  bool Allows(size_t page, const Decision& decision) const {
    return answers->Allows(page, workload.views[page].request, decision);
  }

  // All that a search visits.
  std::set<const LineItem*> Search(size_t page) const {
    std::set<const LineItem*> found;
    SearchScratch scratch;
    const PageView& view = workload.views[page];
    snapshot->Prepare(view.request, view.instant, scratch);
    snapshot->Search(scratch, [&](const SearchCandidate& candidate) {
      found.insert(snapshot->line_item(*candidate.row).line_item);
      return Visit::kNext;
    });
    return found;
  }

  Workload workload;
  std::shared_ptr<const Snapshot> snapshot;
  std::unique_ptr<SlowAnswers> answers;
};

class SlowAnswersTest : public testing::TestWithParam<size_t> {};

TEST_P(SlowAnswersTest, AllowWhatBruteForceDecides) {
  const World world(static_cast<Mode>(GetParam()));
  ASSERT_EQ(world.answers->views().size(), kPages);
  for (size_t page = 0; page < kPages; ++page) {
    EXPECT_TRUE(world.Allows(page, world.Decide(page))) << page;
  }
}

TEST_P(SlowAnswersTest, AreWhatASearchFinds) {
  const World world(static_cast<Mode>(GetParam()));
  SearchScratch scratch;
  for (const size_t top : {1, 5, 20, 0}) {
    EXPECT_TRUE(world.answers->FindsBest(top, scratch)) << top;
  }
}

TEST_P(SlowAnswersTest, KnowOfEachLineItemWhetherItMatches) {
  const World world(static_cast<Mode>(GetParam()));
  for (size_t page = 0; page < kPages; ++page) {
    const std::set<const LineItem*> found = world.Search(page);
    EXPECT_EQ(world.answers->matches(page).size(), found.size()) << page;
    for (const auto& [name, campaign] : world.workload.contents.campaigns) {
      for (const LineItem& item : campaign->line_items) {
        ASSERT_EQ(world.answers->Matches(
                      page, {.campaign = campaign.get(), .line_item = &item}),
                  found.contains(&item))
            << page << " " << item.name;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, SlowAnswersTest,
                         testing::Range<size_t>(0, kModesAndHardCases));

// All three slots of its pages are full.
class BentTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const SlotResult& slot : decision_.slots) {
      ASSERT_EQ(slot.ads.size(), 1);
    }
    ASSERT_TRUE(world_.Allows(0, decision_));
  }

  const World world_{Mode::kRunOfSite};
  Decision decision_ = world_.Decide(0);
};

TEST_F(BentTest, ForbidsASlotWithoutAnAnswer) {
  decision_.slots.pop_back();
  EXPECT_FALSE(world_.Allows(0, decision_));
}

TEST_F(BentTest, ForbidsAnEmptySlotThatSomethingFits) {
  decision_.slots[1].ads.clear();
  EXPECT_FALSE(world_.Allows(0, decision_));
}

TEST_F(BentTest, ForbidsMoreThanASlotTakes) {
  decision_.slots[1].ads.push_back(decision_.slots[0].ads[0]);
  decision_.slots[0].ads.clear();
  EXPECT_FALSE(world_.Allows(0, decision_));
}

TEST_F(BentTest, ForbidsWhatThePageViewHasShown) {
  PageRequest request = world_.workload.views[0].request;
  const Campaign& campaign = *decision_.slots[0].ads[0].campaign;
  request.page_view.shown.push_back({.campaign = PageViewHash(campaign.name)});
  EXPECT_FALSE(world_.answers->Allows(0, request, decision_));
}

TEST_F(BentTest, ForbidsAnotherPagesAnswer) {
  EXPECT_FALSE(world_.Allows(0, world_.Decide(1)));
}

// The answer to the page if the best that it has did not exist.
TEST_F(BentTest, ForbidsWhatABetterOneBeats) {
  CatalogContents rest = world_.workload.contents;
  for (const SlotResult& slot : decision_.slots) {
    rest.campaigns.erase(slot.ads[0].campaign->name);
  }
  const PageView& view = world_.workload.views[0];
  const Decision second =
      BruteForceDecide(rest, view.request, view.instant, view.seed);
  ASSERT_EQ(second.slots[0].ads.size(), 1);
  EXPECT_FALSE(world_.Allows(0, second));
}

}  // namespace
}  // namespace placard
