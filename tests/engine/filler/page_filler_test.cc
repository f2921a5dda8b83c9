#include "engine/filler/page_filler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "bench/heap/allocations.h"
#include "bench/workload/fill_pages.h"
#include "tests/engine/filler/fill_oracle.h"
#include "tests/engine/filler/random_fill.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Answer {
  std::vector<uint32_t> chosen;
  std::vector<int> slots;
  int32_t phantoms = 0;
  bool optimal = true;
  uint32_t nodes = 0;
};

Answer AnswerOf(const FillResult& result) {
  Answer answer = {.phantoms = result.phantoms,
                   .optimal = result.optimal,
                   .nodes = result.nodes};
  for (const FilledPlace& ad : result.ads) {
    answer.chosen.push_back(ad.candidate);
    answer.slots.push_back(ad.slot);
  }
  return answer;
}

Answer Fill(PageFiller& filler, const FillPage& page, uint64_t seed = 1) {
  return AnswerOf(
      filler.Fill(page.problem(), [&](uint32_t candidate, int slot) {
        return FillPairHash(seed, candidate, slot);
      }));
}

uint64_t HashSum(const Answer& answer, uint64_t seed) {
  uint64_t sum = 0;
  for (size_t i = 0; i < answer.chosen.size(); ++i) {
    sum += FillPairHash(seed, answer.chosen[i], answer.slots[i]);
  }
  return sum;
}

// Whether every ad is in a slot of its own, and no slot has too many.
bool Fits(const FillPage& page, const Answer& answer) {
  std::vector<int> left(page.places.begin(), page.places.end());
  for (size_t i = 0; i < answer.chosen.size(); ++i) {
    const int slot = answer.slots[i];
    if ((page.candidates[answer.chosen[i]].slots >> slot & 1) == 0) {
      return false;
    }
    if (left[slot]-- == 0) return false;
  }
  return true;
}

FillPage Permuted(const FillPage& page, uint64_t seed,
                  std::vector<int>& order) {
  order.resize(page.places.size());
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), std::mt19937_64(seed));
  return WithSlotsInOrder(page, order);
}

// The answer for the page with its slots in another order, in terms of the
// page's own.
Answer FillPermuted(PageFiller& filler, const FillPage& page, uint64_t seed) {
  std::vector<int> order;
  const FillPage permuted = Permuted(page, seed, order);
  const FillResult result =
      filler.Fill(permuted.problem(), [&](uint32_t candidate, int slot) {
        return FillPairHash(seed, candidate, order[slot]);
      });
  Answer answer = AnswerOf(result);
  for (int& slot : answer.slots) slot = order[slot];
  return answer;
}

// Pages on which the search comes to its end by its budget too.
std::vector<FillPage> LargePages(uint64_t count) {
  std::vector<FillPage> pages;
  for (uint64_t seed = 0; seed < count; ++seed) {
    pages.push_back(MakeFillPage({}, seed));
    pages.push_back(
        MakeFillPage({.slots = 40, .candidates = 800, .labelled = 100}, seed));
    pages.push_back(
        MakeFillPage({.slots = 12, .places = 3, .candidates = 400}, seed));
  }
  return pages;
}

