#include "tests/support/brute_force.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "tests/support/random_model.h"
#include "tests/support/rules.h"
#include "tests/support/small_catalog.h"

namespace placard {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class BruteForceTest : public testing::Test {
 protected:
  BruteForceTest() { request_.slots = {BoxSlot("a")}; }

  void AskFor(std::vector<Slot> slots) { request_.slots = std::move(slots); }
  Decision Decide(uint64_t seed = 1) const {
    return BruteForceDecide(catalog_.contents(), request_, instant_, seed);
  }
  // Ids of the campaigns in a slot, best first.
  std::vector<std::string> Serving(size_t slot = 0, uint64_t seed = 1) const {
    std::vector<std::string> ids;
    const SlotResult result = Decide(seed).slots[slot];
    for (const Ad& ad : result.ads) {
      ids.push_back(ad.campaign->name.substr(std::string("campaigns/").size()));
    }
    return ids;
  }
  // The only reasons of the first slot and their counts.
  std::map<Reason, int> Reasons(size_t slot = 0) const {
    std::map<Reason, int> reasons;
    const SlotResult result = Decide().slots[slot];
    for (size_t i = 0; i < kReasons; ++i) {
      if (result.reasons[i] > 0) {
        reasons[static_cast<Reason>(i)] = result.reasons[i];
      }
    }
    return reasons;
  }
  Outcome SlotOutcome(size_t slot = 0) const {
    return Decide().slots[slot].outcome;
  }

