#include "bench/load/histogram.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace placard {
namespace {

using std::chrono::nanoseconds;

// From nanoseconds to an hour, every magnitude equally often.
std::vector<int64_t> RandomLatencies(uint64_t seed, size_t count) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> magnitude(0, std::log(3.6e12));
  std::vector<int64_t> values;
  for (size_t i = 0; i < count; ++i) {
    values.push_back(static_cast<int64_t>(std::exp(magnitude(random))));
  }
  return values;
}

LatencyHistogram Of(const std::vector<int64_t>& values) {
  LatencyHistogram histogram;
  for (const int64_t value : values) histogram.Record(nanoseconds(value));
  return histogram;
}

TEST(LatencyHistogramTest, PercentilesAreThoseOfASortButForThePromisedError) {
  for (const size_t count : {1, 2, 99, 100, 1000, 50'000}) {
    std::vector<int64_t> values = RandomLatencies(count, count);
    const LatencyHistogram histogram = Of(values);
    std::sort(values.begin(), values.end());
    for (const double percent :
         {0.0, 1.0, 50.0, 90.0, 99.0, 99.9, 99.99, 100.0}) {
      // How many of a thousandth of a percent, so that no double rounds.
      const auto parts = static_cast<uint64_t>(std::llround(percent * 1000));
      const uint64_t rank =
          std::max<uint64_t>(1, (parts * count + 99'999) / 100'000);
      const int64_t exact = values[rank - 1];
      const int64_t told = histogram.Percentile(percent).count();
      EXPECT_GE(told, exact) << percent << " of " << count;
      EXPECT_LE(told - exact, exact / 256) << percent << " of " << count;
    }
  }
}

TEST(LatencyHistogramTest, SmallValuesMaximumAndMeanAreExact) {
  const LatencyHistogram histogram = Of({7, 255, 3, 1'000'001});
  EXPECT_EQ(histogram.Percentile(25).count(), 3);
  EXPECT_EQ(histogram.Percentile(75).count(), 255);
  EXPECT_EQ(histogram.max().count(), 1'000'001);
  EXPECT_EQ(histogram.Percentile(100).count(), 1'000'001);
  EXPECT_EQ(histogram.mean().count(), std::llround(1'000'266 / 4.0));
  EXPECT_EQ(histogram.count(), 4);
}

TEST(LatencyHistogramTest, MergedIsWhatOneWouldHaveCounted) {
  const std::vector<int64_t> some = RandomLatencies(1, 1000);
  const std::vector<int64_t> others = RandomLatencies(2, 500);
  std::vector<int64_t> all = some;
  all.insert(all.end(), others.begin(), others.end());
  LatencyHistogram merged = Of(some);
  merged.Merge(Of(others));
  const LatencyHistogram one = Of(all);
  EXPECT_EQ(merged.count(), one.count());
  EXPECT_EQ(merged.max(), one.max());
  for (double percent = 0; percent <= 100; percent += 0.5) {
    EXPECT_EQ(merged.Percentile(percent), one.Percentile(percent)) << percent;
  }
}

TEST(LatencyHistogramTest, WhatIsOutOfRangeCountsAtItsEnds) {
  LatencyHistogram histogram;
  histogram.Record(nanoseconds(-5));
  EXPECT_EQ(histogram.Percentile(100), nanoseconds(0));
  histogram.Record(std::chrono::hours(24));
  EXPECT_EQ(histogram.Percentile(100).count(), (int64_t{1} << 42) - 1);
}

TEST(LatencyHistogramTest, NothingRecordedIsZero) {
  EXPECT_EQ(LatencyHistogram().Percentile(99), nanoseconds(0));
  EXPECT_EQ(LatencyHistogram().mean(), nanoseconds(0));
}

}  // namespace
}  // namespace placard