TEST(PageFillerTest, FindsWhatTryingEverySetFinds) {
  PageFiller filler;
  uint32_t searched = 0;
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    const FillPage page = MakeSmallFill(seed);
    const Answer answer = Fill(filler, page, seed);
    const OracleAnswer best =
        BestByTrying(page.problem(), [&](uint32_t candidate, int slot) {
          return FillPairHash(seed, candidate, slot);
        });
    ASSERT_EQ(answer.chosen, best.chosen) << "seed " << seed;
    ASSERT_EQ(answer.phantoms, best.phantoms) << "seed " << seed;
    ASSERT_TRUE(Fits(page, answer)) << "seed " << seed;
    ASSERT_EQ(HashSum(answer, seed), best.hash_sum) << "seed " << seed;
    ASSERT_TRUE(answer.optimal) << "seed " << seed;
    searched += answer.nodes > 0 ? 1 : 0;
  }
  // Both ways to an answer are taken often.
  EXPECT_GT(searched, 4'000U);
  EXPECT_LT(searched, 16'000U);
}

TEST(PageFillerTest, IsNeverWorseThanAddingInOrder) {
  PageFiller filler;
  uint32_t better = 0;
  uint32_t unproven = 0;
  for (const FillPage& page : LargePages(40)) {
    const FillProblem problem = page.problem();
    const Answer answer = Fill(filler, page);
    ASSERT_TRUE(Fits(page, answer));
    ASSERT_TRUE(IsAllowed(problem, answer.chosen));
    const auto rating = Rating(problem, answer.chosen);
    const auto in_order = Rating(problem, ByAddingInOrder(problem));
    ASSERT_LE(rating, in_order);
    better += rating < in_order ? 1 : 0;
    unproven += answer.optimal ? 0 : 1;
  }
  EXPECT_GT(better, 10U);
  EXPECT_GT(unproven, 0U);
}

TEST(PageFillerTest, DoesNotDependOnTheOrderOfSmallPagesSlots) {
  PageFiller filler;
  for (uint64_t seed = 0; seed < 3'000; ++seed) {
    const FillPage page = MakeSmallFill(seed);
    const Answer answer = Fill(filler, page, seed);
    const Answer permuted = FillPermuted(filler, page, seed);
    ASSERT_EQ(permuted.chosen, answer.chosen) << "seed " << seed;
    ASSERT_EQ(permuted.slots, answer.slots) << "seed " << seed;
  }
}

TEST(PageFillerTest, DoesNotDependOnTheOrderOfSlotsWhereItGivesUpEither) {
  PageFiller filler;
  uint32_t unproven = 0;
  uint64_t seed = 0;
  for (const FillPage& page : LargePages(60)) {
    const Answer answer = Fill(filler, page, ++seed);
    const Answer permuted = FillPermuted(filler, page, seed);
    ASSERT_EQ(permuted.chosen, answer.chosen) << "seed " << seed;
    ASSERT_EQ(permuted.slots, answer.slots) << "seed " << seed;
    ASSERT_EQ(permuted.nodes, answer.nodes) << "seed " << seed;
    unproven += answer.optimal ? 0 : 1;
  }
  EXPECT_GT(unproven, 0U);
}

TEST(PageFillerTest, ProvesNearlyEveryLargePageOptimal) {
  PageFiller filler;
  uint32_t proven = 0;
  for (uint64_t seed = 0; seed < 2'000; ++seed) {
    const Answer answer = Fill(filler, MakeFillPage({}, seed), seed);
    proven += answer.optimal ? 1 : 0;
  }
  EXPECT_GE(proven, 1'998U);
}

TEST(PageFillerTest, AllocatesNothingOnceItIsWarm) {
  PageFiller filler;
  const std::vector<FillPage> pages = LargePages(10);
  const auto fill_all = [&](uint64_t seed) {
    size_t ads = 0;
    for (const FillPage& page : pages) {
      ads += filler
                 .Fill(page.problem(),
                       [seed](uint32_t candidate, int slot) {
                         return FillPairHash(seed, candidate, slot);
                       })
                 .ads.size();
    }
    return ads;
  };
  const size_t ads = fill_all(1);
  const uint64_t before = Allocations();
  EXPECT_EQ(fill_all(2), ads);
  EXPECT_EQ(Allocations(), before);
}

// A page that is written down by hand: one stage, units only where they say so.
class Story {
 public:
  explicit Story(std::vector<uint8_t> places,
                 StageGoal goal = StageGoal::kTotal) {
    page_.places = std::move(places);
    page_.goals = {goal};
    page_.advertiser_limits = {1, 2};
    page_.units = page_.labels = page_.parties = page_.line_items = 8;
  }

  // Each is a line item of its own unless it says otherwise.
  Story& Ad(FillCandidate candidate) {
    if (candidate.line_item == 0) {
      candidate.line_item = static_cast<uint32_t>(page_.candidates.size());
    }
    page_.candidates.push_back(candidate);
    return *this;
  }

  Story& LabelledAd(FillCandidate candidate, LabelClaim claim) {
    candidate.first_claim = static_cast<uint32_t>(page_.claims.size());
    candidate.claims = 1;
    page_.claims.push_back(claim);
    return Ad(candidate);
  }

  FillPage& page() { return page_; }

  std::vector<uint32_t> Chosen() {
    PageFiller filler;
    return Fill(filler, page_).chosen;
  }

 private:
  FillPage page_;
};

TEST(PageFillerTest, MovesAnAdToAnotherSlotToMakeRoom) {
  EXPECT_THAT(Story({1, 1})
                  .Ad({.slots = 0b11, .value = 9})
                  .Ad({.slots = 0b01, .value = 5})
                  .Ad({.slots = 0b10, .value = 4})
                  .Chosen(),
              ElementsAre(0, 1));
}

TEST(PageFillerTest, GivesUpOneAdForTwoThatAreWorthMore) {
  const LabelClaim first = {.label = 0, .party = 0};
  const LabelClaim second = {.label = 0, .party = 1};
  EXPECT_THAT(Story({2})
                  .LabelledAd({.slots = 1, .value = 6}, first)
                  .LabelledAd({.slots = 1, .value = 5}, second)
                  .LabelledAd({.slots = 1, .value = 4}, second)
                  .Chosen(),
              ElementsAre(1, 2));
}

TEST(PageFillerTest, GivesUpAValuableAdToFillMorePlacesWherePlacesCount) {
  const FillCandidate ad = {.slots = 1};
  EXPECT_THAT(Story({2}, StageGoal::kCount)
                  .LabelledAd(ad, {.label = 0, .party = 0})
                  .LabelledAd(ad, {.label = 0, .party = 1})
                  .LabelledAd(ad, {.label = 0, .party = 1})
                  .Chosen(),
              ElementsAre(1, 2));
}

TEST(PageFillerTest, LetsThoseOfOnePartyShareALabel) {
  const FillCandidate ad = {.slots = 1, .value = 1};
  EXPECT_THAT(Story({3})
                  .LabelledAd(ad, {.label = 0, .party = 3})
                  .LabelledAd(ad, {.label = 0, .party = 3})
                  .Chosen(),
              ElementsAre(0, 1));
}

TEST(PageFillerTest, ShowsAnAdvertiserAsOftenAsItMay) {
  const FillCandidate ad = {.slots = 1, .value = 1, .advertiser = 1};
  EXPECT_THAT(Story({4}).Ad(ad).Ad(ad).Ad(ad).Chosen(), ElementsAre(0, 1));
}

TEST(PageFillerTest, ShowsACampaignByTheLineItemThatLeavesMoreRoom) {
  const std::array<uint32_t, 3> campaign = {kNoNumber, kNoNumber, 7};
  EXPECT_THAT(Story({1, 1})
                  .Ad({.slots = 0b01, .value = 9, .units = campaign})
                  .Ad({.slots = 0b10, .value = 8, .units = campaign})
                  .Ad({.slots = 0b01, .value = 7})
                  .Chosen(),
              ElementsAre(1, 2));
}

TEST(PageFillerTest, ShowsACompanionOnlyBesideItsMaster) {
  Story story({1, 1});
  story.Ad({.slots = 0b01, .value = 9, .line_item = 5})
      .Ad({.slots = 0b01, .value = 8, .line_item = 6})
      .Ad({.slots = 0b10, .value = 7, .line_item = 7, .master = 6});
  EXPECT_THAT(story.Chosen(), ElementsAre(1, 2));
  story.page().candidates[1].slots = 0;
  EXPECT_THAT(story.Chosen(), ElementsAre(0));
}

TEST(PageFillerTest, ShowsAGroupAsAWholeOrNotAtAll) {
  Story story({1, 1});
  story.page().group_line_items = {2};
  story.Ad({.slots = 0b01, .value = 9, .line_item = 1, .group = 0})
      .Ad({.slots = 0b11, .value = 5, .line_item = 2})
      .Ad({.slots = 0b10, .value = 1, .line_item = 3, .group = 0});
  EXPECT_THAT(story.Chosen(), ElementsAre(0, 2));
  story.page().group_line_items = {3};
  EXPECT_THAT(story.Chosen(), ElementsAre(1));
}

TEST(PageFillerTest, SaysWhetherWhatItHasNotSeenMightBeBetter) {
  Story story({2});
  story.page().phantoms = {.stage = 0, .value = 3};
  const LabelClaim first = {.label = 0, .party = 0};
  const LabelClaim second = {.label = 0, .party = 1};
  story.LabelledAd({.slots = 1, .value = 9}, first)
      .LabelledAd({.slots = 1, .value = 8}, second)
      .LabelledAd({.slots = 1, .value = 4}, second);
  PageFiller filler;
  // 9 and 3 that are promised against 8 and 4: the better first one decides.
  Answer answer = Fill(filler, story.page());
  EXPECT_THAT(answer.chosen, ElementsAre(0));
  EXPECT_EQ(answer.phantoms, 1);
  story.page().phantoms->value = 2;
  answer = Fill(filler, story.page());
  EXPECT_THAT(answer.chosen, ElementsAre(1, 2));
  EXPECT_EQ(answer.phantoms, 0);
}

TEST(PageFillerTest, FillsNothingWhereThereIsNothing) {
  EXPECT_THAT(Story({}).Chosen(), IsEmpty());
  EXPECT_THAT(Story({0}).Ad({.slots = 1, .value = 1}).Chosen(), IsEmpty());
  EXPECT_THAT(Story({1}).Ad({.slots = 0, .value = 1}).Chosen(), IsEmpty());
}

}  // namespace
}  // namespace placard
