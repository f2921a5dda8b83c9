#include "engine/catalog/snapshot.h"

#include <memory>
#include <string>
#include <vector>

#include "engine/base/hash.h"
#include "engine/catalog/catalog_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/catalog/documents.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SnapshotTest : public testing::Test {
 protected:
  SnapshotTest() { builder_.Put(AdvertiserOf("advertisers/a")); }

  void Put(Campaign campaign) { builder_.Put(Shared(std::move(campaign))); }
  void PutOne(const std::string& id, Rule rule) {
    Campaign campaign = CampaignOf("campaigns/" + id);
    AddLineItem(campaign, id, std::move(rule));
    Put(std::move(campaign));
  }
  void PutRanked(const std::string& id, Tier tier, int32_t priority,
                 int32_t weight) {
    Campaign campaign = CampaignOf("campaigns/" + id);
    campaign.tier = tier;
    campaign.priority = priority;
    AddLineItem(campaign, id, Rule(), weight);
    campaign.line_items[0].price = PriceOf(weight);
    Put(std::move(campaign));
  }
  std::shared_ptr<const Snapshot> Publish() {
    return builder_.Publish({.epoch = "e", .revision = ++revision_});
  }

  CatalogBuilder builder_;
  uint64_t revision_ = 0;
};

TEST_F(SnapshotTest, OfNothingFindsNothing) {
  const auto snapshot = CatalogBuilder().Publish({});
  EXPECT_THAT(Names(*snapshot, About({"war"})), IsEmpty());
  EXPECT_EQ(snapshot->line_items(), 0);
  EXPECT_EQ(snapshot->NextEdge(kNow), absl::InfiniteFuture());
}

TEST_F(SnapshotTest, SaysWhichVersionItIs) {
  EXPECT_EQ(Publish()->version(), (CatalogVersion{"e", 1}));
  EXPECT_EQ(Publish()->version(), (CatalogVersion{"e", 2}));
}

TEST_F(SnapshotTest, TiersThenPrioritiesThenValuesComeFirst) {
  PutRanked("house", Tier::kHouse, 1, 9);
  PutRanked("cheap", Tier::kPricePriority, 1, 1);
  PutRanked("dear", Tier::kPricePriority, 1, 9);
  PutRanked("second", Tier::kStandard, 2, 9);
  PutRanked("light", Tier::kStandard, 1, 1);
  PutRanked("heavy", Tier::kStandard, 1, 2);
  PutRanked("sponsor", Tier::kSponsorship, 16, 0);
  EXPECT_THAT(Names(*Publish(), About({})),
              ElementsAre("sponsor", "heavy", "light", "second", "dear",
                          "cheap", "house"));
}

TEST_F(SnapshotTest, EqualRanksOfBaseAndDeltaGoByTheHashOfTheirNames) {
  for (int i = 0; i < 20; ++i) PutOne("c" + std::to_string(i), Rule());
  Publish();
  for (int i = 20; i < 30; ++i) PutOne("c" + std::to_string(i), Rule());
  const std::vector<Found> all = FindAll(*Publish(), About({}));
  ASSERT_EQ(all.size(), 30);
  for (size_t i = 1; i < all.size(); ++i) {
    EXPECT_LT(HashBytes(all[i - 1].line_item), HashBytes(all[i].line_item));
  }
}

TEST_F(SnapshotTest, AVisitorMaySkipTheRestOfALevelOrATier) {
  PutRanked("s1a", Tier::kStandard, 1, 3);
  PutRanked("s1b", Tier::kStandard, 1, 2);
  PutRanked("s2", Tier::kStandard, 2, 9);
  PutRanked("p9a", Tier::kPricePriority, 1, 9);
  Publish();
  PutRanked("p9b", Tier::kPricePriority, 1, 9);
  PutRanked("p8", Tier::kPricePriority, 1, 8);
  PutRanked("h", Tier::kHouse, 1, 1);
  const auto snapshot = Publish();
  const auto visit = [&](Visit wish) {
    SearchScratch scratch;
    const PageRequest request = About({});
    snapshot->Prepare(request, kNow, scratch);
    std::vector<std::string> seen;
    snapshot->Search(scratch, [&](const SearchCandidate& candidate) {
      const ServedLineItem& item = snapshot->line_item(*candidate.row);
      const std::string& name = item.line_item->name;
      seen.push_back(name.substr(name.rfind('/') + 1));
      if (seen.back().starts_with("p9")) seen.back() = "p9";
      return wish;
    });
    return seen;
  };
  EXPECT_THAT(visit(Visit::kNext),
              ElementsAre("s1a", "s1b", "s2", "p9", "p9", "p8", "h"));
  EXPECT_THAT(visit(Visit::kNextLevel),
              ElementsAre("s1a", "s2", "p9", "p8", "h"));
  EXPECT_THAT(visit(Visit::kNextTier), ElementsAre("s1a", "p9", "h"));
  EXPECT_THAT(visit(Visit::kStop), ElementsAre("s1a"));
}

