// What WhyNot tells of each line item of a page against what its explanation
// says, over random catalogues.

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bench/workload/dice.h"
#include "engine/base/hash.h"
#include "engine/catalog/catalog_builder.h"
#include "engine/engine.h"
#include "engine/explain/explain.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/random_model.h"
#include "tests/support/small_catalog.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr size_t kOutranked = kReasons;
constexpr size_t kServed = kReasons + 1;

size_t FateOf(const LineItemOutcome& outcome) {
  if (outcome.served > 0) return kServed;
  return outcome.reason ? static_cast<size_t>(*outcome.reason) : kOutranked;
}

std::vector<std::string> AllNames(const CatalogContents& contents) {
  std::vector<std::string> names;
  for (const auto& [name, campaign] : contents.campaigns) {
    for (const LineItem& item : campaign->line_items) {
      names.push_back(item.name);
    }
  }
  return names;
}

std::shared_ptr<const Snapshot> Build(const CatalogContents& contents) {
  CatalogBuilder builder;
  builder.PutAll(contents);
  return builder.Publish({.epoch = "test", .revision = 1});
}

// Over all slots, the one in which it came furthest.
size_t FateOf(const LineItemExplanation& item) {
  size_t fate = 0;
  for (const SlotVerdict& slot : item.slots) {
    if (slot.verdict == Verdict::kServes) return kServed;
    if (slot.verdict == Verdict::kOutranked) fate = kOutranked;
    if (slot.verdict != Verdict::kRejected) continue;
    fate = std::max(fate, static_cast<size_t>(slot.reason));
  }
  return fate;
}

TEST(OutcomesTest, AreThoseThatExplanationsGive) {
  std::map<size_t, int64_t> met;
  DecideScratch scratch;
  Decision decision;
  for (int seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice(seed);
    const CatalogContents contents = RandomContents(dice);
    const std::shared_ptr<const Snapshot> snapshot = Build(contents);
    for (int page = 0; page < 6; ++page) {
      const PageRequest request = RandomRequest(dice);
      const absl::Time instant = RandomInstant(dice);
      const auto draw = static_cast<uint64_t>(seed) * 6 + page;
      Decide(*snapshot, request, instant, draw, scratch, decision);
      const auto told = scratch.why_not.Outcomes(scratch.contest);
      const std::vector<LineItemOutcome> outcomes(told.begin(), told.end());

      std::map<uint64_t, int32_t> served;  // by name hash
      for (const SlotResult& slot : decision.slots) {
        for (const Ad& ad : slot.ads) ++served[HashBytes(ad.line_item->name)];
      }
      std::map<uint64_t, size_t> fates;
      for (const LineItemExplanation& item :
           Explain(*snapshot, request, instant, draw, decision,
                   {.line_items = AllNames(contents)}, scratch.search)
               .line_items) {
        fates[HashBytes(item.name)] = FateOf(item);
      }
      size_t paid = 0;
      for (const LineItemOutcome& outcome : outcomes) {
        const size_t fate = FateOf(outcome);
        ASSERT_EQ(outcome.served, served[outcome.name_hash]);
        ASSERT_EQ(fate, fates[outcome.name_hash]) << "page " << page;
        ++met[fate];
        paid += fate != kServed;
      }
      ASSERT_LE(paid, kReasonSample);
      for (const auto& [name, _] : served) {
        ASSERT_EQ(std::count_if(outcomes.begin(), outcomes.end(),
                                [name = name](const LineItemOutcome& outcome) {
                                  return outcome.name_hash == name;
                                }),
                  1);
      }
    }
  }
  for (size_t i = static_cast<size_t>(Reason::kSize); i < kReasons; ++i) {
    EXPECT_GT(met[i], 20) << kReasonNames[i];
  }
  EXPECT_GT(met[kOutranked], 20);
  EXPECT_GT(met[kServed], 500);
}

class SmallOutcomesTest : public testing::Test {
 protected:
  std::vector<LineItemOutcome> Outcomes(const PageRequest& request) {
    const std::shared_ptr<const Snapshot> snapshot = Build(catalog_.contents());
    Decide(*snapshot, request, absl::UnixEpoch(), 1, scratch_, decision_);
    const auto told = scratch_.why_not.Outcomes(scratch_.contest);
    return {told.begin(), told.end()};
  }
  static uint64_t Hash(const std::string& id) {
    return HashBytes("campaigns/" + id + "/lineItems/l");
  }

  SmallCatalog catalog_;
  DecideScratch scratch_;
  Decision decision_;
};

TEST_F(SmallOutcomesTest, SayWhatStoppedItWhereItCameFurthest) {
  catalog_.Add({.id = "weighty", .weight = 1'000'000});
  catalog_.Add({.id = "light"});
  catalog_.Add({.id = "none", .weight = 0});
  catalog_.Add({.id = "wide", .creatives = {kTestBanner}});
  PageRequest request;
  request.slots = {BoxSlot("a")};
  EXPECT_THAT(
      Outcomes(request),
      UnorderedElementsAre(
          LineItemOutcome{.name_hash = Hash("weighty"), .served = 1},
          LineItemOutcome{.name_hash = Hash("light")},
          LineItemOutcome{.name_hash = Hash("wide"), .reason = Reason::kSize},
          LineItemOutcome{.name_hash = Hash("none"),
                          .reason = Reason::kOutsideDraw}));
}

TEST_F(SmallOutcomesTest, CountUnderTheFurthestOfSeveralSlots) {
  catalog_.Add({.id = "low", .tier = Tier::kPricePriority, .cpm_micros = 1});
  PageRequest request;
  request.slots = {BoxSlot("a"), BoxSlot("b")};
  request.slots[0].sizes = {kTestBanner};
  request.slots[1].floor = Micros(2);
  EXPECT_THAT(Outcomes(request),
              ElementsAre(LineItemOutcome{.name_hash = Hash("low"),
                                          .reason = Reason::kBelowFloor}));
}

TEST_F(SmallOutcomesTest, TellOfHouseAdvertisementsWhatIsServedOnly) {
  catalog_.Add({.id = "house", .tier = Tier::kHouse});
  catalog_.Add({.id = "other", .tier = Tier::kHouse});
  PageRequest request;
  request.slots = {BoxSlot("a")};
  const std::vector<LineItemOutcome> outcomes = Outcomes(request);
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_EQ(outcomes[0].served, 1);
}

TEST_F(SmallOutcomesTest, AreNoneOfAPageThatReachesNobody) {
  PageRequest request;
  request.slots = {BoxSlot("a")};
  EXPECT_THAT(Outcomes(request), ElementsAre());
}

}  // namespace
}  // namespace placard
