// What the rules of a page come to, on pages that can be worked out by hand.
// That brute force agrees is EngineTest's to show; here is what both are to do.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/status.h"
#include "engine/catalog/catalog_builder.h"
#include "engine/engine.h"
#include "tests/support/brute_force.h"
#include "tests/support/small_catalog.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class PageRulesTest : public testing::Test {
 protected:
  PageRulesTest() { request_.slots = {BoxSlot("a"), BoxSlot("b")}; }

  void AskFor(size_t slots) {
    request_.slots.clear();
    for (size_t i = 0; i < slots; ++i) {
      request_.slots.push_back(BoxSlot(Concat("s", i)));
    }
  }

  // Of "advertisers/<id>".
  Advertiser& AddAdvertiser(const std::string& id) {
    auto advertiser = std::make_shared<Advertiser>();
    advertiser->name = "advertisers/" + id;
    Advertiser& added = *advertiser;
    contents_.advertisers[added.name] = std::move(advertiser);
    return added;
  }

  // With so many line items l0, l1, ... and creatives.
  static Campaign MakeGroup(const std::string& id, size_t line_items,
                            Roadblock roadblock = Roadblock::kOnlyOne,
                            SmallCampaign like = {}) {
    like.id = id;
    like.creatives.assign(line_items, kTestBox);
    Campaign campaign = MakeCampaign(like);
    const LineItem item = campaign.line_items.front();
    campaign.line_items.clear();
    for (uint32_t i = 0; i < line_items; ++i) {
      campaign.line_items.push_back(item);
      campaign.line_items.back().name =
          Concat(campaign.name, "/lineItems/l", i);
      campaign.line_items.back().creatives = {i};
    }
    campaign.roadblock = roadblock;
    return campaign;
  }

  void Add(const Campaign& campaign) { catalog_.Add(campaign); }

  const Decision& Decide(uint64_t seed = 1) {
    CatalogContents contents = catalog_.contents();
    for (const auto& [name, advertiser] : contents_.advertisers) {
      contents.advertisers[name] = advertiser;
    }
    CatalogBuilder builder;
    builder.PutAll(contents);
    snapshot_ = builder.Publish({.epoch = "test", .revision = 1});
    placard::Decide(*snapshot_, request_, instant_, seed, delivery_, scratch_,
                    decision_);
    return decision_;
  }

  // Short names of all line items shown: "k/l0".
  std::multiset<std::string> Shown(uint64_t seed = 1) {
    std::multiset<std::string> shown;
    for (const SlotResult& slot : Decide(seed).slots) {
      for (const Ad& ad : slot.ads) shown.insert(ShortName(ad));
    }
    return shown;
  }

  static std::string ShortName(const Ad& ad) {
    const std::string& name = ad.line_item->name;
    const size_t campaign = std::string("campaigns/").size();
    const size_t end = name.find('/', campaign);
    return name.substr(campaign, end - campaign) + "/" +
           name.substr(name.rfind('/') + 1);
  }

  // What the last decision showed, as a page view's token tells it.
  void GoOn() {
    for (const SlotResult& slot : decision_.slots) {
      for (const Ad& ad : slot.ads) {
        ShownAd shown = {.campaign = PageViewHash(ad.campaign->name),
                         .advertiser = PageViewHash(ad.campaign->advertiser),
                         .line_item = PageViewHash(ad.line_item->name),
                         .creative = PageViewHash(ad.creative->name),
                         .house = ad.campaign->tier == Tier::kHouse};
        for (const auto* labels :
             {&ad.campaign->exclusion_labels, &ad.creative->exclusion_labels}) {
          for (const std::string& label : *labels) {
            shown.labels.push_back(PageViewHash(label));
          }
        }
        request_.page_view.shown.push_back(shown);
      }
    }
  }

  int32_t Count(size_t slot, Reason reason) {
    return decision_.slots[slot].reasons[static_cast<size_t>(reason)];
  }

  SmallCatalog catalog_;
  CatalogContents contents_;  // more advertisers
  PageRequest request_;
  absl::Time instant_ = absl::FromUnixSeconds(1'780'000'000);
  DeliveryView delivery_;
  std::shared_ptr<const Snapshot> snapshot_;
  DecideScratch scratch_;
  Decision decision_;
};

