// Every baseline finds what the rules say, evaluated one by one on the strings
// themselves, in Placard's order: only then is it worth comparing with.

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "bench/baselines/posting_lists.h"
#include "bench/baselines/redis_baselines.h"
#include "bench/baselines/roaring_baseline.h"
#include "bench/baselines/rule_table.h"
#include "bench/baselines/scan_baseline.h"
#include "bench/workload/modes.h"
#include "engine/base/hash.h"
#include "engine/base/status.h"
#include "engine/catalog/catalog_builder.h"
#include "engine/index/rank.h"
#include "engine/targeting/slow_evaluator.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/random_model.h"

namespace placard {
namespace {

std::shared_ptr<const Snapshot> Publish(const CatalogContents& contents) {
  CatalogBuilder builder;
  builder.PutAll(contents);
  return builder.Publish({.epoch = "test", .revision = 1});
}

// Which lists a rule names; the effective rule holds its blocks' too.
void CollectLists(const Rule& rule, std::vector<std::string>& lists) {
  if (const auto* leaf = std::get_if<KeywordListRule>(&rule.kind)) {
    lists.push_back(leaf->list);
  } else if (const auto* all = std::get_if<AllOfRule>(&rule.kind)) {
    for (const Rule& part : all->rules) CollectLists(part, lists);
  } else if (const auto* any = std::get_if<AnyOfRule>(&rule.kind)) {
    for (const Rule& part : any->rules) CollectLists(part, lists);
  } else if (const auto* negation = std::get_if<NotRule>(&rule.kind)) {
    CollectLists(negation->rule[0], lists);
  }
}

// The line items that can serve at some instant, in rank order.
class SlowSearch {
 public:
  explicit SlowSearch(const CatalogContents& contents) : contents_(contents) {
    for (const auto& [name, campaign] : contents.campaigns) {
      for (const LineItem& item : campaign->line_items) Add(*campaign, item);
    }
    std::sort(items_.begin(), items_.end(),
              [](const Item& a, const Item& b) { return Key(a) < Key(b); });
  }

  std::vector<std::string> Find(const PageRequest& request,
                                absl::Time instant) const {
    SlowEvaluator evaluator(contents_, request.page, request.viewer, instant);
    std::vector<std::string> names;
    for (const Item& item : items_) {
      const Flight& flight = item.campaign->flight;
      const bool accepts =
          flight.Contains(instant) &&
          std::any_of(request.slots.begin(), request.slots.end(),
                      [&](const Slot& slot) {
                        return evaluator.Holds(item.rule, flight.zone, &slot);
                      });
      if (accepts) names.push_back(item.line_item->name);
    }
    return names;
  }

 private:
  struct Item {
    const Campaign* campaign = nullptr;
    const LineItem* line_item = nullptr;
    Rule rule;
  };

  static std::tuple<Rank, uint64_t, std::string> Key(const Item& item) {
    return {RankOf(*item.campaign, *item.line_item),
            HashBytes(item.line_item->name), item.line_item->name};
  }

  void Add(const Campaign& campaign, const LineItem& item) {
    const auto advertiser = contents_.advertisers.find(campaign.advertiser);
    if (advertiser == contents_.advertisers.end() ||
        advertiser->second->status != ServingStatus::kActive ||
        campaign.status != ServingStatus::kActive ||
        item.status != ServingStatus::kActive ||
        std::holds_alternative<BadRule>(item.rule) ||
        (campaign.tier == Tier::kPricePriority && !item.price.has_value())) {
      return;
    }
    Rule rule = EffectiveRule(*advertiser->second, campaign, item);
    std::vector<std::string> lists;
    CollectLists(rule, lists);
    for (const std::string& list : lists) {
      if (!contents_.keyword_lists.contains(list)) return;
    }
    items_.push_back({&campaign, &item, std::move(rule)});
  }

  const CatalogContents& contents_;
  std::vector<Item> items_;
};

// All baselines over one catalogue.
class Baselines {
 public:
  explicit Baselines(const Snapshot& snapshot)
      : table_(snapshot),
        postings_(table_),
        scan_(table_),
        roaring_(table_, postings_),
        redis_sets_(RedisSetsBaseline::Start(table_, postings_)),
        redis_bitop_(RedisBitopBaseline::Start(table_, postings_)) {}

