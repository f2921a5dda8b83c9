// That random models reach what they are made to reach.
#include "tests/support/random_model.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>
#include <variant>

#include "engine/text/normalize.h"
#include "tests/support/brute_force.h"
#include "tests/support/random_values.h"

namespace placard {
namespace {

TEST(RandomModelTest, DecisionsReachEveryOutcomeAndReason) {
  Dice dice(1);
  std::map<Outcome, int> outcomes;
  std::array<int, kReasons> reasons = {};
  int several_ads = 0;
  for (int i = 0; i < 600; ++i) {
    const CatalogContents contents = RandomContents(dice);
    const BruteForce brute_force(contents);
    for (int j = 0; j < 5; ++j) {
      const PageRequest request = RandomRequest(dice);
      const Decision decision =
          brute_force.Decide(request, RandomInstant(dice), dice.Next());
      for (const SlotResult& slot : decision.slots) {
        ++outcomes[slot.outcome];
        several_ads += slot.ads.size() > 1;
        for (size_t k = 0; k < kReasons; ++k) reasons[k] += slot.reasons[k] > 0;
      }
    }
  }
  EXPECT_GT(outcomes[Outcome::kFilled], 1'000);
  EXPECT_GT(outcomes[Outcome::kHouse], 200);
  EXPECT_GT(outcomes[Outcome::kUnfilled], 500);
  EXPECT_GT(several_ads, 500);
  for (size_t k = 0; k < kReasons; ++k) {
    EXPECT_GT(reasons[k], 100) << kReasonNames[k];
  }
}

TEST(RandomModelTest, ContentsHaveTheirFaults) {
  Dice dice(2);
  int bad_rules = 0;
  int no_advertiser = 0;
  int no_price = 0;
  int weight_zero = 0;
  int exempt = 0;
  int missing_lists = 0;
  int paused = 0;
  for (int i = 0; i < 200; ++i) {
    const CatalogContents contents = RandomContents(dice);
    missing_lists += contents.keyword_lists.size() < kRandomLists;
    for (const auto& [name, campaign] : contents.campaigns) {
      no_advertiser += contents.advertisers.count(campaign->advertiser) == 0;
      exempt += campaign->exempt_from_site_blocks;
      paused += campaign->status == ServingStatus::kPaused;
      for (const LineItem& item : campaign->line_items) {
        bad_rules += std::holds_alternative<BadRule>(item.rule);
        weight_zero += item.weight == 0;
        no_price += campaign->tier == Tier::kPricePriority && !item.price;
      }
    }
  }
  for (int count : {bad_rules, no_advertiser, no_price, weight_zero, exempt,
                    missing_lists, paused}) {
    EXPECT_GT(count, 20);
  }
}

// What validation would have ensured.
bool IsValid(const Campaign& campaign, const LineItem& item) {
  const bool has_master = item.companion_of.has_value();
  return !(has_master && campaign.line_items.at(*item.companion_of)
                             .companion_of.has_value()) &&
         !(item.share_of_voice > 0 && campaign.tier != Tier::kSponsorship) &&
         !(item.rotation.frozen &&
           item.rotation.mode != Rotation::Mode::kOptimised);
}

TEST(RandomModelTest, ContentsHavePageRules) {
  Dice dice(4);
  std::map<Roadblock, int> roadblocks;
  std::map<Rotation::Mode, int> modes;
  std::map<NoDuplicates, int> duplicates;
  int companions = 0;
  int shares = 0;
  int limits = 0;
  int exceptions = 0;
  for (int i = 0; i < 200; ++i) {
    const CatalogContents contents = RandomContents(dice);
    ++duplicates[contents.site_policy->no_duplicates];
    for (const auto& [name, advertiser] : contents.advertisers) {
      limits += advertiser->page_limit > 0;
      exceptions += advertiser->same_advertiser_exception;
    }
    for (const auto& [name, campaign] : contents.campaigns) {
      ++roadblocks[campaign->roadblock];
      for (const LineItem& item : campaign->line_items) {
        EXPECT_TRUE(IsValid(*campaign, item)) << item.name;
        ++modes[item.rotation.mode];
        companions += item.companion_of.has_value();
        shares += item.share_of_voice > 0;
      }
    }
  }
  for (const auto& [roadblock, count] : roadblocks) EXPECT_GT(count, 100);
  for (const auto& [mode, count] : modes) EXPECT_GT(count, 100);
  for (const auto& [rule, count] : duplicates) EXPECT_GT(count, 20);
  EXPECT_EQ(roadblocks.size() + modes.size() + duplicates.size(), 12);
  for (int count : {companions, shares, limits, exceptions}) {
    EXPECT_GT(count, 100);
  }
}

TEST(RandomModelTest, SameDiceGiveTheSameModel) {
  Dice one(3);
  Dice other(3);
  EXPECT_EQ(RandomRule(one, 3), RandomRule(other, 3));
  RandomContents(one);
  RandomContents(other);
  EXPECT_EQ(one.Next(), other.Next());
}

TEST(RandomModelTest, StringsAreNormalised) {
  using namespace random_values;
  for (const auto* values :
       {&Words(), &Prefixes(), &Labels(), &Countries(), &Regions(),
        &Languages(), &Segments(), &Keys(), &Values()}) {
    for (const std::string& value : *values) {
      EXPECT_EQ(Normalize(value).value_or("ill-formed"), value);
    }
  }
}

}  // namespace
}  // namespace placard