TEST_F(PageRulesTest, OnlyOneOfACampaignServesUnlessItsRoadblockSaysMore) {
  Add(MakeGroup("k", 3));
  EXPECT_EQ(Shown().size(), 1);
  for (const Roadblock roadblock :
       {Roadblock::kOneOrMore, Roadblock::kAsManyAsPossible}) {
    Add(MakeGroup("k", 3, roadblock));
    EXPECT_EQ(Shown().size(), 2);
  }
}

TEST_F(PageRulesTest, AsManyAsPossibleStandSideBySide) {
  AskFor(3);
  for (int i = 0; i < 12; ++i) Add(MakeGroup(Concat("other", i), 1));
  Add(MakeGroup("k", 3, Roadblock::kAsManyAsPossible));
  std::map<size_t, int> together;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const std::multiset<std::string> shown = Shown(seed);
    ++together[static_cast<size_t>(
        std::count_if(shown.begin(), shown.end(),
                      [](const auto& name) { return name[0] == 'k'; }))];
  }
  // First of the page, then the others are next; or second, or third.
  EXPECT_GT(together[3], 20);
  EXPECT_GT(together[1], 20);
  Add(MakeGroup("k", 3, Roadblock::kOneOrMore));
  int all_three = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    all_three += Shown(seed).count("k/l2") + Shown(seed).count("k/l1") +
                     Shown(seed).count("k/l0") ==
                 3;
  }
  EXPECT_LT(all_three, 10);
}

TEST_F(PageRulesTest, AllOrNoneOfARoadblock) {
  Add(MakeGroup("k", 3, Roadblock::kAll, {.priority = 1}));
  Add(MakeGroup("other", 1, Roadblock::kOnlyOne, {.priority = 2}));
  EXPECT_THAT(Shown(), UnorderedElementsAre("other/l0")) << "two places only";
  EXPECT_EQ(Count(0, Reason::kRoadblock) + Count(1, Reason::kRoadblock), 3);
  AskFor(3);
  EXPECT_THAT(Shown(), UnorderedElementsAre("k/l0", "k/l1", "k/l2"));
  AskFor(4);
  EXPECT_THAT(Shown(),
              UnorderedElementsAre("k/l0", "k/l1", "k/l2", "other/l0"));
}

TEST_F(PageRulesTest, APausedLineItemIsNoPartOfTheWhole) {
  Campaign campaign = MakeGroup("k", 3, Roadblock::kAll);
  campaign.line_items[1].status = ServingStatus::kPaused;
  Add(campaign);
  EXPECT_THAT(Shown(), UnorderedElementsAre("k/l0", "k/l2"));
}

TEST_F(PageRulesTest, OneThatMayNotServeKeepsTheWholeOff) {
  Campaign campaign = MakeGroup("k", 2, Roadblock::kAll);
  campaign.line_items[1].rule = CountryIn({"de"});
  Add(campaign);
  EXPECT_THAT(Shown(), IsEmpty());
  request_.viewer.country = "de";
  EXPECT_EQ(Shown().size(), 2);
}

TEST_F(PageRulesTest, ACompanionComesWithItsMasterAndNeverWithout) {
  Campaign campaign = MakeGroup("k", 2);
  campaign.line_items[1].companion_of = 0;
  Add(campaign);
  EXPECT_THAT(Shown(), UnorderedElementsAre("k/l0", "k/l1"));
  campaign.line_items[0].rule = CountryIn({"de"});
  Add(campaign);
  EXPECT_THAT(Shown(), IsEmpty());
  EXPECT_EQ(Count(0, Reason::kRoadblock), 1);
}

TEST_F(PageRulesTest, ACompanionMustKeepAllHardRules) {
  Campaign campaign = MakeGroup("k", 2);
  campaign.line_items[1].companion_of = 0;
  campaign.creatives[1].exclusion_labels = {"airline"};
  Add(campaign);
  request_.page.exclusion_labels = {"airline"};
  EXPECT_THAT(Shown(), UnorderedElementsAre("k/l0"));
}

TEST_F(PageRulesTest, ACompanionMayFollowItsMasterInALaterCall) {
  AskFor(1);
  Campaign campaign = MakeGroup("k", 2);
  campaign.line_items[1].companion_of = 0;
  Add(campaign);
  EXPECT_THAT(Shown(), UnorderedElementsAre("k/l0"));
  GoOn();
  EXPECT_THAT(Shown(), UnorderedElementsAre("k/l1"));
  GoOn();
  EXPECT_THAT(Shown(), IsEmpty());
}

