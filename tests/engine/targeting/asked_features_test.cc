#include "engine/targeting/asked_features.h"

#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace placard {
namespace {

constexpr FeatureKind kKinds[] = {FeatureKind::kCategory, FeatureKind::kRegion,
                                  FeatureKind::kKeyValue};

class AskedFeaturesTest : public testing::Test {
 protected:
  std::vector<uint32_t> Draw(size_t count) {
    std::vector<uint32_t> features(count);
    for (uint32_t& feature : features) feature = random_() % 5'000;
    return features;
  }
  void Load(FeatureKind kind, const std::vector<uint32_t>& features) {
    page_.Clear();
    for (const uint32_t feature : features) page_.Insert(kind, feature);
  }

  std::mt19937 random_{1};
  FeaturePrints page_;
};

TEST_F(AskedFeaturesTest, AFeatureThatThePageHasIsNeverMissed) {
  for (int round = 0; round < 10'000; ++round) {
    const FeatureKind kind = kKinds[random_() % 3];
    const std::vector<uint32_t> has = Draw(1 + random_() % 20);
    Load(kind, has);
    std::vector<uint32_t> asked = Draw(1 + random_() % 8);
    asked[random_() % asked.size()] = has[random_() % has.size()];
    ASSERT_TRUE(page_.MayHaveAnyOf({kind, asked}));
  }
}

TEST_F(AskedFeaturesTest, OfFewFeaturesMostOthersAreToldApart) {
  int taken = 0;
  for (int round = 0; round < 10'000; ++round) {
    Load(FeatureKind::kRegion, Draw(1));
    if (page_.MayHaveAnyOf({FeatureKind::kRegion, Draw(3)})) ++taken;
  }
  EXPECT_LT(taken, 2'000);  // 3 of 28
}

TEST_F(AskedFeaturesTest, KindsAreToldApart) {
  Load(FeatureKind::kRegion, {7});
  EXPECT_FALSE(
      page_.MayHaveAnyOf({FeatureKind::kCategory, std::vector<uint32_t>{7}}));
}

TEST_F(AskedFeaturesTest, AnyPageWillDoWhereNothingIsAskedFor) {
  EXPECT_TRUE(page_.MayHaveAnyOf(AskedFeatures()));
  Load(FeatureKind::kRegion, {7});
  EXPECT_TRUE(page_.MayHaveAnyOf(AskedFeatures()));
}

// No feature is none that a page may have.
TEST_F(AskedFeaturesTest, NoPageHasOneOfNone) {
  Load(FeatureKind::kRegion, Draw(20));
  EXPECT_FALSE(page_.MayHaveAnyOf({FeatureKind::kRegion, {}}));
}

}  // namespace
}  // namespace placard