  // What each finds equals `expected` or, with a `top`, its beginning.
  void ExpectFound(const PageRequest& request, absl::Time instant,
                   const std::vector<std::string>& expected) {
    table_.Load(request, instant, page_);
    for (const size_t top : {1, 5, 20, 0}) {
      SCOPED_TRACE(Concat("top ", top));
      std::vector<std::string> first = expected;
      if (top != 0 && top < first.size()) first.resize(top);
      EXPECT_EQ(FoundBy(scan_, top), first);
      EXPECT_EQ(FoundBy(roaring_, top), first);
      for (const auto asked : {KindsAsked::kAll, KindsAsked::kNarrowest}) {
        EXPECT_EQ(FoundBy(redis_sets_, asked, top), first);
        EXPECT_EQ(FoundBy(redis_bitop_, asked, top), first);
      }
    }
  }

 private:
  template <typename Baseline>
  std::vector<std::string> FoundBy(Baseline& baseline, size_t top) {
    std::vector<uint32_t> rows;
    baseline.Search(page_, top, rows);
    return Names(rows);
  }
  template <typename Baseline>
  std::vector<std::string> FoundBy(absl::StatusOr<Baseline>& redis,
                                   KindsAsked asked, size_t top) {
    std::vector<uint32_t> rows;
    absl::Status status = redis.status();
    if (status.ok()) status = redis->Search(page_, asked, top, rows);
    EXPECT_TRUE(status.ok()) << status;
    return Names(rows);
  }

  std::vector<std::string> Names(const std::vector<uint32_t>& rows) const {
    std::vector<std::string> names;
    names.reserve(rows.size());
    for (const uint32_t row : rows) {
      names.push_back(table_.line_item(row)->name);
    }
    return names;
  }

  const RuleTable table_;
  const PostingLists postings_;
  ScanBaseline scan_;
  RoaringBaseline roaring_;
  absl::StatusOr<RedisSetsBaseline> redis_sets_;
  absl::StatusOr<RedisBitopBaseline> redis_bitop_;
  TablePage page_;
};

class BaselinesOfModeTest : public testing::TestWithParam<size_t> {};

TEST_P(BaselinesOfModeTest, FindWhatTheRulesSayInRankOrder) {
  const auto mode = static_cast<Mode>(GetParam());
  const Workload workload =
      MakeMode({.mode = mode, .line_items = 3000, .pages = 40});
  const SlowSearch slow(workload.contents);
  const auto snapshot = Publish(workload.contents);
  Baselines baselines(*snapshot);
  size_t found = 0;
  for (const PageView& view : workload.views) {
    SCOPED_TRACE(view.request.request_id);
    const auto expected = slow.Find(view.request, view.instant);
    baselines.ExpectFound(view.request, view.instant, expected);
    found += expected.size();
  }
  EXPECT_EQ(found > 0, mode != Mode::kNothingMatches);
}

INSTANTIATE_TEST_SUITE_P(AllModes, BaselinesOfModeTest,
                         testing::Range<size_t>(0, kModesAndHardCases),
                         [](const testing::TestParamInfo<size_t>& of) {
                           // Names of modes differ in case alone.
                           return Concat("Mode", of.param);
                         });

TEST(BaselinesTest, AgreeOnRulesOfEveryKindAndCataloguesOfEveryFault) {
  size_t found = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(Concat("seed ", seed));
    Dice dice(seed);
    const CatalogContents contents = RandomContents(dice);
    const SlowSearch slow(contents);
    const auto snapshot = Publish(contents);
    Baselines baselines(*snapshot);
    for (int i = 0; i < 50; ++i) {
      const PageRequest request = RandomRequest(dice);
      const absl::Time instant = RandomInstant(dice);
      const auto expected = slow.Find(request, instant);
      baselines.ExpectFound(request, instant, expected);
      found += expected.size();
    }
  }
  EXPECT_GT(found, 1000);
}

TEST(BaselinesTest, OfNothingFindNothing) {
  const auto snapshot = CatalogBuilder().Publish({});
  Baselines baselines(*snapshot);
  Dice dice(1);
  baselines.ExpectFound(RandomRequest(dice), RandomInstant(dice), {});
}

}  // namespace
}  // namespace placard
