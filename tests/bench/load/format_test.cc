#include "bench/load/format.h"

#include "gtest/gtest.h"

namespace placard {
namespace {

using std::chrono::nanoseconds;

TEST(FormatTest, NumbersAreCutInThousands) {
  EXPECT_EQ(WithCommas(0), "0");
  EXPECT_EQ(WithCommas(999), "999");
  EXPECT_EQ(WithCommas(1000), "1,000");
  EXPECT_EQ(WithCommas(1'234'567), "1,234,567");
}

TEST(FormatTest, DurationsHaveThreeDigitsAndAUnitThatSuits) {
  EXPECT_EQ(ShortDuration(nanoseconds(0)), "0 ns");
  EXPECT_EQ(ShortDuration(nanoseconds(999)), "999 ns");
  EXPECT_EQ(ShortDuration(nanoseconds(1'234)), "1.23 us");
  EXPECT_EQ(ShortDuration(nanoseconds(9'996)), "10.0 us");
  EXPECT_EQ(ShortDuration(nanoseconds(104'400)), "104 us");
  EXPECT_EQ(ShortDuration(nanoseconds(999'499)), "999 us");
  EXPECT_EQ(ShortDuration(nanoseconds(999'700)), "1.00 ms");
  EXPECT_EQ(ShortDuration(std::chrono::minutes(10)), "600 s");
}

TEST(FormatTest, FractionsArePercents) {
  EXPECT_EQ(Percent(0.12345), "12.3 %");
  EXPECT_EQ(Percent(1), "100.0 %");
}

}  // namespace
}  // namespace placard
