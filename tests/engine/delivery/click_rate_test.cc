#include "engine/delivery/click_rate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

#include "engine/base/hash.h"

namespace placard {
namespace {

constexpr double kUnit = 4294967296.0;

struct Moments {
  double mean = 0;
  double deviation = 0;
};

Moments MomentsOf(ClickCounts counts, int64_t prior) {
  constexpr int kDraws = 20'000;
  double sum = 0;
  double squares = 0;
  for (uint64_t i = 0; i < kDraws; ++i) {
    const double rate =
        static_cast<double>(DrawClickRate(counts, prior, Mix(i))) / kUnit;
    EXPECT_GE(rate, 0);
    EXPECT_LE(rate, 1);
    sum += rate;
    squares += rate * rate;
  }
  const double mean = sum / kDraws;
  return {mean, std::sqrt(squares / kDraws - mean * mean)};
}

// Of Beta(a, b).
Moments Exact(ClickCounts counts, int64_t prior) {
  const double m = static_cast<double>(kPriorImpressions);
  const double rate = static_cast<double>(prior) / 1e6;
  const double a = m * rate + static_cast<double>(counts.clicks);
  const double b =
      m * (1 - rate) + static_cast<double>(counts.impressions - counts.clicks);
  return {a / (a + b), std::sqrt(a * b / (a + b + 1)) / (a + b)};
}

TEST(ClickRateTest, DrawsHaveTheMomentsOfTheirBetaDistribution) {
  for (const int64_t prior : {1'000, 10'000, 500'000}) {
    for (const ClickCounts counts :
         {ClickCounts{0, 0}, ClickCounts{1'000, 20}, ClickCounts{100'000, 150},
          ClickCounts{50'000'000, 600'000}}) {
      const Moments exact = Exact(counts, prior);
      const Moments drawn = MomentsOf(counts, prior);
      EXPECT_NEAR(drawn.mean / exact.mean, 1, 0.04)
          << prior << " " << counts.impressions;
      EXPECT_NEAR(drawn.deviation / exact.deviation, 1, 0.08)
          << prior << " " << counts.impressions;
    }
  }
}

TEST(ClickRateTest, EndsOfTheRangeAreDrawnFromToo) {
  const uint64_t always = DrawClickRate({1'000'000, 1'000'000}, 1'000'000, 1);
  EXPECT_GT(always, static_cast<uint64_t>(kUnit * 0.99));
  EXPECT_LE(always, static_cast<uint64_t>(kUnit));
  const uint64_t never = DrawClickRate({uint64_t{1} << 40, 0}, 1, 1);
  EXPECT_LT(never, uint64_t{1} << 20);
}

// Written down once: other machines and releases must draw the same.
TEST(ClickRateTest, OneHashGivesOneDrawEverywhere) {
  EXPECT_EQ(DrawClickRate({}, 1'000, 1), 924'002);
  EXPECT_EQ(DrawClickRate({5'000, 9}, 2'500, 77), 10'283'432);
}

}  // namespace
}  // namespace placard
