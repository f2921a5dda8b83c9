// Which creatives are kept off a page.
#include <memory>
#include <string>
#include <vector>

#include "engine/catalog/catalog_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/catalog/documents.h"

namespace placard {
namespace {

using ::testing::ElementsAre;

// One line item that serves everywhere, with two creatives.
class CreativeBlocksTest : public testing::Test {
 protected:
  CreativeBlocksTest() {
    campaign_.creatives.push_back(campaign_.creatives[0]);
    campaign_.creatives[1].name = "campaigns/c/creatives/other";
    campaign_.creatives[1].click_host = "other.example";
    AddLineItem(campaign_, "l", Rule());
    campaign_.line_items[0].creatives = {1, 0};
    advertiser_.name = "advertisers/a";
  }

  // Whether each of the line item's creatives is blocked.
  std::vector<bool> Blocked(const PageRequest& request) {
    builder_.Put(Shared(advertiser_));
    builder_.Put(Shared(campaign_));
    builder_.Put(Shared(policy_));
    const std::vector<Found> found = FindAll(*builder_.Publish({}), request);
    return found.empty() ? std::vector<bool>() : found[0].blocked;
  }

  CatalogBuilder builder_;
  Advertiser advertiser_;
  Campaign campaign_ = CampaignOf("campaigns/c");
  SitePolicy policy_;
};

TEST_F(CreativeBlocksTest, NothingSaidBlocksNothing) {
  EXPECT_THAT(Blocked(About({"war"})), ElementsAre(false, false));
}

TEST_F(CreativeBlocksTest, APagesLabelKeepsOffWhatCarriesIt) {
  PageRequest request = About({});
  request.page.exclusion_labels = {"gambling", "alcohol"};
  campaign_.creatives[0].exclusion_labels = {"alcohol"};
  EXPECT_THAT(Blocked(request), ElementsAre(false, true));
  campaign_.exclusion_labels = {"gambling"};
  EXPECT_THAT(Blocked(request), ElementsAre(true, true));
  campaign_.exclusion_labels = {"alcoholic"};
  EXPECT_THAT(Blocked(request), ElementsAre(false, true));
  advertiser_.exclusion_labels = {"alcohol"};
  EXPECT_THAT(Blocked(request), ElementsAre(true, true));
  EXPECT_THAT(Blocked(About({})), ElementsAre(false, false));
}

TEST_F(CreativeBlocksTest, ACreativesOwnBlocksAreItsOwn) {
  campaign_.creatives[1].blocks.keywords = {{.text = "war"}};
  EXPECT_THAT(Blocked(About({"war"})), ElementsAre(true, false));
  EXPECT_THAT(Blocked(About({"peace"})), ElementsAre(false, false));
  campaign_.creatives[1].blocks = {};
  campaign_.creatives[0].blocks.sections = {{.path = {"crime"}}};
  PageRequest request = About({"war"});
  request.page.sections = {{"crime", "local"}};
  EXPECT_THAT(Blocked(request), ElementsAre(false, true));
}

TEST_F(CreativeBlocksTest, AMissingListKeepsItsCreativeOffEveryPage) {
  campaign_.creatives[0].blocks.keyword_lists = {"keywordLists/bad"};
  EXPECT_THAT(Blocked(About({})), ElementsAre(false, true));
  builder_.Put(ListOf("keywordLists/bad", {"war"}));
  EXPECT_THAT(Blocked(About({})), ElementsAre(false, false));
  EXPECT_THAT(Blocked(About({"war"})), ElementsAre(false, true));
  builder_.Remove("keywordLists/bad");
  EXPECT_THAT(Blocked(About({})), ElementsAre(false, true));
}

TEST_F(CreativeBlocksTest, TheSitesBlocksKeepAllOffButExemptCampaigns) {
  policy_.blocks.keywords = {{.text = "disaster"}};
  EXPECT_THAT(Blocked(About({"disaster"})), ElementsAre(true, true));
  EXPECT_THAT(Blocked(About({"spring"})), ElementsAre(false, false));
  campaign_.tier = Tier::kHouse;
  campaign_.exempt_from_site_blocks = true;
  EXPECT_THAT(Blocked(About({"disaster"})), ElementsAre(false, false));
}

TEST_F(CreativeBlocksTest, ASiteBlockOfAMissingListFailsClosed) {
  policy_.blocks.keyword_lists = {"keywordLists/disasters"};
  EXPECT_THAT(Blocked(About({})), ElementsAre(true, true));
  builder_.Put(ListOf("keywordLists/disasters", {"flood"}));
  EXPECT_THAT(Blocked(About({})), ElementsAre(false, false));
  EXPECT_THAT(Blocked(About({"flood"})), ElementsAre(true, true));
}

TEST_F(CreativeBlocksTest, TheSiteKeepsOffAdvertisersAndClickHosts) {
  policy_.blocked_advertisers = {"advertisers/b"};
  policy_.blocked_click_domains = {"hop.example", "other.example"};
  EXPECT_THAT(Blocked(About({})), ElementsAre(true, false));
  campaign_.creatives[0].click_host = "deep.below.other.example";
  EXPECT_THAT(Blocked(About({})), ElementsAre(true, true));
  campaign_.creatives[0].click_host = "another.example";
  EXPECT_THAT(Blocked(About({})), ElementsAre(true, false));
  policy_.blocked_advertisers.push_back("advertisers/a");
  EXPECT_THAT(Blocked(About({})), ElementsAre(true, true));
  // An exemption from blocks is no exemption from these.
  campaign_.exempt_from_site_blocks = true;
  EXPECT_THAT(Blocked(About({})), ElementsAre(true, true));
  builder_.Remove("sitePolicy");
  EXPECT_EQ(builder_.Publish({})->site_policy().blocked_advertisers.size(), 0);
}

}  // namespace
}  // namespace placard
