#include "engine/catalog/catalog_builder.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/catalog/documents.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class CatalogBuilderTest : public testing::Test {
 protected:
  CatalogBuilderTest() {
    builder_.Put(AdvertiserOf("advertisers/a"));
    campaign_ = CampaignOf("campaigns/c");
    AddLineItem(campaign_, "war", Word("war"));
    AddLineItem(campaign_, "peace", Word("peace"));
  }

  void Put() { builder_.Put(Shared(campaign_)); }
  std::vector<std::string> Serving(absl::Time instant = kNow) {
    return Names(*builder_.Publish({}), About({"war", "peace"}), instant);
  }
  std::vector<IneligibleLineItem> Ineligible() {
    const auto snapshot = builder_.Publish({});
    return {snapshot->ineligible().begin(), snapshot->ineligible().end()};
  }

  CatalogBuilder builder_;
  Campaign campaign_;
};

TEST_F(CatalogBuilderTest, AChangeShowsInTheNextSnapshotOnly) {
  Put();
  const auto before = builder_.Publish({});
  campaign_.line_items[0].rule = Word("truce");
  Put();
  const auto after = builder_.Publish({});
  EXPECT_THAT(Names(*before, About({"war"})), ElementsAre("war"));
  EXPECT_THAT(Names(*after, About({"war"})), IsEmpty());
  EXPECT_THAT(Names(*after, About({"truce"})), ElementsAre("war"));
}

TEST_F(CatalogBuilderTest, AFlightThatMovesTakesItsLineItemsAlong) {
  Put();
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
  campaign_.flight.start = kNow + absl::Seconds(1);
  Put();
  EXPECT_THAT(Serving(), IsEmpty());
  EXPECT_THAT(Serving(kNow + absl::Seconds(1)),
              UnorderedElementsAre("war", "peace"));
}

TEST_F(CatalogBuilderTest, ACampaignsClockMayBeSetToAnotherZone) {
  DaypartRule daypart;
  daypart.quarters->set(QuarterOfWeek(kNow, absl::UTCTimeZone()));
  campaign_.line_items[0].rule = Rule{daypart};
  Put();
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
  campaign_.flight.zone = absl::FixedTimeZone(3600);
  Put();
  EXPECT_THAT(Serving(), ElementsAre("peace"));
}

TEST_F(CatalogBuilderTest, WhatIsPausedAtAnyLevelDoesNotServe) {
  Put();
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
  campaign_.line_items[0].status = ServingStatus::kPaused;
  Put();
  EXPECT_THAT(Serving(), ElementsAre("peace"));
  campaign_.status = ServingStatus::kPaused;
  Put();
  EXPECT_THAT(Serving(), IsEmpty());
  campaign_.status = ServingStatus::kActive;
  campaign_.line_items[0].status = ServingStatus::kActive;
  Put();
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
  Advertiser paused = *AdvertiserOf("advertisers/a");
  paused.status = ServingStatus::kPaused;
  builder_.Put(Shared(paused));
  EXPECT_THAT(Serving(), IsEmpty());
  EXPECT_THAT(Ineligible(), IsEmpty());
}

TEST_F(CatalogBuilderTest, ABadRuleHurtsItsLineItemAlone) {
  campaign_.line_items[0].rule = BadRule{"depth 40 exceeds 16"};
  Put();
  EXPECT_THAT(Serving(), ElementsAre("peace"));
  EXPECT_THAT(Ineligible(),
              ElementsAre(IneligibleLineItem{"campaigns/c/lineItems/war",
                                             Ineligibility::kBadRule}));
  campaign_.line_items[0].rule = Word("war");
  Put();
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
  EXPECT_THAT(Ineligible(), IsEmpty());
}

