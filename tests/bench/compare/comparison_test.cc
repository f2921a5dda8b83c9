#include "bench/compare/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace placard {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Figures Of(const std::string& id, double value) {
  return {{.id = id, .what = "", .value = value, .unit = "us"}};
}

// Rounds in which the old build always takes 10.
std::vector<Round> Rounds(const std::vector<double>& newer) {
  std::vector<Round> rounds;
  for (const double value : newer) {
    rounds.push_back({.older = Of("a", 10), .newer = Of("a", value)});
  }
  return rounds;
}

TEST(CompareTest, TellsTheMedianOfTheRoundsAndTheirSpread) {
  const std::vector<Comparison> odd = Compare(Rounds({12, 9, 11}));
  ASSERT_EQ(odd.size(), 1u);
  EXPECT_EQ(odd[0].id, "a");
  EXPECT_DOUBLE_EQ(odd[0].median, 1.1);
  EXPECT_DOUBLE_EQ(odd[0].least, 0.9);
  EXPECT_DOUBLE_EQ(odd[0].most, 1.2);
  EXPECT_DOUBLE_EQ(Compare(Rounds({12, 8, 9, 11}))[0].median, 1.0);
}

TEST(CompareTest, DiffersByMoreThanRoundsDoAmongThemselves) {
  EXPECT_TRUE(Compare(Rounds({8, 8.1, 8.2}))[0].differs());
  EXPECT_TRUE(Compare(Rounds({12, 12.5, 12.9}))[0].differs());
  EXPECT_FALSE(Compare(Rounds({8, 8.5, 9.9}))[0].differs());
  EXPECT_FALSE(Compare(Rounds({10, 10, 10}))[0].differs());
}

TEST(CompareTest, NeedsTwoRoundsToKnowASpread) {
  EXPECT_FALSE(Compare(Rounds({5}))[0].differs());
  EXPECT_TRUE(Compare(Rounds({5, 5}))[0].differs());
  EXPECT_THAT(Compare({}), IsEmpty());
}

TEST(CompareTest, LeavesOutWhatABuildLacksOrFindsToBeNothing) {
  EXPECT_THAT(Compare({{.older = Of("a", 1), .newer = Of("b", 1)}}), IsEmpty());
  EXPECT_THAT(Compare({{.older = Of("a", 0), .newer = Of("a", 1)}}), IsEmpty());
  EXPECT_THAT(Compare({{.older = Of("a", 1), .newer = Of("a", 1)},
                       {.older = Of("a", 1), .newer = {}}}),
              IsEmpty());
}

TEST(PrintComparisonsTest, ShowsThoseThatDifferFirst) {
  std::vector<Comparison> comparisons = Compare(Rounds({9, 11}));
  comparisons.push_back(
      {.id = "b", .rounds = 2, .median = 0.5, .least = 0.49, .most = 0.51});
  const std::string text = PrintComparisons(comparisons);
  EXPECT_THAT(text, HasSubstr("b         0.500  [0.490 - 0.510]  differs\n"
                              "a         1.000  [0.900 - 1.100]\n"));
  EXPECT_THAT(text, HasSubstr("1 of 2 figures differ"));
}

}  // namespace
}  // namespace placard
