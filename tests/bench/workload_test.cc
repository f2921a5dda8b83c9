#include "bench/workload/workload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "engine/targeting/printer.h"
#include "engine/text/normalize.h"
#include "engine/text/tokens.h"
#include "tests/support/brute_force.h"
#include "tests/support/leaf_coverage.h"

namespace placard {
namespace {

// How many slots in a hundred some paid line item fills.
double FilledPercent(const Workload& workload) {
  const BruteForce brute_force(workload.contents);
  int slots = 0;
  int filled = 0;
  for (const PageView& view : workload.views) {
    const Decision decision =
        brute_force.Decide(view.request, view.instant, view.seed);
    for (const SlotResult& slot : decision.slots) {
      ++slots;
      filled += slot.outcome == Outcome::kFilled;
    }
  }
  return 100.0 * filled / slots;
}

template <typename F>
void ForEachLineItem(const CatalogContents& contents, F&& f) {
  for (const auto& [name, campaign] : contents.campaigns) {
    for (const LineItem& item : campaign->line_items) f(*campaign, item);
  }
}

// What a workload comes down to, for comparison.
std::string Print(const Workload& workload) {
  std::string text;
  ForEachLineItem(
      workload.contents, [&](const Campaign&, const LineItem& item) {
        text += item.name + ": " + Print(std::get<Rule>(item.rule)) + "\n";
      });
  for (const PageView& view : workload.views) {
    text += Concat(view.request.page.title, " ", view.seed, "\n");
  }
  return text;
}

TEST(WorkloadTest, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const WorkloadShape shape{.line_items = 300, .pages = 50};
  EXPECT_EQ(Print(MakeWorkload(shape)), Print(MakeWorkload(shape)));
  WorkloadShape other = shape;
  other.seed = 2;
  EXPECT_NE(Print(MakeWorkload(shape)), Print(MakeWorkload(other)));
}

TEST(WorkloadTest, HasAsManyAsAskedForAndEachTierItsPart) {
  const Workload workload = MakeWorkload({.line_items = 5'000, .pages = 7});
  EXPECT_EQ(workload.views.size(), 7u);
  std::array<double, 4> items = {};
  ForEachLineItem(workload.contents,
                  [&](const Campaign& campaign, const LineItem&) {
                    ++items[static_cast<size_t>(campaign.tier)];
                  });
  EXPECT_EQ(items[0] + items[1] + items[2] + items[3], 5'000);
  EXPECT_NEAR(items[0], 100, 10);
  EXPECT_NEAR(items[1], 1'400, 10);
  EXPECT_NEAR(items[2], 3'000, 10);
  EXPECT_NEAR(items[3], 500, 10);
}

TEST(WorkloadTest, FillsPartOfTheSlots) {
  for (uint64_t seed : {1, 2, 3}) {
    const double filled = FilledPercent(
        MakeWorkload({.seed = seed, .line_items = 500, .pages = 150}));
    EXPECT_GT(filled, 30) << seed;
    EXPECT_LT(filled, 90) << seed;
  }
}

TEST(WorkloadTest, FillsMoreTheMoreIsSold) {
  WorkloadShape shape{.line_items = 500, .pages = 150, .sold_percent = 40};
  const double low = FilledPercent(MakeWorkload(shape));
  shape.sold_percent = 85;
  EXPECT_GT(FilledPercent(MakeWorkload(shape)), low + 25);
}

// Draws pairs of line items and page views; most leaves decide none.
TEST(WorkloadTest, EveryKindOfLeafDecidesSomewhere) {
  const Workload workload = MakeWorkload({.line_items = 2'000, .pages = 500});
  std::vector<std::pair<const Campaign*, const LineItem*>> items;
  ForEachLineItem(workload.contents,
                  [&](const Campaign& campaign, const LineItem& item) {
                    items.emplace_back(&campaign, &item);
                  });
  Dice dice(1);
  LeafCoverage coverage;
  for (int i = 0; i < 40'000; ++i) {
    const PageView& view = dice.Pick(workload.views);
    const auto& [campaign, item] = dice.Pick(items);
    const Advertiser& advertiser =
        *workload.contents.advertisers.at(campaign->advertiser);
    coverage.Add(EffectiveRule(advertiser, *campaign, *item),
                 {.contents = workload.contents,
                  .page = view.request.page,
                  .viewer = view.request.viewer,
                  .slot = &view.request.slots[0],
                  .instant = view.instant,
                  .zone = campaign->flight.zone});
  }
  EXPECT_EQ(coverage.Missing(3), "");
}

TEST(WorkloadTest, PositionsAndNamesAreSound) {
  const Workload workload = MakeWorkload({.line_items = 1'000, .pages = 200});
  std::set<std::string> names;
  ForEachLineItem(workload.contents, [&](const Campaign& campaign,
                                         const LineItem& item) {
    EXPECT_TRUE(names.insert(item.name).second) << item.name;
    EXPECT_EQ(workload.contents.advertisers.count(campaign.advertiser), 1u);
    EXPECT_EQ(campaign.tier == Tier::kPricePriority, item.price.has_value());
    for (uint32_t position : item.creatives) {
      EXPECT_LT(position, campaign.creatives.size());
    }
  });
  for (const PageView& view : workload.views) {
    std::set<std::string> ids;
    for (const Slot& slot : view.request.slots) {
      EXPECT_TRUE(ids.insert(slot.id).second) << slot.id;
      EXPECT_FALSE(slot.sizes.empty());
    }
    EXPECT_FALSE(ids.empty());
  }
}

TEST(WorkloadTest, TermsKeepTheirContract) {
  const Workload workload = MakeWorkload({.line_items = 100, .pages = 1});
  for (const auto& [name, list] : workload.contents.keyword_lists) {
    for (const KeywordTerm& term : list->terms) {
      EXPECT_EQ(Normalize(term.text).value_or("ill-formed"), term.text);
      EXPECT_FALSE(Tokenize(term.text).empty()) << term.text;
      if (term.match != Match::kPrefix) continue;
      EXPECT_EQ(Tokenize(term.text).size(), 1u) << term.text;
      EXPECT_GE(term.text.size(), limits::kPrefixChars) << term.text;
    }
  }
}

TEST(WorkloadTest, TextIsThereWhenAskedFor) {
  EXPECT_TRUE(MakeWorkload({.line_items = 1, .pages = 1})
                  .views[0]
                  .request.page.text.empty());
  const Workload workload =
      MakeWorkload({.line_items = 1, .pages = 1, .text_words = 400});
  EXPECT_EQ(Tokenize(workload.views[0].request.page.text).size(), 400u);
}

TEST(WorkloadFromTest, SpeaksOfWhatThePagesSpeakOf) {
  const std::string path = testing::TempDir() + "workload_test.tsv";
  std::ofstream(path) << "date\tsection\tkeywords\n"
                         "d\tNews\tberlin,election\n"
                         "d\tSport\tberlin,marathon\n";
  const auto workload =
      MakeWorkloadFrom(path, {.line_items = 200, .pages = 10});
  ASSERT_TRUE(workload.ok()) << workload.status();
  ASSERT_EQ(workload->views.size(), 2u);
  EXPECT_EQ(workload->views[0].request.page.sections,
            std::vector<SectionPath>{{"news"}});
  const std::string text = Print(*workload);
  EXPECT_THAT(text, testing::HasSubstr("berlin"));
  EXPECT_THAT(text, testing::HasSubstr("section in {sport}"));
  EXPECT_EQ(MakeWorkloadFrom("/nowhere.tsv", {}).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace placard