TEST_F(CatalogBuilderTest, WithoutItsAdvertiserACampaignWaits) {
  builder_.Remove("advertisers/a");
  Put();
  EXPECT_THAT(Serving(), IsEmpty());
  EXPECT_EQ(Ineligible().size(), 2);
  EXPECT_EQ(Ineligible()[0].reason, Ineligibility::kNoAdvertiser);
  builder_.Put(AdvertiserOf("advertisers/a"));
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
  builder_.Remove("advertisers/a");
  EXPECT_THAT(Serving(), IsEmpty());
}

TEST_F(CatalogBuilderTest, PricePriorityNeedsAPrice) {
  campaign_.tier = Tier::kPricePriority;
  campaign_.line_items[0].price = PriceOf(1);
  Put();
  EXPECT_THAT(Serving(), ElementsAre("war"));
  EXPECT_THAT(Ineligible(),
              ElementsAre(IneligibleLineItem{"campaigns/c/lineItems/peace",
                                             Ineligibility::kNoPrice}));
}

TEST_F(CatalogBuilderTest, AMissingListWaitsForItAtEveryLevel) {
  campaign_.line_items[0].rule =
      Rule{AllOfRule{{Word("war"), Not(OnList("keywordLists/bad"))}}};
  Put();
  EXPECT_THAT(Serving(), ElementsAre("peace"));
  EXPECT_THAT(Ineligible(),
              ElementsAre(IneligibleLineItem{"campaigns/c/lineItems/war",
                                             Ineligibility::kNoKeywordList}));
  campaign_.blocks.keyword_lists = {"keywordLists/worse"};
  Put();
  EXPECT_THAT(Serving(), IsEmpty());
  builder_.Put(ListOf("keywordLists/bad", {"x"}));
  EXPECT_THAT(Serving(), IsEmpty());
  builder_.Put(ListOf("keywordLists/worse", {"y"}));
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
  Advertiser advertiser = *AdvertiserOf("advertisers/a");
  advertiser.blocks.keyword_lists = {"keywordLists/worst"};
  builder_.Put(Shared(advertiser));
  EXPECT_THAT(Serving(), IsEmpty());
  builder_.Put(ListOf("keywordLists/worst", {"z"}));
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
  builder_.Remove("keywordLists/bad");
  EXPECT_THAT(Serving(), ElementsAre("peace"));
}

TEST_F(CatalogBuilderTest, AListThatChangesBlocksOtherPages) {
  campaign_.blocks.keyword_lists = {"keywordLists/bad"};
  builder_.Put(ListOf("keywordLists/bad", {"crash"}));
  Put();
  const PageRequest crash = About({"war", "crash"});
  EXPECT_THAT(Names(*builder_.Publish({}), crash), IsEmpty());
  builder_.Put(ListOf("keywordLists/bad", {"flood"}));
  EXPECT_THAT(Names(*builder_.Publish({}), crash), ElementsAre("war"));
  EXPECT_THAT(Names(*builder_.Publish({}), About({"war", "flood"})), IsEmpty());
}

TEST_F(CatalogBuilderTest, AnExpiredOrDryListBlocksNothing) {
  campaign_.blocks.keyword_lists = {"keywordLists/bad"};
  KeywordList list = *ListOf("keywordLists/bad", {"war"});
  list.expires = kNow;
  builder_.Put(Shared(list));
  Put();
  EXPECT_THAT(Serving(kNow - absl::Nanoseconds(1)), IsEmpty());
  EXPECT_THAT(Serving(kNow), UnorderedElementsAre("war", "peace"));
  list.dry_run = true;
  builder_.Put(Shared(list));
  EXPECT_THAT(Serving(kNow - absl::Nanoseconds(1)),
              UnorderedElementsAre("war", "peace"));
}

TEST_F(CatalogBuilderTest, ATaxonomyThatChangesHasOtherAncestors) {
  campaign_.line_items[0].rule = Rule{CategoryRule{{{"iab", "news"}}}};
  Put();
  PageRequest request = About({});
  request.page.categories = {{"iab", "politics"}};
  EXPECT_THAT(Names(*builder_.Publish({}), request), IsEmpty());
  Taxonomy taxonomy;
  taxonomy.id = "iab";
  taxonomy.parent = {{"news", ""}, {"politics", "news"}};
  builder_.Put(Shared(taxonomy));
  EXPECT_THAT(Names(*builder_.Publish({}), request), ElementsAre("war"));
  builder_.Remove("taxonomies/iab");
  EXPECT_THAT(Names(*builder_.Publish({}), request), IsEmpty());
}