TEST_F(PageRulesTest, AdvertisementsWithOneLabelNeverShareAPage) {
  AddAdvertiser("one");
  AddAdvertiser("other");
  Campaign one = MakeGroup("one", 1);
  one.advertiser = "advertisers/one";
  one.exclusion_labels = {"airline"};
  Add(one);
  Campaign other = MakeGroup("other", 1);
  other.advertiser = "advertisers/other";
  other.creatives[0].exclusion_labels = {"airline"};
  Add(other);
  EXPECT_EQ(Shown().size(), 1);
  const size_t empty = decision_.slots[0].ads.empty() ? 0 : 1;
  EXPECT_EQ(Count(empty, Reason::kLabelConflict), 1);
  other.creatives[0].exclusion_labels = {"hotel"};
  Add(other);
  EXPECT_EQ(Shown().size(), 2);
}

TEST_F(PageRulesTest, AnAdvertiserMayMakeAnExceptionOfItself) {
  catalog_.acme().exclusion_labels = {"airline"};
  Add(MakeGroup("one", 1));
  Add(MakeGroup("other", 1));
  EXPECT_EQ(Shown().size(), 1);
  catalog_.acme().same_advertiser_exception = true;
  EXPECT_EQ(Shown().size(), 2);
}

TEST_F(PageRulesTest, LabelsOfOneCampaignDoNotExcludeEachOther) {
  catalog_.acme().exclusion_labels = {"airline"};
  Add(MakeGroup("k", 2, Roadblock::kAll));
  EXPECT_EQ(Shown().size(), 2);
}

TEST_F(PageRulesTest, ALabelOnAHouseAdvertisementCountsToo) {
  AddAdvertiser("one");
  Campaign paid = MakeGroup("paid", 1);
  paid.advertiser = "advertisers/one";
  paid.exclusion_labels = {"news"};
  Add(paid);
  Campaign house =
      MakeGroup("house", 1, Roadblock::kOnlyOne, {.tier = Tier::kHouse});
  house.exclusion_labels = {"news"};
  Add(house);
  EXPECT_THAT(Shown(), UnorderedElementsAre("paid/l0"));
}

TEST_F(PageRulesTest, TwoThatExcludeEachOtherLosePlacesToTwoThatDoNot) {
  AskFor(2);
  const auto bid = [&](const std::string& id, int64_t cpm,
                       const std::string& label) {
    AddAdvertiser(id);
    Campaign campaign =
        MakeGroup(id, 1, Roadblock::kOnlyOne,
                  {.tier = Tier::kPricePriority, .cpm_micros = cpm});
    campaign.advertiser = "advertisers/" + id;
    if (!label.empty()) campaign.exclusion_labels = {label};
    Add(campaign);
  };
  // The best one excludes both others that are worth more together.
  bid("best", 5'000'000, "car");
  AddAdvertiser("x");
  bid("second", 4'000'000, "car");
  Campaign both =
      MakeGroup("best", 1, Roadblock::kOnlyOne,
                {.tier = Tier::kPricePriority, .cpm_micros = 5'000'000});
  both.advertiser = "advertisers/best";
  both.exclusion_labels = {"car", "bank"};
  Add(both);
  bid("third", 3'000'000, "bank");
  EXPECT_THAT(Shown(), UnorderedElementsAre("second/l0", "third/l0"))
      << "7 are more than 5";
  EXPECT_TRUE(decision_.optimal);
}

TEST_F(PageRulesTest, AnAdvertisersLimitHolds) {
  AskFor(4);
  for (const char* id : {"k1", "k2", "k3", "k4"}) Add(MakeGroup(id, 1));
  catalog_.acme().page_limit = 3;
  EXPECT_EQ(Shown().size(), 3);
  catalog_.policy().advertiser_page_limit = 2;
  EXPECT_EQ(Shown().size(), 2);
  int32_t stopped = 0;
  for (size_t i = 0; i < 4; ++i) stopped += Count(i, Reason::kAdvertiserLimit);
  EXPECT_EQ(stopped, 2 * 2) << "two, in each of two slots";
  GoOn();
  EXPECT_THAT(Shown(), IsEmpty()) << "the page view has enough";
}

