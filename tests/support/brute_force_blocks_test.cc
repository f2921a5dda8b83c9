// What keeps a line item, or a creative of it, off a page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/brute_force.h"
#include "tests/support/rules.h"
#include "tests/support/small_catalog.h"

namespace placard {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'780'000'000);

// One campaign of one line item on a page with one slot.
class BlocksTest : public testing::Test {
 protected:
  BlocksTest() : campaign_(MakeCampaign({.id = "k"})) {
    request_.slots = {BoxSlot("a")};
    request_.page.keywords = {"crash"};
    request_.page.sections = {Path("news/world")};
  }

  SlotResult Decide() {
    catalog_.Add(campaign_);
    return BruteForceDecide(catalog_.contents(), request_, kNow, 1).slots[0];
  }
  bool Serves() { return !Decide().ads.empty(); }
  // Whether it does not serve for this reason, and this reason alone.
  bool Stops(Reason reason) {
    const SlotResult result = Decide();
    SlotResult expected;
    expected.reasons[static_cast<size_t>(reason)] = 1;
    return result == expected;
  }

  LineItem& line_item() { return campaign_.line_items[0]; }
  Creative& creative() { return campaign_.creatives[0]; }

  SmallCatalog catalog_;
  Campaign campaign_;
  PageRequest request_;
};

TEST_F(BlocksTest, NothingBlocksByItself) { EXPECT_TRUE(Serves()); }

TEST_F(BlocksTest, PausedOrBrokenLineItemsAreNoCandidates) {
  const Campaign good = campaign_;
  const std::vector<std::function<void()>> faults = {
      [&] { campaign_.status = ServingStatus::kPaused; },
      [&] { line_item().status = ServingStatus::kPaused; },
      [&] { line_item().rule = BadRule{"?"}; },
      [&] { campaign_.advertiser = "advertisers/nobody"; },
      [&] { campaign_.tier = Tier::kPricePriority; },  // has no price
      [&] { campaign_.flight.end = kNow; },
      [&] { campaign_.flight.start = kNow + absl::Nanoseconds(1); },
      [&] { line_item().rule = Not(InKeywordList("keywordLists/missing")); },
      [&] { campaign_.blocks.keyword_lists = {"keywordLists/missing"}; },
  };
  for (size_t i = 0; i < faults.size(); ++i) {
    campaign_ = good;
    faults[i]();
    EXPECT_TRUE(Stops(Reason::kNoCandidate)) << i;
  }
  campaign_ = good;
  campaign_.flight.start = kNow;
  campaign_.flight.end = kNow + absl::Nanoseconds(1);
  EXPECT_TRUE(Serves());
  catalog_.acme().status = ServingStatus::kPaused;
  EXPECT_TRUE(Stops(Reason::kNoCandidate));
}

TEST_F(BlocksTest, MissingListOfTheAdvertiserStopsIt) {
  catalog_.acme().blocks.keyword_lists = {"keywordLists/missing"};
  EXPECT_TRUE(Stops(Reason::kNoCandidate));
}

TEST_F(BlocksTest, BlocksOfCampaignAndAdvertiserAreTargeting) {
  campaign_.blocks.keywords = {Term("crash")};
  EXPECT_TRUE(Stops(Reason::kNoCandidate));
  campaign_.blocks = {};
  catalog_.acme().blocks.sections = SectionTerms({"news"});
  EXPECT_TRUE(Stops(Reason::kNoCandidate));
  catalog_.acme().blocks = {};
  EXPECT_TRUE(Serves());
}

TEST_F(BlocksTest, BlocksOfACreativeStopThatCreative) {
  creative().blocks.keywords = {Term("crash")};
  EXPECT_TRUE(Stops(Reason::kBlocked));
  campaign_.creatives.push_back(campaign_.creatives[0]);
  campaign_.creatives[1].name += "x";
  campaign_.creatives[1].blocks = {};
  line_item().creatives.push_back(1);
  const SlotResult result = Decide();
  ASSERT_EQ(result.ads.size(), 1u);
  EXPECT_EQ(result.ads[0].creative->name, "campaigns/k/creatives/c0x");
}

TEST_F(BlocksTest, MissingListOfACreativeStopsThatCreative) {
  creative().blocks.keyword_lists = {"keywordLists/missing"};
  EXPECT_TRUE(Stops(Reason::kBlocked));
}

TEST_F(BlocksTest, ListsBlockUntilTheyExpireAndInDryRunsNever) {
  KeywordList list{.name = "keywordLists/l", .terms = Terms({"crash"})};
  creative().blocks.keyword_lists = {list.name};
  catalog_.AddList(list);
  EXPECT_TRUE(Stops(Reason::kBlocked));
  list.expires = kNow;
  catalog_.AddList(list);
  EXPECT_TRUE(Serves());
  list.expires = absl::InfiniteFuture();
  list.dry_run = true;
  catalog_.AddList(list);
  EXPECT_TRUE(Serves());
}

TEST_F(BlocksTest, ExclusionLabelsComeFromEachLevel) {
  request_.page.exclusion_labels = {"loans", "games"};
  EXPECT_TRUE(Serves());
  catalog_.acme().exclusion_labels = {"games"};
  EXPECT_TRUE(Stops(Reason::kBlocked));
  catalog_.acme().exclusion_labels = {"alcohol"};
  campaign_.exclusion_labels = {"loans"};
  EXPECT_TRUE(Stops(Reason::kBlocked));
  campaign_.exclusion_labels = {};
  creative().exclusion_labels = {"loans"};
  EXPECT_TRUE(Stops(Reason::kBlocked));
  creative().exclusion_labels = {"alcohol"};
  EXPECT_TRUE(Serves());
}

TEST_F(BlocksTest, SiteBlocksAdvertisersAndClickDomains) {
  catalog_.policy().blocked_advertisers = {"advertisers/acme"};
  EXPECT_TRUE(Stops(Reason::kBlocked));
  catalog_.policy().blocked_advertisers = {"advertisers/other"};
  EXPECT_TRUE(Serves());
  catalog_.policy().blocked_click_domains = {"example"};
  EXPECT_TRUE(Stops(Reason::kBlocked));
  catalog_.policy().blocked_click_domains = {"p.example"};
  EXPECT_TRUE(Serves());
}

TEST_F(BlocksTest, SiteBlocksPages) {
  catalog_.policy().blocks.keywords = {Term("crash")};
  EXPECT_TRUE(Stops(Reason::kBlocked));
  catalog_.policy().blocks.keywords = {Term("train")};
  EXPECT_TRUE(Serves());
  catalog_.policy().blocks.keyword_lists = {"keywordLists/missing"};
  EXPECT_TRUE(Stops(Reason::kBlocked)) << "it might have blocked";
}

TEST_F(BlocksTest, ExemptHouseServesOnBlockedPagesAndOnlyThere) {
  campaign_.tier = Tier::kHouse;
  catalog_.policy().blocks.sections = SectionTerms({"news"});
  EXPECT_FALSE(Serves());
  campaign_.exempt_from_site_blocks = true;
  EXPECT_EQ(Decide().outcome, Outcome::kHouse);
  catalog_.policy().blocked_advertisers = {"advertisers/acme"};
  EXPECT_FALSE(Serves());
  catalog_.policy().blocked_advertisers = {};
  request_.page.exclusion_labels = {"games"};
  creative().exclusion_labels = {"games"};
  EXPECT_FALSE(Serves());
}

TEST_F(BlocksTest, BlocksDoNotSeeTheKeyValuesOfSlots) {
  line_item().rule = KeyIn("color", {"red"});
  request_.page.key_values = {{"color", {"blue"}}};
  request_.slots[0].key_values = {{"color", {"red"}}};
  EXPECT_TRUE(Serves());
}

TEST_F(BlocksTest, DaypartsGoByTheCampaignsClock) {
  // 28 May 2026, a Thursday, 20:26:40 in UTC.
  line_item().rule = TimeIn(Hours(3, 22, 23));
  EXPECT_FALSE(Serves());
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Berlin", &campaign_.flight.zone));
  EXPECT_TRUE(Serves());
}

}  // namespace
}  // namespace placard