TEST_F(CatalogBuilderTest, ALineItemKeepsItsKeyAndCampaignsKey) {
  const auto keys = [&] {
    const auto snapshot = builder_.Publish({});
    SearchScratch scratch;
    const PageRequest request = About({"war", "peace"});
    snapshot->Prepare(request, kNow, scratch);
    std::map<std::string, std::pair<LineItemKey, uint32_t>> found;
    snapshot->Search(scratch, [&](const SearchCandidate& candidate) {
      const ServedLineItem& item = snapshot->line_item(*candidate.row);
      found[item.line_item->name] = {item.key, item.campaign_key};
      return Visit::kNext;
    });
    return found;
  };
  Put();
  const auto before = keys();
  std::swap(campaign_.line_items[0], campaign_.line_items[1]);
  campaign_.line_items[0].weight = 9;
  Put();
  EXPECT_EQ(keys(), before);
  builder_.Adopt(builder_.StartRebuild().Run());
  EXPECT_EQ(keys(), before);
}

TEST_F(CatalogBuilderTest, OfNoInterestToARowStaysInTheBase) {
  for (int i = 0; i < 10; ++i) {
    AddLineItem(campaign_, "l" + std::to_string(i), Word("x"));
  }
  Put();
  builder_.Publish({});
  campaign_.creatives[0].click_url = "https://elsewhere.example/";
  campaign_.line_items[0].weight = 2;
  Put();
  const auto snapshot = builder_.Publish({});
  SearchScratch scratch;
  const PageRequest request = About({"war", "peace", "x"});
  snapshot->Prepare(request, kNow, scratch);
  size_t found = 0;
  snapshot->Search(scratch, [&](const SearchCandidate& candidate) {
    const ServedLineItem& item = snapshot->line_item(*candidate.row);
    ++found;
    EXPECT_EQ(item.creatives[0].creative->click_url,
              "https://elsewhere.example/");
    return Visit::kNext;
  });
  EXPECT_EQ(found, 12);
  // A line of those in flight and one of each of the three terms in the base;
  // in the delta one of those in flight and one of the term.
  EXPECT_EQ(scratch.work().words_read, (1 + 3 + 1 + 1) * Line::kRows / 64);
}

TEST_F(CatalogBuilderTest, RemovingWhatIsNotThereIsNoError) {
  Put();
  for (const char* name : {"campaigns/x", "advertisers/x", "keywordLists/x",
                           "taxonomies/x", "sitePolicy", "nonsense", ""}) {
    builder_.Remove(name);
  }
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
}

TEST_F(CatalogBuilderTest, ARemovedCampaignMayComeBack) {
  Put();
  EXPECT_EQ(builder_.Publish({})->line_items(), 2);
  builder_.Remove("campaigns/c");
  EXPECT_THAT(Serving(), IsEmpty());
  EXPECT_EQ(builder_.Publish({})->line_items(), 0);
  Put();
  builder_.Remove("campaigns/c");
  Put();
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
  EXPECT_EQ(builder_.Publish({})->line_items(), 2);
}

TEST_F(CatalogBuilderTest, ACampaignMayMoveToAnotherAdvertiser) {
  Put();
  builder_.Publish({});
  campaign_.advertiser = "advertisers/b";
  Put();
  EXPECT_THAT(Serving(), IsEmpty());
  builder_.Put(AdvertiserOf("advertisers/b"));
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
  builder_.Remove("advertisers/a");
  EXPECT_THAT(Serving(), UnorderedElementsAre("war", "peace"));
}

}  // namespace
}  // namespace placard
