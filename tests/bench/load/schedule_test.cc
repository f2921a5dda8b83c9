#include "bench/load/schedule.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace placard {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

// The instants before `end`.
std::vector<int64_t> Instants(Schedule schedule, nanoseconds end) {
  std::vector<int64_t> instants;
  for (nanoseconds due = schedule.Next(); due < end; due = schedule.Next()) {
    instants.push_back(due.count());
  }
  return instants;
}

TEST(ScheduleTest, ConstantArrivalsAreEquallyFarApartAndExactlyAsMany) {
  const auto instants =
      Instants(Schedule(Arrivals::kConstant, 200, 1), seconds(2));
  ASSERT_EQ(instants.size(), 400);
  for (size_t i = 0; i < instants.size(); ++i) {
    EXPECT_EQ(instants[i], static_cast<int64_t>(i) * 5'000'000);
  }
}

TEST(ScheduleTest, ConstantArrivalsDoNotDriftAtRatesThatDivideBadly) {
  Schedule schedule(Arrivals::kConstant, 300'007, 1);
  int64_t last = 0;
  for (int i = 0; i <= 3'000'070; ++i) last = schedule.Next().count();
  EXPECT_EQ(last, 10'000'000'000);
}

TEST(ScheduleTest, SharesOfConstantArrivalsInterleaveToTheWhole) {
  std::vector<int64_t> together;
  for (uint32_t i = 0; i < 3; ++i) {
    const auto share =
        Instants(Schedule(Arrivals::kConstant, 1000, 1, {.index = i, .of = 3}),
                 seconds(1));
    together.insert(together.end(), share.begin(), share.end());
  }
  std::sort(together.begin(), together.end());
  EXPECT_EQ(together,
            Instants(Schedule(Arrivals::kConstant, 1000, 1), seconds(1)));
}

// Of n exponential gaps: the mean has a standard error of mean / sqrt(n), and
// the share of gaps above the mean is 1/e.
void ExpectPoisson(const std::vector<int64_t>& instants, double mean_ns) {
  const auto n = static_cast<double>(instants.size());
  double above = 0;
  int64_t last = 0;
  for (const int64_t instant : instants) {
    ASSERT_GE(instant, last);
    if (static_cast<double>(instant - last) > mean_ns) above += 1;
    last = instant;
  }
  const double tolerance = 4 / std::sqrt(n);
  EXPECT_NEAR(static_cast<double>(last) / n / mean_ns, 1, tolerance);
  EXPECT_NEAR(above / n, std::exp(-1), tolerance);
}

TEST(ScheduleTest, PoissonArrivalsHaveExponentialGapsOfTheRightMean) {
  ExpectPoisson(Instants(Schedule(Arrivals::kPoisson, 10'000, 7), seconds(10)),
                100'000);
}

TEST(ScheduleTest, SharesOfPoissonArrivalsAddUpToPoissonArrivals) {
  std::vector<int64_t> together;
  for (uint32_t i = 0; i < 4; ++i) {
    const auto share =
        Instants(Schedule(Arrivals::kPoisson, 10'000, 7, {.index = i, .of = 4}),
                 seconds(10));
    together.insert(together.end(), share.begin(), share.end());
  }
  std::sort(together.begin(), together.end());
  ExpectPoisson(together, 100'000);
}

TEST(ScheduleTest, InstantsFollowFromTheSeedAlone) {
  const auto of_seed = [](uint64_t seed) {
    return Instants(Schedule(Arrivals::kPoisson, 1000, seed), seconds(1));
  };
  EXPECT_EQ(of_seed(5), of_seed(5));
  EXPECT_NE(of_seed(5), of_seed(6));
}

}  // namespace
}  // namespace placard