  SmallCatalog catalog_;
  PageRequest request_;
  absl::Time instant_ = absl::FromUnixSeconds(1'780'000'000);
};

using ReasonMap = std::map<Reason, int>;

TEST_F(BruteForceTest, EmptyCatalogueHasNoCandidate) {
  EXPECT_EQ(SlotOutcome(), Outcome::kUnfilled);
  EXPECT_EQ(Reasons(), (ReasonMap{{Reason::kNoCandidate, 1}}));
}

TEST_F(BruteForceTest, TiersAreServedFromTheTop) {
  catalog_.Add({.id = "house", .tier = Tier::kHouse, .priority = 1});
  catalog_.Add({.id = "bid",
                .tier = Tier::kPricePriority,
                .priority = 1,
                .cpm_micros = 9'000'000});
  catalog_.Add({.id = "standard", .priority = 1, .weight = 1'000});
  catalog_.Add({.id = "sponsor", .tier = Tier::kSponsorship, .priority = 16});
  request_.slots[0].count = 4;
  EXPECT_THAT(Serving(), ElementsAre("sponsor", "standard", "bid", "house"));
  EXPECT_EQ(SlotOutcome(), Outcome::kFilled);
}

TEST_F(BruteForceTest, SmallerPriorityDecidesOutright) {
  catalog_.Add({.id = "second", .priority = 2, .weight = 1'000'000});
  catalog_.Add({.id = "first", .priority = 1, .weight = 1});
  for (uint64_t seed = 0; seed < 100; ++seed) {
    ASSERT_THAT(Serving(0, seed), ElementsAre("first")) << seed;
  }
}

TEST_F(BruteForceTest, EqualsWinInProportionToTheirWeights) {
  catalog_.Add({.id = "light", .weight = 1});
  catalog_.Add({.id = "heavy", .weight = 3});
  int heavy = 0;
  for (uint64_t seed = 0; seed < 4'000; ++seed) {
    heavy += Serving(0, seed).front() == "heavy";
  }
  EXPECT_NEAR(heavy, 3'000, 120);  // over four standard deviations
}

TEST_F(BruteForceTest, HigherBidWinsAndEqualBidsAreDrawn) {
  for (const char* id : {"one", "two"}) {
    catalog_.Add(
        {.id = id, .tier = Tier::kPricePriority, .cpm_micros = 2'000'000});
  }
  catalog_.Add({.id = "low",
                .tier = Tier::kPricePriority,
                .cpm_micros = 1'999'999,
                .weight = 1'000});
  std::set<std::string> winners;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    winners.insert(Serving(0, seed).front());
  }
  EXPECT_THAT(winners, ElementsAre("one", "two"));
}

TEST_F(BruteForceTest, FloorIsInclusiveAndConcernsBidsOnly) {
  request_.slots[0].floor = Micros(2'000'000);
  catalog_.Add(
      {.id = "low", .tier = Tier::kPricePriority, .cpm_micros = 1'999'999});
  EXPECT_THAT(Serving(), IsEmpty());
  EXPECT_EQ(Reasons(), (ReasonMap{{Reason::kBelowFloor, 1}}));
  catalog_.Add(
      {.id = "at", .tier = Tier::kPricePriority, .cpm_micros = 2'000'000});
  EXPECT_THAT(Serving(), ElementsAre("at"));
  catalog_.Add({.id = "standard"});
  EXPECT_THAT(Serving(), ElementsAre("standard"));
}

TEST_F(BruteForceTest, HigherOfSlotAndSiteFloorCounts) {
  catalog_.Add(
      {.id = "bid", .tier = Tier::kPricePriority, .cpm_micros = 2'000'000});
  catalog_.policy().floors = {{.section = {}, .cpm = Micros(2'000'001)},
                              {.section = {"news"}, .cpm = Micros(2'000'000)}};
  EXPECT_THAT(Serving(), IsEmpty());
  request_.page.sections = {Path("news/world")};
  EXPECT_THAT(Serving(), ElementsAre("bid"));
  request_.slots[0].floor = Micros(2'000'001);
  EXPECT_THAT(Serving(), IsEmpty());
}

TEST_F(BruteForceTest, CampaignServesOnceOnAPage) {
  catalog_.Add({.id = "only", .creatives = {kTestBox, kTestBox}});
  AskFor({BoxSlot("a"), BoxSlot("b")});
  EXPECT_EQ(Serving(0).size() + Serving(1).size(), 1u);
  const size_t empty = Serving(0).empty() ? 0 : 1;
  EXPECT_EQ(Reasons(empty), (ReasonMap{{Reason::kDuplicate, 1}}));
  EXPECT_EQ(Reasons(1 - empty), ReasonMap());
  EXPECT_EQ(SlotOutcome(empty), Outcome::kUnfilled);
}

TEST_F(BruteForceTest,
       HouseComesAfterAllPaidTiersAndRepeatsWithAnotherCreative) {
  catalog_.Add(
      {.id = "house", .tier = Tier::kHouse, .creatives = {kTestBox, kTestBox}});
  catalog_.Add({.id = "paid"});
  AskFor({BoxSlot("a"), BoxSlot("b"), BoxSlot("c"), BoxSlot("d")});
  std::multiset<Outcome> outcomes;
  std::set<std::string> creatives;
  const Decision decision = Decide();
  for (const SlotResult& slot : decision.slots) {
    outcomes.insert(slot.outcome);
    for (const Ad& ad : slot.ads) creatives.insert(ad.creative->name);
  }
  EXPECT_THAT(outcomes, ElementsAre(Outcome::kFilled, Outcome::kHouse,
                                    Outcome::kHouse, Outcome::kUnfilled));
  EXPECT_EQ(creatives.size(), 3u);
}

TEST_F(BruteForceTest, ShortCountIsFilledWithAReason) {
  request_.slots[0].count = 3;
  catalog_.Add({.id = "paid"});
  catalog_.Add({.id = "house", .tier = Tier::kHouse});
  EXPECT_THAT(Serving(), ElementsAre("paid", "house"));
  EXPECT_EQ(SlotOutcome(), Outcome::kFilled);
  EXPECT_EQ(Reasons(), ReasonMap()) << "the only paid one serves here";
  catalog_.Add({.id = "banner", .creatives = {kTestBanner}});
  EXPECT_EQ(Reasons(), (ReasonMap{{Reason::kSize, 1}}));
}

TEST_F(BruteForceTest, CountsAreFilledInRounds) {
  for (const char* id : {"k1", "k2", "k3", "k4"}) catalog_.Add({.id = id});
  AskFor({BoxSlot("a"), BoxSlot("b")});
  request_.slots[0].count = 3;
  request_.slots[1].count = 3;
  EXPECT_EQ(Serving(0).size(), 2u);
  EXPECT_EQ(Serving(1).size(), 2u);
}

TEST_F(BruteForceTest, ScarcestSlotChoosesFirst) {
  // "both" is first by priority wherever it fits, but the banner has only it.
  catalog_.Add(
      {.id = "both", .priority = 1, .creatives = {kTestBox, kTestBanner}});
  catalog_.Add({.id = "box", .priority = 2});
  Slot banner = BoxSlot("banner");
  banner.sizes = {kTestBanner};
  AskFor({BoxSlot("box"), banner});
  for (uint64_t seed = 0; seed < 50; ++seed) {
    ASSERT_THAT(Serving(0, seed), ElementsAre("box")) << seed;
    ASSERT_THAT(Serving(1, seed), ElementsAre("both")) << seed;
  }
}

TEST_F(BruteForceTest, SlotKeyValuesDecideForTheirSlot) {
  catalog_.Add({.id = "top", .rule = KeyIn("position", {"top"})});
  AskFor({BoxSlot("a"), BoxSlot("b")});
  request_.slots[1].key_values = {{"position", {"top"}}};
  EXPECT_THAT(Serving(0), IsEmpty());
  EXPECT_THAT(Serving(1), ElementsAre("top"));
  EXPECT_EQ(Reasons(0), (ReasonMap{{Reason::kSlotTargeting, 1}}));
}

TEST_F(BruteForceTest, WhatAcceptsNoSlotIsNoCandidate) {
  catalog_.Add({.id = "other", .rule = CountryIn({"de"})});
  EXPECT_EQ(Reasons(), (ReasonMap{{Reason::kNoCandidate, 1}}));
}

TEST_F(BruteForceTest, HouseIsNoCandidateForReasons) {
  catalog_.Add({.id = "house", .tier = Tier::kHouse});
  EXPECT_EQ(SlotOutcome(), Outcome::kHouse);
  EXPECT_EQ(Reasons(), (ReasonMap{{Reason::kNoCandidate, 1}}));
}

TEST_F(BruteForceTest, WeightZeroNeverServesButForItsBid) {
  catalog_.Add({.id = "idle", .weight = 0});
  EXPECT_THAT(Serving(), IsEmpty());
  EXPECT_EQ(Reasons(), (ReasonMap{{Reason::kOutsideDraw, 1}}));
  catalog_.Add({.id = "bid",
                .tier = Tier::kPricePriority,
                .cpm_micros = 1,
                .weight = 0});
  EXPECT_THAT(Serving(), ElementsAre("bid"));
}

TEST_F(BruteForceTest, FirstReasonThatHoldsIsCounted) {
  SmallCampaign wrong{.id = "wrong",
                      .tier = Tier::kPricePriority,
                      .cpm_micros = 1,
                      .creatives = {kTestBanner}};
  catalog_.Add(wrong);
  request_.slots[0].floor = Micros(2);
  request_.page.exclusion_labels = {"games"};
  catalog_.acme().exclusion_labels = {"games"};
  EXPECT_EQ(Reasons(), (ReasonMap{{Reason::kSize, 1}}));
  wrong.creatives = {kTestBox};
  catalog_.Add(wrong);
  EXPECT_EQ(Reasons(), (ReasonMap{{Reason::kBlocked, 1}}));
  catalog_.acme().exclusion_labels = {};
  EXPECT_EQ(Reasons(), (ReasonMap{{Reason::kBelowFloor, 1}}));
}

TEST_F(BruteForceTest, OnlyTheFirstSixtyFourOfALevelAreDrawn) {
  for (size_t i = 0; i < kDrawSize + 6; ++i) {
    catalog_.Add({.id = Concat("k", i), .weight = i == 0 ? 2 : 1});
  }
  std::set<std::string> winners;
  for (uint64_t seed = 0; seed < 2'000; ++seed) {
    winners.insert(Serving(0, seed).front());
  }
  EXPECT_EQ(winners.size(), kDrawSize);
  EXPECT_THAT(winners, Contains("k0")) << "the heaviest is in";
}

TEST_F(BruteForceTest, EachLevelHasADrawOfItsOwn) {
  std::vector<Slot> slots;
  for (size_t i = 0; i < 7; ++i) {
    slots.push_back(BoxSlot(Concat("s", i)));
    slots.back().count = 20;
  }
  AskFor(slots);
  for (size_t i = 0; i < kDrawSize + 6; ++i) {
    catalog_.Add({.id = Concat("first", i), .priority = 1});
    catalog_.Add({.id = Concat("second", i), .priority = 2});
  }
  size_t served = 0;
  for (const SlotResult& slot : Decide().slots) served += slot.ads.size();
  EXPECT_EQ(served, 2 * kDrawSize);
}

TEST_F(BruteForceTest, DrawCountsOnlyWhatIsEligible) {
  for (size_t i = 0; i < kDrawSize; ++i) {
    catalog_.Add(
        {.id = Concat("k", i), .weight = 2, .creatives = {kTestBanner}});
  }
  catalog_.Add({.id = "light"});
  EXPECT_THAT(Serving(), ElementsAre("light"));
}

TEST_F(BruteForceTest, ReasonsAreOfTheFirstSixtyFourCandidates) {
  for (size_t i = 0; i < kReasonSample - 1; ++i) {
    catalog_.Add(
        {.id = Concat("k", i), .weight = 2, .creatives = {kTestBanner}});
  }
  catalog_.Add({.id = "idle", .weight = 0});
  catalog_.Add({.id = "bid", .tier = Tier::kPricePriority, .cpm_micros = 0});
  request_.slots[0].floor = Micros(1);
  EXPECT_EQ(Reasons(),
            (ReasonMap{{Reason::kSize, static_cast<int>(kReasonSample) - 1},
                       {Reason::kOutsideDraw, 1}}));
}

TEST_F(BruteForceTest, CreativesFitByProportionToo) {
  catalog_.Add({.id = "ratio", .creatives = {RatioSize{6, 5, 300}}});
  catalog_.Add({.id = "wide", .creatives = {RatioSize{6, 5, 301}}});
  catalog_.Add({.id = "fluid", .creatives = {FluidSize{}}});
  request_.slots[0].count = 3;
  EXPECT_THAT(Serving(), ElementsAre("ratio"));
  EXPECT_EQ(Reasons(), (ReasonMap{{Reason::kSize, 2}}));
  request_.slots[0].sizes = {FluidSize{}};
  EXPECT_THAT(Serving(), ElementsAre("fluid"));
}

TEST_F(BruteForceTest, DecisionsDependOnSeedAndRequestId) {
  for (int i = 0; i < 8; ++i) catalog_.Add({.id = Concat("k", i)});
  std::set<std::string> by_seed;
  std::set<std::string> by_id;
  for (int i = 0; i < 100; ++i) {
    request_.request_id = "r";
    by_seed.insert(Serving(0, static_cast<uint64_t>(i)).front());
    request_.request_id = Concat("r", i);
    by_id.insert(Serving(0, 1).front());
  }
  EXPECT_EQ(by_seed.size(), 8u);
  EXPECT_EQ(by_id.size(), 8u);
}

TEST(BruteForcePropertyTest, OrderOfTheSlotsDoesNotMatter) {
  Dice dice(8);
  int decided = 0;
  for (int i = 0; i < 400; ++i) {
    const CatalogContents contents = RandomContents(dice);
    const BruteForce brute_force(contents);
    for (int j = 0; j < 5; ++j) {
      const PageRequest request = RandomRequest(dice);
      PageRequest turned = request;
      std::reverse(turned.slots.begin(), turned.slots.end());
      const absl::Time instant = RandomInstant(dice);
      const uint64_t seed = dice.Next();
      const Decision decision = brute_force.Decide(request, instant, seed);
      Decision other = brute_force.Decide(turned, instant, seed);
      std::reverse(other.slots.begin(), other.slots.end());
      ASSERT_EQ(Difference(decision, other, request), "") << i << ", " << j;
      for (const SlotResult& slot : decision.slots) {
        decided += slot.outcome != Outcome::kUnfilled;
      }
    }
  }
  EXPECT_GT(decided, 2'000);
}

TEST(DifferenceTest, TellsDecisionsApart) {
  SmallCatalog catalog;
  catalog.Add({.id = "k"});
  PageRequest request;
  request.slots = {BoxSlot("a")};
  const Decision filled =
      BruteForceDecide(catalog.contents(), request, absl::UnixEpoch(), 1);
  const Decision empty = BruteForceDecide(SmallCatalog().contents(), request,
                                          absl::UnixEpoch(), 1);
  EXPECT_EQ(Difference(filled, filled, request), "");
  EXPECT_EQ(Difference(filled, empty, request),
            "expected\na: FILLED [campaigns/k/lineItems/l with "
            "campaigns/k/creatives/c0]\nbut is\na: UNFILLED no_candidate=1\n");
}

}  // namespace
}  // namespace placard
