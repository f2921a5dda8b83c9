#include "engine/selection/page_filler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "bench/heap/allocations.h"
#include "bench/workload/dice.h"
#include "bench/workload/fill_pages.h"
#include "tests/engine/selection/fill_oracle.h"
#include "tests/engine/selection/random_fill.h"

namespace placard {
namespace {

struct Answer {
  std::vector<uint32_t> chosen;
  std::vector<int> slots;
  int32_t phantoms = 0;
  bool optimal = true;
  uint32_t nodes = 0;
};

Answer Fill(PageFiller& filler, const FillPage& page, uint64_t seed = 1) {
  const FillResult result =
      filler.Fill(page.problem(), [&](uint32_t candidate, int slot) {
        return FillPairHash(seed, candidate, slot);
      });
  Answer answer = {.phantoms = result.phantoms,
                   .optimal = result.optimal,
                   .nodes = result.nodes};
  for (const FilledPlace& ad : result.ads) {
    answer.chosen.push_back(ad.candidate);
    answer.slots.push_back(ad.slot);
  }
  return answer;
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

TEST(PageFillerTest, ProvesNearlyEveryLargePageOptimal) {
  PageFiller filler;
  uint32_t proven = 0;
  for (uint64_t seed = 0; seed < 2'000; ++seed) {
    const Answer answer = Fill(filler, MakeFillPage({}, seed), seed);
    proven += answer.optimal ? 1 : 0;
  }
  EXPECT_GE(proven, 1'998U);
}

}  // namespace
}  // namespace placard
