// The whole engine against brute force on strings, over random catalogues and
// pages in which everything collides.

#include "engine/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "bench/workload/dice.h"
#include "bench/workload/workload.h"
#include "engine/base/hash.h"
#include "engine/base/status.h"
#include "engine/catalog/catalog_builder.h"
#include "engine/targeting/slow_evaluator.h"
#include "tests/support/brute_force.h"
#include "tests/support/leaf_coverage.h"
#include "tests/support/random_model.h"

namespace placard {
namespace {

std::shared_ptr<const Snapshot> Build(const CatalogContents& contents) {
  CatalogBuilder builder;
  builder.PutAll(contents);
  return builder.Publish({.epoch = "test", .revision = 1});
}

// What the pages of a test met, so that it can show that it met everything.
struct Met {
  std::array<int64_t, kReasons> reasons = {};
  int64_t filled = 0;
  int64_t house = 0;
  int64_t unfilled = 0;
  int64_t pages = 0;
  int64_t optimal = 0;

  void Add(const Decision& decision) {
    ++pages;
    optimal += decision.optimal;
    for (const SlotResult& slot : decision.slots) {
      filled += slot.outcome == Outcome::kFilled;
      house += slot.outcome == Outcome::kHouse;
      unfilled += slot.outcome == Outcome::kUnfilled;
      for (size_t i = 0; i < kReasons; ++i) reasons[i] += slot.reasons[i];
    }
  }
};

DeliveryView RandomDelivery(Dice& dice, const CatalogContents& contents) {
  DeliveryView delivery;
  for (const auto& [name, campaign] : contents.campaigns) {
    for (const Creative& creative : campaign->creatives) {
      if (dice.OneIn(2)) continue;
      const size_t impressions = dice.Below(5'000);
      delivery.creatives[HashBytes(creative.name)] = {
          .impressions = impressions, .clicks = dice.Below(impressions + 1)};
    }
  }
  return delivery;
}

TEST(EngineTest, AgreesWithBruteForceOnRandomCataloguesAndPages) {
  constexpr int kCatalogues = 400;
  constexpr int kPages = 25;
  DecideScratch scratch;  // one for all: nothing may be left of the last page
  Decision decision;
  Met met;
  for (int seed = 1; seed <= kCatalogues; ++seed) {
    Dice dice(seed);
    const CatalogContents contents = RandomContents(dice);
    const std::shared_ptr<const Snapshot> snapshot = Build(contents);
    const BruteForce brute_force(contents);
    const DeliveryView delivery = RandomDelivery(dice, contents);
    for (int page = 0; page < kPages; ++page) {
      const PageRequest request = RandomRequest(dice);
      const absl::Time instant = RandomInstant(dice);
      const int drawn = seed * kPages + page;
      const auto draw_seed = static_cast<uint64_t>(drawn);
      Decide(*snapshot, request, instant, draw_seed, delivery, scratch,
             decision);
      met.Add(decision);
      const Decision expected =
          brute_force.Decide(request, instant, draw_seed, delivery);
      // Of several that are not the best, any may be found.
      if (!decision.optimal || !expected.optimal) continue;
      ASSERT_EQ(Difference(expected, decision, request), "")
          << "catalogue " << seed << ", page " << page;
    }
  }
  EXPECT_GT(met.filled, 1000);
  EXPECT_GT(met.house, 1000);
  EXPECT_GT(met.unfilled, 1000);
  EXPECT_GT(met.optimal, met.pages * 95 / 100);
  for (size_t i = 0; i < kReasons; ++i) {
    EXPECT_GT(met.reasons[i], 100) << kReasonNames[i];
  }
}

TEST(EngineTest, AgreesWithBruteForceOnARealisticWorkload) {
  const Workload workload = MakeWorkload({.line_items = 3000, .pages = 300});
  const std::shared_ptr<const Snapshot> snapshot = Build(workload.contents);
  const BruteForce brute_force(workload.contents);
  DecideScratch scratch;
  Decision decision;
  Met met;
  for (const PageView& view : workload.views) {
    Decide(*snapshot, view.request, view.instant, view.seed, scratch, decision);
    ASSERT_EQ(
        Difference(brute_force.Decide(view.request, view.instant, view.seed),
                   decision, view.request),
        "");
    met.Add(decision);
  }
  EXPECT_GT(met.filled, met.house);
  EXPECT_GT(met.house, 0);
  EXPECT_EQ(met.optimal, met.pages);
}

// Pages of ten slots, with labels on advertisers, campaigns and creatives and a
// limit of each advertiser: the best assignment is found, and known to be.
TEST(EngineTest, ProvesThePagesOfTenSlots) {
  Workload workload = MakeWorkload({.line_items = 3000, .pages = 2000});
  auto policy = std::make_shared<SitePolicy>(*workload.contents.site_policy);
  policy->advertiser_page_limit = 2;
  workload.contents.site_policy = policy;
  const std::shared_ptr<const Snapshot> snapshot = Build(workload.contents);
  DecideScratch scratch;
  Decision decision;
  Met met;
  for (PageView& view : workload.views) {
    std::vector<Slot>& slots = view.request.slots;
    for (size_t i = 0; slots.size() < 10; ++i) {
      slots.push_back(Slot(slots[i]));
      slots.back().id = Concat("slot-", i);
    }
    slots.resize(10);
    Decide(*snapshot, view.request, view.instant, view.seed, scratch, decision);
    met.Add(decision);
  }
  EXPECT_GT(met.filled, 5 * met.pages);
  EXPECT_GE(met.optimal, met.pages * 999 / 1000);
}

TEST(EngineTest, TheOrderOfSlotsInTheRequestDoesNotMatter) {
  DecideScratch scratch;
  Decision forward;
  Decision backward;
  for (int seed = 1; seed <= 200; ++seed) {
    Dice dice(seed);
    const std::shared_ptr<const Snapshot> snapshot =
        Build(RandomContents(dice));
    PageRequest request = RandomRequest(dice);
    const absl::Time instant = RandomInstant(dice);
    Decide(*snapshot, request, instant, 7, scratch, forward);
    std::reverse(request.slots.begin(), request.slots.end());
    Decide(*snapshot, request, instant, 7, scratch, backward);
    std::reverse(backward.slots.begin(), backward.slots.end());
    ASSERT_EQ(forward.slots, backward.slots) << "seed " << seed;
  }
}

// One line item, alone in its catalogue, with one slot that it fits: it serves
// exactly if its rule holds.
TEST(EngineTest, ServesALineItemExactlyWhereItsRuleHolds) {
  constexpr int kRules = 1000;
  constexpr int kPages = 1000;
  DecideScratch scratch;
  Decision decision;
  LeafCoverage coverage;
  int64_t served = 0;
  for (int seed = 1; seed <= kRules; ++seed) {
    Dice dice(seed);
    CatalogContents contents = RandomLists(dice);
    const Rule rule = RandomRule(dice, seed % 4);
    const absl::TimeZone zone = RandomZone(dice);
    contents.site_policy = std::make_shared<SitePolicy>();
    contents.advertisers["advertisers/a"] =
        std::make_shared<Advertiser>(Advertiser{.name = "advertisers/a"});
    Campaign campaign = {.name = "campaigns/c", .advertiser = "advertisers/a"};
    campaign.flight = {.start = absl::InfinitePast(), .zone = zone};
    campaign.line_items = {
        {.name = "campaigns/c/lineItems/l", .rule = rule, .creatives = {0}}};
    campaign.creatives = {
        {.name = "campaigns/c/creatives/x", .size = FixedSize{300, 250}}};
    contents.campaigns[campaign.name] = std::make_shared<Campaign>(campaign);
    const std::shared_ptr<const Snapshot> snapshot = Build(contents);
    const bool servable = snapshot->ineligible().empty();
    for (int i = 0; i < kPages; ++i) {
      PageRequest request;
      request.page = RandomPage(dice);
      request.page.exclusion_labels.clear();
      request.viewer = RandomViewer(dice);
      request.slots = {RandomSlot(dice, "s")};
      request.slots[0].sizes = {FixedSize{300, 250}};
      const absl::Time instant = RandomInstant(dice);
      const EvaluationContext context = {.contents = contents,
                                         .page = request.page,
                                         .viewer = request.viewer,
                                         .slot = &request.slots[0],
                                         .instant = instant,
                                         .zone = zone};
      const bool holds = servable && Holds(rule, context);
      Decide(*snapshot, request, instant, 1, scratch, decision);
      ASSERT_EQ(!decision.slots[0].ads.empty(), holds)
          << "seed " << seed << ", page " << i;
      served += holds;
      if (i % 50 == 0) coverage.Add(rule, context);
    }
  }
  EXPECT_GT(served, kRules * kPages / 10);
  EXPECT_EQ(coverage.Missing(20), "");
}

}  // namespace
}  // namespace placard