TEST_F(SnapshotTest, SearchMayBeRepeatedAfterOnePrepare) {
  PutOne("war", Word("war"));
  const auto snapshot = Publish();
  SearchScratch scratch;
  const PageRequest request = About({"war"});
  snapshot->Prepare(request, kNow, scratch);
  for (int i = 0; i < 3; ++i) {
    int found = 0;
    snapshot->Search(scratch, [&](const SearchCandidate&) {
      ++found;
      return Visit::kNext;
    });
    EXPECT_EQ(found, 1);
  }
}

TEST_F(SnapshotTest, SaysWhichSlotsALineItemAccepts) {
  PutOne("top", Has("position", "top"));
  PutOne("top-or-war", Rule{AnyOfRule{{Has("position", "top"), Word("war")}}});
  PageRequest request = About({}, /*slots=*/3);
  request.page.key_values = {{"position", {"top"}}};
  request.slots[1].key_values = {{"position", {"bottom"}}};
  const auto snapshot = Publish();
  for (const Found& found : FindAll(*snapshot, request)) {
    EXPECT_EQ(found.slots, 0b101) << found.line_item;
  }
  request.page.keywords = {"war"};
  for (const Found& found : FindAll(*snapshot, request)) {
    EXPECT_EQ(found.slots, found.line_item.ends_with("war") ? 0b111 : 0b101);
  }
}

TEST_F(SnapshotTest, OneScratchServesOneSnapshotAfterTheOther) {
  PutOne("war", Word("war"));
  const auto small = Publish();
  for (int i = 0; i < 200; ++i) {
    PutOne("w" + std::to_string(i), Word("w" + std::to_string(i)));
  }
  const auto large = Publish();
  SearchScratch scratch;
  const auto find = [&](const Snapshot& snapshot, const std::string& word) {
    const PageRequest request = About({word});
    snapshot.Prepare(request, kNow, scratch);
    std::vector<std::string> names;
    snapshot.Search(scratch, [&](const SearchCandidate& candidate) {
      const ServedLineItem& item = snapshot.line_item(*candidate.row);
      names.push_back(item.campaign->name);
      return Visit::kNext;
    });
    return names;
  };
  EXPECT_THAT(find(*large, "w199"), ElementsAre("campaigns/w199"));
  EXPECT_THAT(find(*small, "w199"), IsEmpty());
  EXPECT_THAT(find(*small, "war"), ElementsAre("campaigns/war"));
  EXPECT_THAT(find(*large, "w0"), ElementsAre("campaigns/w0"));
}

TEST_F(SnapshotTest, ContentsAreWhatItWasBuiltFrom) {
  PutOne("war", Word("war"));
  builder_.Put(ListOf("keywordLists/l", {"x"}));
  const auto first = Publish();
  PutOne("peace", Word("peace"));
  builder_.Remove("campaigns/war");
  const auto second = Publish();
  EXPECT_TRUE(first->contents().campaigns.contains("campaigns/war"));
  EXPECT_EQ(first->contents().campaigns.size(), 1);
  EXPECT_TRUE(second->contents().campaigns.contains("campaigns/peace"));
  EXPECT_EQ(second->contents().campaigns.size(), 1);
  EXPECT_TRUE(second->contents().keyword_lists.contains("keywordLists/l"));
  EXPECT_TRUE(second->contents().advertisers.contains("advertisers/a"));
  EXPECT_NE(second->contents().site_policy, nullptr);
}

TEST_F(SnapshotTest, FindsAdvertisersAndCampaignsByName) {
  PutOne("x", Word("war"));
  PutOne("y", Word("war"));
  builder_.Put(AdvertiserOf("advertisers/b"));
  const auto first = Publish();
  builder_.Remove("campaigns/x");
  builder_.Remove("advertisers/b");
  const auto second = Publish();
  EXPECT_EQ(first->FindAdvertiser("advertisers/b")->name, "advertisers/b");
  EXPECT_EQ(second->FindAdvertiser("advertisers/b"), nullptr);
  EXPECT_EQ(second->FindAdvertiser("advertisers/a")->name, "advertisers/a");
  EXPECT_EQ(first->FindCampaign("campaigns/x")->campaign()->name,
            "campaigns/x");
  EXPECT_EQ(second->FindCampaign("campaigns/x"), nullptr);
  EXPECT_EQ(second->FindCampaign("campaigns/y")->line_items().size(), 1u);
  EXPECT_EQ(first->FindCampaign(""), nullptr);
}

