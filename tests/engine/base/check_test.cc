#include "engine/base/check.h"

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(CheckTest, EvaluatesItsConditionOnce) {
  int evaluations = 0;
  PLACARD_CHECK(++evaluations > 0);
  EXPECT_EQ(evaluations, 1);
}

TEST(CheckDeathTest, AbortsWithPlaceAndCondition) {
  const int slots = 3;
  EXPECT_DEATH(PLACARD_CHECK(slots == 4),
               "check_test\\.cc:[0-9]+: check failed: slots == 4");
}

#ifdef NDEBUG
TEST(CheckTest, DebugCheckEvaluatesNothingInRelease) {
  int evaluations = 0;
  PLACARD_DCHECK(++evaluations < 0);
  EXPECT_EQ(evaluations, 0);
}
#else
TEST(CheckDeathTest, DebugCheckAbortsInDevelopment) {
  const int slots = 3;
  EXPECT_DEATH(PLACARD_DCHECK(slots == 4), "check failed: slots == 4");
}
#endif

TEST(CheckTest, StandsWhereAnExpressionMay) {
  const auto half = [](int even) {
    return PLACARD_CHECK(even % 2 == 0), even / 2;
  };
  EXPECT_EQ(half(8), 4);
}

}  // namespace
}  // namespace placard
