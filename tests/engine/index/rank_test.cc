#include "engine/index/rank.h"

#include <vector>

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(RankTest, TierThenPriorityThenValueDecide) {
  const std::vector<Rank> best_first = {
      Rank(Tier::kSponsorship, 1, 5),   Rank(Tier::kSponsorship, 1, 4),
      Rank(Tier::kSponsorship, 2, 9),   Rank(Tier::kStandard, 1, 1'000'000),
      Rank(Tier::kStandard, 16, 0),     Rank(Tier::kPricePriority, 1, 9),
      Rank(Tier::kPricePriority, 1, 8), Rank(Tier::kPricePriority, 2, 9),
      Rank(Tier::kHouse, 16, 1),        Rank(Tier::kHouse, 16, 0)};
  for (size_t i = 1; i < best_first.size(); ++i) {
    EXPECT_LT(best_first[i - 1], best_first[i]) << i;
  }
}

TEST(RankTest, TheHighestBidHasARank) {
  const Micros most = EffectiveCpm(Micros(1'000'000'000'000), 1'000'000);
  EXPECT_LT(Rank(Tier::kPricePriority, 1, most.value()),
            Rank(Tier::kPricePriority, 1, most.value() - 1));
  EXPECT_EQ(Rank(Tier::kPricePriority, 16, most.value()).tier(),
            Tier::kPricePriority);
}

TEST(RankTest, ALevelIsAPriorityAndInPricePriorityABid) {
  const Rank standard(Tier::kStandard, 3, 7);
  EXPECT_LT(Rank(Tier::kStandard, 3, 0), standard.NextLevel());
  EXPECT_EQ(standard.NextLevel(), Rank(Tier::kStandard, 3, 1).NextLevel());
  EXPECT_LE(standard.NextLevel(), Rank(Tier::kStandard, 4, 1'000'000));

  const Rank priced(Tier::kPricePriority, 3, 7);
  EXPECT_LT(priced, priced.NextLevel());
  EXPECT_LE(priced.NextLevel(), Rank(Tier::kPricePriority, 3, 6));
}

TEST(RankTest, TheNextTierIsBehindAllOfThisOne) {
  for (const Tier tier :
       {Tier::kSponsorship, Tier::kStandard, Tier::kPricePriority}) {
    const auto next = static_cast<Tier>(static_cast<int>(tier) + 1);
    EXPECT_LT(Rank(tier, 16, 0), Rank(tier, 1, 1).NextTier());
    EXPECT_LE(Rank(tier, 1, 1).NextTier(), Rank(next, 1, 1'000'000));
  }
  EXPECT_LT(Rank(Tier::kHouse, 16, 0), Rank(Tier::kHouse, 1, 1).NextTier());
  EXPECT_LT(Rank(Tier::kHouse, 16, 0), Rank(Tier::kHouse, 16, 1).NextLevel());
}

TEST(RankTest, AStageIsAPriorityAndOfHouseTheTier) {
  const Rank bid(Tier::kPricePriority, 3, 7);
  EXPECT_TRUE(bid.SharesStageWith(Rank(Tier::kPricePriority, 3, 900)));
  EXPECT_FALSE(bid.SharesStageWith(Rank(Tier::kPricePriority, 4, 7)));
  EXPECT_FALSE(bid.SharesStageWith(Rank(Tier::kStandard, 3, 7)));
  const Rank house(Tier::kHouse, 3, 7);
  EXPECT_TRUE(house.SharesStageWith(Rank(Tier::kHouse, 9, 1)));
  EXPECT_FALSE(house.SharesStageWith(bid));
}

}  // namespace
}  // namespace placard