TEST_F(PageRulesTest, WhatMayComeTwiceIsThePolicysToSay) {
  AskFor(4);
  Campaign campaign = MakeGroup("k", 2);
  for (LineItem& item : campaign.line_items) item.creatives = {0, 1};
  Add(campaign);
  Add(MakeGroup("other", 1));
  const auto shown_under = [&](NoDuplicates rule) {
    catalog_.policy().no_duplicates = rule;
    return Shown().size();
  };
  EXPECT_EQ(shown_under(NoDuplicates::kCreative), 3) << "three creatives";
  EXPECT_EQ(shown_under(NoDuplicates::kLineItem), 3) << "three line items";
  EXPECT_EQ(shown_under(NoDuplicates::kCampaign), 2);
  EXPECT_EQ(shown_under(NoDuplicates::kAdvertiser), 1);
}

TEST_F(PageRulesTest, SharesOfVoiceAreAbsolutePercent) {
  AskFor(1);
  const auto sponsor = [&](const std::string& id, int32_t share) {
    Campaign campaign =
        MakeGroup(id, 1, Roadblock::kOnlyOne, {.tier = Tier::kSponsorship});
    campaign.line_items[0].share_of_voice = share;
    Add(campaign);
  };
  sponsor("half", 50);
  sponsor("tenth", 10);
  sponsor("rest", 0);
  std::map<std::string, int> pages;
  constexpr int kPages = 4'000;
  for (uint64_t seed = 0; seed < kPages; ++seed) {
    for (const std::string& name : Shown(seed)) ++pages[name];
  }
  EXPECT_NEAR(pages["half/l0"], kPages * 0.50, 140);  // over four deviations
  EXPECT_NEAR(pages["tenth/l0"], kPages * 0.10, 80);
  EXPECT_NEAR(pages["rest/l0"], kPages * 0.40, 140);
}

TEST_F(PageRulesTest, SlotsAreFilledBeforeAnyIsFilledTwice) {
  AskFor(3);
  for (Slot& slot : request_.slots) slot.count = 3;
  for (int i = 0; i < 4; ++i) Add(MakeGroup(Concat("k", i), 1));
  for (uint64_t seed = 0; seed < 50; ++seed) {
    std::multiset<size_t> loads;
    for (const SlotResult& slot : Decide(seed).slots) {
      loads.insert(slot.ads.size());
    }
    ASSERT_THAT(loads, ElementsAre(1, 1, 2)) << seed;
  }
}

TEST_F(PageRulesTest, LaterCallsOfAPageViewDoNotRepeat) {
  AskFor(1);
  for (const char* id : {"k1", "k2"}) Add(MakeGroup(id, 1));
  const std::multiset<std::string> first = Shown();
  GoOn();
  const std::multiset<std::string> second = Shown();
  EXPECT_EQ(second.size(), 1);
  EXPECT_NE(first, second);
  GoOn();
  EXPECT_THAT(Shown(), IsEmpty());
  EXPECT_EQ(Count(0, Reason::kDuplicate), 2);
}

TEST_F(PageRulesTest, AForcedLineItemServesWhateverKeepsItAway) {
  Campaign paused = MakeGroup("k", 1);
  paused.status = ServingStatus::kPaused;
  paused.flight.end = absl::UnixEpoch();
  paused.line_items[0].rule = CountryIn({"de"});
  Add(paused);
  Add(MakeGroup("other", 1));
  request_.force = "campaigns/k/lineItems/l0";
  EXPECT_THAT(Shown(), UnorderedElementsAre("k/l0", "other/l0"));
  for (const SlotResult& slot : decision_.slots) {
    EXPECT_EQ(slot.outcome, Outcome::kFilled);
  }
  request_.force = "campaigns/k/creatives/c0";
  EXPECT_THAT(Shown(), UnorderedElementsAre("k/l0", "other/l0"));
  request_.force = "campaigns/none/creatives/c0";
  EXPECT_THAT(Shown(), UnorderedElementsAre("other/l0"));
  for (Slot& slot : request_.slots) slot.sizes = {kTestBanner};
  request_.force = "campaigns/k/lineItems/l0";
  EXPECT_THAT(Shown(), IsEmpty()) << "it fits no slot";
}

