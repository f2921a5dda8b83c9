#include "engine/targeting/few_terms.h"

#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace placard {
namespace {

class FewTermsTest : public testing::Test {
 protected:
  std::vector<uint32_t> Draw(size_t count) {
    std::vector<uint32_t> terms(count);
    for (uint32_t& term : terms) term = random_() % 50'000;
    return terms;
  }

  std::mt19937 random_{1};
  TermPrints page_;
};

TEST_F(FewTermsTest, ATermThatThePageHitsIsNeverMissed) {
  for (int round = 0; round < 10'000; ++round) {
    page_.Clear();
    const std::vector<uint32_t> hit = Draw(1 + random_() % 256);
    for (const uint32_t term : hit) page_.Insert(term);
    std::vector<uint32_t> few = Draw(1 + random_() % FewTerms::kMost);
    few[random_() % few.size()] = hit[random_() % hit.size()];
    ASSERT_TRUE(page_.MayHaveAnyOf(FewTerms(few)));
  }
}

TEST_F(FewTermsTest, OthersAreSeldomTakenForOneThatIsHit) {
  int taken = 0;
  for (int round = 0; round < 10'000; ++round) {
    page_.Clear();
    for (const uint32_t term : Draw(25)) page_.Insert(term);
    if (page_.MayHaveAnyOf(FewTerms(Draw(FewTerms::kMost)))) ++taken;
  }
  EXPECT_LT(taken, 500);  // 25 * 5 of 4,096
}

TEST_F(FewTermsTest, WhatIsClearedIsForgotten) {
  page_.Insert(7);
  page_.Clear();
  EXPECT_FALSE(page_.MayHaveAnyOf(FewTerms(std::vector<uint32_t>{7})));
}

}  // namespace
}  // namespace placard
