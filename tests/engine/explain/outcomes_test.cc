// What WhyNot tells of each line item of a page, recounted from all candidates
// and the decision, over random catalogues.

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
#include "engine/explain/candidates.h"
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

std::shared_ptr<const Snapshot> Build(const CatalogContents& contents) {
  CatalogBuilder builder;
  builder.PutAll(contents);
  return builder.Publish({.epoch = "test", .revision = 1});
}

struct Recount {
  const PageRequest& request;
  const Decision& decision;
  std::map<uint64_t, int32_t> served = {};  // by name hash

  bool IsFull(size_t slot) const {
    const std::vector<Ad>& ads = decision.slots[slot].ads;
    return std::count_if(ads.begin(), ads.end(), [](const Ad& ad) {
             return ad.campaign->tier != Tier::kHouse;
           }) == request.slots[slot].count;
  }
  bool ShowsCampaign(const Campaign* campaign) const {
    for (const SlotResult& slot : decision.slots) {
      for (const Ad& ad : slot.ads) {
        if (ad.campaign == campaign) return true;
      }
    }
    return false;
  }
  bool AllFull() const {
    for (size_t i = 0; i < request.slots.size(); ++i) {
      if (!IsFull(i)) return false;
    }
    return true;
  }

  // What a line item that is not served may be counted under.
  std::vector<size_t> Possible(const CandidateFact& fact) const {
    const auto fate = [](Reason reason) { return static_cast<size_t>(reason); };
    if (fact.fitting == 0) return {fate(Reason::kSize)};
    if (fact.usable == 0) return {fate(Reason::kBlocked)};
    if (fact.paying == 0) return {fate(Reason::kBelowFloor)};
    const bool races =
        fact.rank.tier() == Tier::kPricePriority || fact.rank.value() > 0;
    if (!races) return {fate(Reason::kOutsideDraw)};
    for (size_t i = 0; i < request.slots.size(); ++i) {
      if ((fact.paying >> i & 1) == 0 || IsFull(i)) continue;
      // There is room: the draw was full, or its campaign is shown.
      return {fate(Reason::kOutsideDraw), fate(Reason::kDuplicate)};
    }
    return {ShowsCampaign(fact.item->campaign) ? fate(Reason::kDuplicate)
                                               : kOutranked};
  }
};

TEST(OutcomesTest, AreThoseOfEachPaidCandidateInTheOrderOfRank) {
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
      const auto draw = static_cast<uint64_t>(seed * 6 + page);
      Decide(*snapshot, request, instant, draw, scratch, decision);
      const auto told = scratch.why_not.Outcomes(scratch.slots);
      const std::vector<LineItemOutcome> outcomes(told.begin(), told.end());

      Recount recount{.request = request, .decision = decision};
      for (const SlotResult& slot : decision.slots) {
        for (const Ad& ad : slot.ads) {
          ++recount.served[HashBytes(ad.line_item->name)];
        }
      }
      const Candidates candidates(*snapshot, request, instant, draw,
                                  scratch.search);
      size_t at = recount.served.size();
      ASSERT_LE(at, outcomes.size());
      for (size_t i = 0; i < at; ++i) {
        ASSERT_EQ(outcomes[i].served, recount.served[outcomes[i].name_hash]);
        ++met[kServed];
      }
      size_t paid = 0;
      for (const CandidateFact& fact : candidates.all()) {
        if (fact.rank.tier() == Tier::kHouse) continue;
        if (paid++ == kReasonSample) break;
        const uint64_t hash = HashBytes(fact.item->line_item->name);
        if (recount.served.contains(hash)) continue;
        // A page that has no room left is not searched to the end.
        if (at == outcomes.size()) {
          ASSERT_TRUE(recount.AllFull());
          break;
        }
        ASSERT_EQ(outcomes[at].name_hash, hash);
        const size_t fate = FateOf(outcomes[at]);
        ASSERT_THAT(recount.Possible(fact), testing::Contains(fate))
            << fact.item->line_item->name;
        ++met[fate];
        ++at;
      }
      ASSERT_EQ(at, outcomes.size());
    }
  }
  for (const Reason reason :
       {Reason::kSize, Reason::kBlocked, Reason::kBelowFloor,
        Reason::kOutsideDraw, Reason::kDuplicate}) {
    EXPECT_GT(met[static_cast<size_t>(reason)], 20)
        << kReasonNames[static_cast<size_t>(reason)];
  }
  EXPECT_GT(met[kOutranked], 20);
  EXPECT_GT(met[kServed], 500);
}

class SmallOutcomesTest : public testing::Test {
 protected:
  std::vector<LineItemOutcome> Outcomes(const PageRequest& request) {
    const std::shared_ptr<const Snapshot> snapshot = Build(catalog_.contents());
    Decide(*snapshot, request, absl::UnixEpoch(), 1, scratch_, decision_);
    const auto told = scratch_.why_not.Outcomes(scratch_.slots);
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