TEST_F(PageRulesTest, WhatIsForcedExcludesAsIfItHadWon) {
  Add(MakeGroup("k", 2));
  request_.force = "campaigns/k/lineItems/l1";
  EXPECT_THAT(Shown(), UnorderedElementsAre("k/l1"));
  const size_t empty = decision_.slots[0].ads.empty() ? 0 : 1;
  EXPECT_EQ(Count(empty, Reason::kDuplicate), 2);
}

class RotationTest : public PageRulesTest {
 protected:
  RotationTest() {
    AskFor(1);
    campaign_ =
        MakeCampaign({.id = "k", .creatives = {kTestBox, kTestBox, kTestBox}});
  }

  // How often each creative was shown, by its position.
  std::vector<int> Shares(Rotation rotation, int pages) {
    campaign_.line_items[0].rotation = rotation;
    Add(campaign_);
    std::vector<int> shares(campaign_.creatives.size());
    for (int seed = 0; seed < pages; ++seed) {
      const Ad& ad = Decide(static_cast<uint64_t>(seed)).slots[0].ads[0];
      ++shares[ad.creative - ad.campaign->creatives.data()];
    }
    return shares;
  }

  Campaign campaign_;
};

TEST_F(RotationTest, EvenShowsAllAsOften) {
  for (const int share : Shares({.mode = Rotation::Mode::kEven}, 3'000)) {
    EXPECT_NEAR(share, 1'000, 110);
  }
}

TEST_F(RotationTest, WeightedShowsByWeightAndWeightZeroOnlyAlone) {
  campaign_.creatives[0].rotation_weight = 3;
  campaign_.creatives[2].rotation_weight = 0;
  const std::vector<int> shares =
      Shares({.mode = Rotation::Mode::kWeighted}, 3'000);
  EXPECT_NEAR(shares[0], 2'250, 100);
  EXPECT_NEAR(shares[1], 750, 100);
  EXPECT_EQ(shares[2], 0);
  campaign_.line_items[0].creatives = {2};
  EXPECT_EQ(Shares({.mode = Rotation::Mode::kWeighted}, 10)[2], 10);
}

TEST_F(RotationTest, SequentialShowsEachForAMinute) {
  std::vector<size_t> shown;
  for (int minute = 0; minute < 4; ++minute) {
    for (const int second : {0, 59}) {
      instant_ = absl::FromUnixSeconds(1'780'000'020 + minute * 60 + second);
      const std::vector<int> shares =
          Shares({.mode = Rotation::Mode::kSequential}, 1);
      shown.push_back(static_cast<size_t>(
          std::find(shares.begin(), shares.end(), 1) - shares.begin()));
    }
  }
  for (size_t i = 0; i < shown.size(); i += 2) {
    EXPECT_EQ(shown[i], shown[i + 1]);
    EXPECT_EQ(shown[i], (shown[0] + i / 2) % 3);
  }
}

TEST_F(RotationTest, OptimisedShowsWhatIsClickedAndKeepsAFloor) {
  const auto counts = [&](size_t creative, uint64_t clicks) {
    delivery_.creatives[HashBytes(campaign_.creatives[creative].name)] = {
        .impressions = 100'000, .clicks = clicks};
  };
  counts(0, 100);
  counts(1, 300);
  counts(2, 100);
  const std::vector<int> shares =
      Shares({.mode = Rotation::Mode::kOptimised}, 3'000);
  EXPECT_NEAR(shares[0], 150, 60) << "5 percent";
  EXPECT_NEAR(shares[1], 2'700, 80);
  EXPECT_NEAR(shares[2], 150, 60);
}

TEST_F(RotationTest, OptimisedTriesAllWhileNothingIsKnown) {
  for (const int share : Shares({.mode = Rotation::Mode::kOptimised}, 3'000)) {
    EXPECT_NEAR(share, 1'000, 150);
  }
}

TEST_F(RotationTest, FrozenLearnsNothingMore) {
  delivery_.creatives[HashBytes(campaign_.creatives[0].name)] = {
      .impressions = 100'000, .clicks = 50'000};
  for (const int share :
       Shares({.mode = Rotation::Mode::kOptimised, .frozen = true}, 3'000)) {
    EXPECT_NEAR(share, 1'000, 110);
  }
}

}  // namespace
}  // namespace placard