TEST_F(SnapshotTest, ShowsEachCampaignThatThereIs) {
  PutOne("x", Word("war"));
  PutOne("y", Word("war"));
  const auto first = Publish();
  builder_.Remove("campaigns/x");
  const auto second = Publish();
  const auto names = [](const Snapshot& snapshot) {
    std::vector<std::string> all;
    snapshot.ForEachCampaign([&](const ServedCampaign& campaign) {
      all.push_back(campaign.campaign()->name);
    });
    return all;
  };
  EXPECT_THAT(names(*first),
              testing::UnorderedElementsAre("campaigns/x", "campaigns/y"));
  EXPECT_THAT(names(*second), testing::ElementsAre("campaigns/y"));
}

TEST_F(SnapshotTest, WhatItHandsOutIsOfItsOwnContents) {
  Campaign campaign = CampaignOf("campaigns/c");
  AddLineItem(campaign, "a", Word("war"));
  AddLineItem(campaign, "b", Word("war"));
  Put(campaign);
  Publish();
  campaign.line_items[1].weight = 7;  // a's row stays in the base
  Put(campaign);
  const auto snapshot = Publish();
  const Campaign* const current =
      snapshot->contents().campaigns.at("campaigns/c").get();
  SearchScratch scratch;
  const PageRequest request = About({"war"});
  snapshot->Prepare(request, kNow, scratch);
  int found = 0;
  snapshot->Search(scratch, [&](const SearchCandidate& candidate) {
    const ServedLineItem& item = snapshot->line_item(*candidate.row);
    EXPECT_EQ(item.campaign, current);
    EXPECT_EQ(item.line_item, &current->line_items[found == 0 ? 1 : 0]);
    EXPECT_EQ(item.creatives[0].creative, current->creatives.data());
    ++found;
    return Visit::kNext;
  });
  EXPECT_EQ(found, 2);
}

TEST_F(SnapshotTest, TheNextEdgeIsAFlightsAListsOrAQuarterHour) {
  Campaign campaign = CampaignOf("campaigns/c");
  campaign.flight.start = kNow + absl::Hours(2);
  campaign.flight.end = kNow + absl::Hours(3);
  AddLineItem(campaign, "l", Rule());
  Put(campaign);
  EXPECT_EQ(Publish()->NextEdge(kNow), kNow + absl::Hours(2));
  EXPECT_EQ(Publish()->NextEdge(kNow + absl::Hours(2)), kNow + absl::Hours(3));
  EXPECT_EQ(Publish()->NextEdge(kNow + absl::Hours(3)), absl::InfiniteFuture());

  KeywordList list = *ListOf("keywordLists/l", {"x"});
  list.expires = kNow + absl::Hours(1);
  builder_.Put(Shared(list));
  EXPECT_EQ(Publish()->NextEdge(kNow), kNow + absl::Hours(1));

  campaign.line_items[0].rule = Not(Rule{DaypartRule{}});
  Put(campaign);
  const absl::Time quarter = absl::FromUnixSeconds(1'700'000'100);
  EXPECT_EQ(Publish()->NextEdge(kNow), quarter);
  EXPECT_EQ(Publish()->NextEdge(quarter), quarter + absl::Minutes(15));

  builder_.Remove("campaigns/c");
  builder_.Remove("keywordLists/l");
  EXPECT_EQ(Publish()->NextEdge(kNow), absl::InfiniteFuture());
}

TEST_F(SnapshotTest, ReadsOneWindowWhenTheFirstFewAreEnough) {
  for (int c = 0; c < 40; ++c) {
    Campaign campaign = CampaignOf("campaigns/c" + std::to_string(c));
    for (int l = 0; l < 500; ++l) {
      AddLineItem(campaign, "l" + std::to_string(l),
                  Word(l % 2 == 0 ? "war" : "peace"));
    }
    Put(std::move(campaign));
  }
  const auto snapshot = Publish();
  SearchScratch scratch;
  const PageRequest request = About({"war"});
  snapshot->Prepare(request, kNow, scratch);
  int found = 0;
  snapshot->Search(scratch, [&](const SearchCandidate&) {
    return ++found == 5 ? Visit::kStop : Visit::kNext;
  });
  EXPECT_EQ(scratch.work().rows_verified, 5);
  EXPECT_EQ(scratch.work().words_read, 2 * 512 / 64);
}

}  // namespace
}  // namespace placard
