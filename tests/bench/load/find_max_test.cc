#include "bench/load/find_max.h"

#include <atomic>
#include <utility>
#include <vector>

#include "engine/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::IsEmpty;
using testing::SizeIs;

// What a server that stands `knee` requests a second would have answered.
LoadResult ServerWithKnee(double knee, double rate) {
  LoadResult result;
  result.scheduled = 100;
  result.tally.codes[grpc::StatusCode::OK] = 100;
  for (int i = 0; i < 100; ++i) {
    result.latency.Record(rate <= knee ? microseconds(200) : milliseconds(50));
  }
  return result;
}

constexpr FindMaxBounds kBounds = {
    .p99 = milliseconds(1), .first_rate = 1000, .most_rate = 100'000};

class FindMaxTest : public testing::Test {
 protected:
  std::vector<Level> Search(const FindMaxBounds& bounds, double knee) {
    auto levels = FindMax(
        bounds, [&](double rate) { return ServerWithKnee(knee, rate); }, stop_);
    EXPECT_TRUE(levels.ok());
    return *std::move(levels);
  }

  std::atomic<bool> stop_{false};
};

TEST_F(FindMaxTest, ComesWithinThePrecisionOfTheKneeFromBelow) {
  for (const double knee : {1000.0, 1001.0, 13'370.0, 64'000.0, 99'999.0}) {
    const auto levels = Search(kBounds, knee);
    const Level* best = BestOf(levels);
    ASSERT_NE(best, nullptr) << knee;
    EXPECT_LE(best->rate, knee);
    EXPECT_GE(best->rate * (1 + kBounds.precision), knee);
  }
}

TEST_F(FindMaxTest, GoesDownWhenTheFirstRateIsTooHigh) {
  const auto levels = Search(kBounds, 90);
  const Level* best = BestOf(levels);
  ASSERT_NE(best, nullptr);
  EXPECT_LE(best->rate, 90);
  EXPECT_GE(best->rate * 1.05, 90);
}

TEST_F(FindMaxTest, StopsAtTheHighestRateAllowed) {
  const auto levels = Search(kBounds, 1e9);
  EXPECT_EQ(BestOf(levels)->rate, 100'000);
  for (const Level& level : levels) EXPECT_LE(level.rate, 100'000);
}

TEST_F(FindMaxTest, TriesNoMoreRatesThanAllowed) {
  FindMaxBounds bounds = kBounds;
  bounds.precision = 0;
  bounds.most_steps = 7;
  EXPECT_THAT(Search(bounds, 33'333), SizeIs(7));
}

TEST_F(FindMaxTest, SaysSoWhenNoRatePasses) {
  const auto levels = Search(kBounds, 0);
  EXPECT_EQ(BestOf(levels), nullptr);
  // Ten rates, each tried twice: halves down to one a second, no further.
  EXPECT_THAT(levels, SizeIs(20));
}

TEST_F(FindMaxTest, OneHiccupDoesNotFailARate) {
  bool happened = false;
  const auto levels = FindMax(
      kBounds,
      [&](double rate) {
        const bool hiccup = rate == 2000 && !std::exchange(happened, true);
        return ServerWithKnee(hiccup ? 0 : 50'000, rate);
      },
      stop_);
  ASSERT_TRUE(levels.ok());
  ASSERT_NE(BestOf(*levels), nullptr);
  EXPECT_GE(BestOf(*levels)->rate * 1.05, 50'000);
}

TEST_F(FindMaxTest, EndsWhenItIsStoppedAndForgetsTheRateThatWasCutShort) {
  const auto levels = FindMax(
      kBounds,
      [&](double rate) {
        if (rate >= 4000) stop_.store(true);
        return ServerWithKnee(1e9, rate);
      },
      stop_);
  ASSERT_TRUE(levels.ok());
  EXPECT_THAT(*levels, SizeIs(2));
}

TEST_F(FindMaxTest, PassesOnWhyItCouldNotMeasure) {
  const auto levels = FindMax(
      kBounds,
      [](double) -> absl::StatusOr<LoadResult> {
        return Unavailable("no connection");
      },
      stop_);
  EXPECT_EQ(levels.status().code(), absl::StatusCode::kUnavailable);
}

TEST(FailureOfTest, NamesWhatAFastButIncompleteAnswerLacks) {
  const LoadResult good = ServerWithKnee(1, 1);
  EXPECT_THAT(FailureOf(good, milliseconds(1)), IsEmpty());
  EXPECT_EQ(FailureOf(good, microseconds(199)), "p99 above 199 us");
  LoadResult result = good;
  result.unsent = 3;
  EXPECT_EQ(FailureOf(result, milliseconds(1)), "3 unsent");
  result.tally.wrong = 2;
  EXPECT_EQ(FailureOf(result, milliseconds(1)), "2 wrong");
  result.tally.codes[grpc::StatusCode::RESOURCE_EXHAUSTED] = 1;
  EXPECT_EQ(FailureOf(result, milliseconds(1)), "1 failed");
  EXPECT_EQ(FailureOf(LoadResult(), milliseconds(1)), "nothing was answered");
}

}  // namespace
}  // namespace placard
