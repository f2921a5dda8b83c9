#include "services/decision/shown_ad.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/catalog/catalog_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/small_catalog.h"

namespace placard {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ShownAdTest : public testing::Test {
 protected:
  // What is said of the only advertisement of `campaign`.
  ShownAd Describe(const Campaign& campaign) {
    catalog_.Add(campaign);
    CatalogBuilder builder;
    builder.PutAll(catalog_.contents());
    const auto snapshot = builder.Publish({});
    const ServedLineItem& item =
        snapshot->FindCampaign(campaign.name)->line_items()[0];
    ShownAd out = {.labels = {1, 2, 3}, .house = true};  // left from before
    DescribeShown(item, item.creatives[0], out);
    return out;
  }

  SmallCatalog catalog_;
};

TEST_F(ShownAdTest, NamesAllThatLaterCallsAskFor) {
  const ShownAd shown = Describe(MakeCampaign({.id = "spring"}));
  EXPECT_EQ(shown.campaign, PageViewHash("campaigns/spring"));
  EXPECT_EQ(shown.advertiser, PageViewHash("advertisers/acme"));
  EXPECT_EQ(shown.line_item, PageViewHash("campaigns/spring/lineItems/l"));
  EXPECT_EQ(shown.creative, PageViewHash("campaigns/spring/creatives/c0"));
  EXPECT_THAT(shown.labels, IsEmpty());
  EXPECT_FALSE(shown.house);
}

TEST_F(ShownAdTest, HasTheLabelsOfAllThreeOnce) {
  Campaign campaign = MakeCampaign({.id = "spring"});
  campaign.exclusion_labels = {"airline", "travel"};
  campaign.creatives[0].exclusion_labels = {"hotel", "airline"};
  catalog_.acme().exclusion_labels = {"gambling", "travel"};
  EXPECT_THAT(
      Describe(campaign).labels,
      UnorderedElementsAre(PageViewHash("airline"), PageViewHash("gambling"),
                           PageViewHash("hotel"), PageViewHash("travel")));
}

TEST_F(ShownAdTest, OfAHouseCampaignOnlyTheCreativeMatters) {
  const ShownAd shown =
      Describe(MakeCampaign({.id = "own", .tier = Tier::kHouse}));
  EXPECT_EQ(shown,
            (ShownAd{.creative = PageViewHash("campaigns/own/creatives/c0"),
                     .house = true}));
}

TEST_F(ShownAdTest, BesideLabelsItMattersWhoseTheyAre) {
  Campaign campaign = MakeCampaign({.id = "own", .tier = Tier::kHouse});
  campaign.exclusion_labels = {"airline"};
  const ShownAd shown = Describe(campaign);
  EXPECT_EQ(shown.campaign, PageViewHash("campaigns/own"));
  EXPECT_EQ(shown.advertiser, PageViewHash("advertisers/acme"));
  EXPECT_EQ(shown.line_item, 0u);
}

TEST_F(ShownAdTest, AnAdvertiserThatIsGoneHasNoLabels) {
  Campaign campaign = MakeCampaign({.id = "spring"});
  campaign.advertiser = "advertisers/none";
  const ShownAd shown = Describe(campaign);
  EXPECT_EQ(shown.advertiser, PageViewHash("advertisers/none"));
  EXPECT_THAT(shown.labels, IsEmpty());
}

}  // namespace
}  // namespace placard
