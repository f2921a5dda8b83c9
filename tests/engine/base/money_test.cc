#include "engine/base/money.h"

#include <cstdint>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::testing::Eq;
using ::testing::Optional;

constexpr int64_t kBillion = 1'000'000'000;

TEST(EffectiveCpmTest, IsWhatAThousandImpressionsEarn) {
  // Half a unit a click, one click in a thousand impressions.
  EXPECT_EQ(EffectiveCpm(Micros(500'000), 1000), Micros(500'000));
  EXPECT_EQ(EffectiveCpm(Micros(2'000'000), 250), Micros(500'000));
}

TEST(EffectiveCpmTest, RoundsDown) {
  EXPECT_EQ(EffectiveCpm(Micros(999), 1), Micros(0));
  EXPECT_EQ(EffectiveCpm(Micros(1000), 1), Micros(1));
  EXPECT_EQ(EffectiveCpm(Micros(1999), 1), Micros(1));
  EXPECT_EQ(EffectiveCpm(Micros(3), 333), Micros(0));
  EXPECT_EQ(EffectiveCpm(Micros(3), 334), Micros(1));
}

TEST(EffectiveCpmTest, OfNothingIsNothing) {
  EXPECT_EQ(EffectiveCpm(Micros(0), 1'000'000), Micros(0));
  EXPECT_EQ(EffectiveCpm(Micros(1'000'000), 0), Micros(0));
}

TEST(EffectiveCpmTest, DoesNotOverflowAtTheLargestBid) {
  EXPECT_EQ(EffectiveCpm(Micros(1000 * kBillion), 1'000'000),
            Micros(1'000'000 * kBillion));
  // The product, 10^20, is beyond 64 bits; the result is not.
  EXPECT_EQ(EffectiveCpm(Micros(100'000 * kBillion - 1), 1'000'000),
            Micros(100'000'000 * kBillion - 1000));
}

TEST(MicrosTest, ComparesByValue) {
  EXPECT_LT(Micros(-1), Micros());
  EXPECT_LT(Micros(1), Micros(2));
  EXPECT_EQ(Micros(7).value(), 7);
}

TEST(ParseDecimalTest, ReadsWholeAndDecimalNumbers) {
  EXPECT_THAT(ParseDecimal("0"), Optional(Micros(0)));
  EXPECT_THAT(ParseDecimal("4"), Optional(Micros(4'000'000)));
  EXPECT_THAT(ParseDecimal("4.5"), Optional(Micros(4'500'000)));
  EXPECT_THAT(ParseDecimal("4.50"), Optional(Micros(4'500'000)));
  EXPECT_THAT(ParseDecimal("0.000001"), Optional(Micros(1)));
  EXPECT_THAT(ParseDecimal("007.10"), Optional(Micros(7'100'000)));
  EXPECT_THAT(ParseDecimal("999999999.999999"),
              Optional(Micros(1'000'000 * kBillion - 1)));
}

TEST(ParseDecimalTest, RefusesAllThatIsNotAPlainDecimal) {
  for (const char* text :
       {"",         ".",         ".5",    "5.",         "-1",         "+1",
        "-0",       "1e3",       "1.5e2", "1,5",        "1.2.3",      " 1",
        "1 ",       "1. 5",      "0x10",  "nan",        "inf",        "NaN",
        "1.-5",     "1.0000001", "$1",    "1234567890", "0000000001", "1_000",
        "\xD9\xA1", "1.5\n"}) {
    EXPECT_THAT(ParseDecimal(text), Eq(std::nullopt)) << '"' << text << '"';
  }
  EXPECT_THAT(ParseDecimal(std::string_view("1\0", 2)), Eq(std::nullopt));
}

TEST(ToDecimalTest, PrintsTheFewestDecimals) {
  EXPECT_EQ(ToDecimal(Micros(0)), "0");
  EXPECT_EQ(ToDecimal(Micros(1)), "0.000001");
  EXPECT_EQ(ToDecimal(Micros(100)), "0.0001");
  EXPECT_EQ(ToDecimal(Micros(4'500'000)), "4.5");
  EXPECT_EQ(ToDecimal(Micros(10'000'000)), "10");
  EXPECT_EQ(ToDecimal(Micros(1'000'000 * kBillion - 1)), "999999999.999999");
}

TEST(ToDecimalTest, ParsesBackToTheSameAmount) {
  constexpr uint64_t kSeed = 20240229;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 20'000; ++round) {
    // Every magnitude up to the nine digits that ParseDecimal reads.
    const auto ceiling = int64_t{1} << (random() % 50);
    const Micros micros(static_cast<int64_t>(random() % 1'000'000'000'000'000) %
                        ceiling);
    ASSERT_THAT(ParseDecimal(ToDecimal(micros)), Optional(micros))
        << micros.value();
  }
}

}  // namespace
}  // namespace placard
