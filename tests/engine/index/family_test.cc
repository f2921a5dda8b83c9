#include "engine/index/family.h"

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::testing::ElementsAre;

Family MakeFamily(const std::vector<std::vector<uint32_t>>& rows,
                  size_t features) {
  Constraints constraints;
  for (const std::vector<uint32_t>& row : rows) {
    constraints.features.insert(constraints.features.end(), row.begin(),
                                row.end());
    constraints.row_ends.push_back(
        static_cast<uint32_t>(constraints.features.size()));
  }
  return FamilyBuilder().Build(constraints, features);
}

std::set<uint32_t> Rows(const RowSet& set, size_t rows) {
  std::set<uint32_t> found(set.list.begin(), set.list.end());
  for (uint32_t row = 0; set.bitset != nullptr && row < rows; ++row) {
    if (set.bitset[row / Line::kRows].Contains(row % Line::kRows)) {
      found.insert(row);
    }
  }
  return found;
}

TEST(FamilyTest, WithoutConstraintsItConstrainsNothing) {
  EXPECT_FALSE(MakeFamily({{}, {}, {}}, 5).constrains());
  EXPECT_FALSE(Family().constrains());
  EXPECT_TRUE(MakeFamily({{}, {2}, {}}, 5).constrains());
}

TEST(FamilyTest, OfFewRowsEverySetIsABitsetWithTheUnconstrained) {
  const Family family = MakeFamily({{0}, {}, {0, 1}, {1}}, 3);
  ASSERT_NE(family.rows(0).bitset, nullptr);
  EXPECT_THAT(Rows(family.rows(0), 4), ElementsAre(0, 1, 2));
  EXPECT_THAT(Rows(family.rows(1), 4), ElementsAre(1, 2, 3));
  EXPECT_THAT(Rows({.bitset = family.unconstrained()}, 4), ElementsAre(1));
}

TEST(FamilyTest, AFeatureOfNoRowHasNone) {
  const Family family = MakeFamily({{0}, {0}}, 2);
  EXPECT_EQ(family.PlaceOf(1), Family::kNoPlace);
  EXPECT_EQ(family.rows(1).bitset, nullptr);
  EXPECT_TRUE(family.rows(1).list.empty());
  EXPECT_EQ(family.unconstrained(), nullptr);
}

TEST(FamilyTest, RareRowsAreAListAndCommonOnesABitset) {
  // Feature 0 on 1 row in 64, feature 1 on the rest but 3 unconstrained.
  std::vector<std::vector<uint32_t>> rows(640, {1});
  for (size_t i = 0; i < rows.size(); i += 64) rows[i] = {0};
  rows[5] = rows[6] = rows[639] = {};
  const Family family = MakeFamily(rows, 2);
  EXPECT_EQ(family.rows(0).bitset, nullptr);
  EXPECT_EQ(family.rows(0).list.size(), 10);
  EXPECT_NE(family.rows(1).bitset, nullptr);
  EXPECT_EQ(Rows(family.rows(1), 640).size(), 630);
  EXPECT_THAT(Rows({.bitset = family.unconstrained()}, 640),
              ElementsAre(5, 6, 639));
}

TEST(FamilyTest, EachSetIsWhatItsRowsAskFor) {
  std::mt19937 random(7);
  std::vector<std::vector<uint32_t>> rows(1000);
  for (std::vector<uint32_t>& row : rows) {
    std::set<uint32_t> features;
    for (uint32_t i = random() % 4; i > 0; --i) {
      features.insert(random() % (1U << random() % 7));
    }
    row.assign(features.begin(), features.end());
  }
  const Family family = MakeFamily(rows, 64);
  for (uint32_t feature = 0; feature < 64; ++feature) {
    const RowSet set = family.rows(feature);
    std::set<uint32_t> expected;
    for (uint32_t i = 0; i < rows.size(); ++i) {
      const bool asks =
          std::find(rows[i].begin(), rows[i].end(), feature) != rows[i].end();
      if (asks || (set.bitset != nullptr && rows[i].empty())) {
        expected.insert(i);
      }
    }
    EXPECT_EQ(Rows(set, rows.size()), expected) << feature;
  }
}

}  // namespace
}  // namespace placard
