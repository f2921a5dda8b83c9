// Explanations against decisions, over random catalogues and pages in which
// everything collides: they never disagree.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bench/workload/dice.h"
#include "bench/workload/workload.h"
#include "engine/catalog/catalog_builder.h"
#include "engine/engine.h"
#include "engine/explain/explain.h"
#include "tests/support/random_model.h"

namespace placard {
namespace {

std::shared_ptr<const Snapshot> Build(const CatalogContents& contents) {
  CatalogBuilder builder;
  builder.PutAll(contents);
  return builder.Publish({.epoch = "test", .revision = 1});
}

std::vector<std::string> AllNames(const CatalogContents& contents) {
  std::vector<std::string> names;
  for (const auto& [name, campaign] : contents.campaigns) {
    for (const LineItem& item : campaign->line_items) {
      names.push_back(item.name);
    }
  }
  return names;
}

// A page with its decision, and every line item explained.
struct Case {
  const Snapshot& snapshot;
  PageRequest request;
  absl::Time instant;
  uint64_t seed = 0;
  Decision decision = {};
  Explanation explanation = {};

  void Run(const std::vector<std::string>& names) {
    DecideScratch scratch;
    Decide(snapshot, request, instant, seed, scratch, decision);
    explanation = Explain(snapshot, request, instant, seed, decision,
                          {.line_items = names}, scratch.search);
  }

  bool Serves(const std::string& name, size_t slot) const {
    const std::vector<Ad>& ads = decision.slots[slot].ads;
    return std::any_of(ads.begin(), ads.end(), [&](const Ad& ad) {
      return ad.line_item->name == name;
    });
  }
};

Case RandomCase(const Snapshot& snapshot, Dice& dice, uint64_t seed) {
  Case made{.snapshot = snapshot,
            .request = RandomRequest(dice),
            .instant = RandomInstant(dice),
            .seed = seed};
  return made;
}

// Calls check(Case&) for many, each explained as a whole.
template <typename Check>
void ForRandomCases(int catalogues, const Check& check) {
  constexpr int kPages = 8;
  for (int seed = 1; seed <= catalogues; ++seed) {
    Dice dice(seed);
    const CatalogContents contents = RandomContents(dice);
    const std::shared_ptr<const Snapshot> snapshot = Build(contents);
    const std::vector<std::string> names = AllNames(contents);
    for (int page = 0; page < kPages; ++page) {
      const int drawn = seed * kPages + page;
      Case made = RandomCase(*snapshot, dice, static_cast<uint64_t>(drawn));
      made.Run(names);
      check(made);
      if (testing::Test::HasFatalFailure()) {
        FAIL() << "catalogue " << seed << ", page " << page;
      }
    }
  }
}

bool SaysAnything(const LineItemExplanation& item, size_t slot) {
  return std::any_of(
      item.failures.begin(), item.failures.end(),
      [&](const Failure& failure) { return (failure.slots >> slot & 1) != 0; });
}

TEST(AgreementTest, ALineItemServesExactlyWhereItsExplanationSaysSo) {
  int64_t served = 0;
  ForRandomCases(200, [&](const Case& made) {
    for (const LineItemExplanation& item : made.explanation.line_items) {
      for (size_t i = 0; i < made.request.slots.size(); ++i) {
        const bool serves = made.Serves(item.name, i);
        ASSERT_EQ(item.slots[i].verdict == Verdict::kServes, serves)
            << item.name << " in slot " << i;
        ASSERT_EQ(SaysAnything(item, i), !serves)
            << item.name << " in slot " << i;
        served += serves;
      }
    }
  });
  EXPECT_GT(served, 500);
}

TEST(AgreementTest, TheSearchYieldsExactlyThoseWithoutAFailingRule) {
  int64_t accepted = 0;
  SearchScratch scratch;
  ForRandomCases(200, [&](const Case& made) {
    std::set<std::pair<std::string, size_t>> found;
    made.snapshot.Prepare(made.request, made.instant, scratch);
    made.snapshot.Search(scratch, [&](const SearchCandidate& candidate) {
      const std::string& name =
          made.snapshot.line_item(*candidate.row).line_item->name;
      for (size_t i = 0; i < made.request.slots.size(); ++i) {
        if ((candidate.slots >> i & 1) != 0) found.emplace(name, i);
      }
      return Visit::kNext;
    });
    for (const LineItemExplanation& item : made.explanation.line_items) {
      for (size_t i = 0; i < made.request.slots.size(); ++i) {
        const bool fails =
            std::any_of(item.failures.begin(), item.failures.end(),
                        [&](const Failure& failure) {
                          return failure.cause <= Cause::kBlocks &&
                                 (failure.slots >> i & 1) != 0;
                        });
        ASSERT_EQ(found.contains({item.name, i}), !fails)
            << item.name << " in slot " << i;
        accepted += !fails;
      }
    }
  });
  EXPECT_GT(accepted, 1000);
}

// A decision's reasons are those of its first candidates, so they are compared
// where that is all of them.
TEST(AgreementTest, VerdictsAreTheReasonsThatTheDecisionCounts) {
  std::array<int64_t, kReasons> met = {};
  ForRandomCases(400, [&](const Case& made) {
    int64_t candidates = 0;
    for (const LineItemExplanation& item : made.explanation.line_items) {
      if (item.tier == Tier::kHouse) continue;
      candidates += item.slots[0].verdict != Verdict::kNotServable &&
                    item.slots[0].verdict != Verdict::kRule;
    }
    if (candidates > static_cast<int64_t>(kReasonSample)) return;
    for (size_t i = 0; i < made.request.slots.size(); ++i) {
      const SlotResult& result = made.decision.slots[i];
      std::array<int32_t, kReasons> counted = {};
      int32_t paid = 0;
      for (const Ad& ad : result.ads) paid += ad.campaign->tier != Tier::kHouse;
      if (paid == made.request.slots[i].count) continue;
      for (const LineItemExplanation& item : made.explanation.line_items) {
        if (item.tier == Tier::kHouse) continue;
        if (item.slots[i].verdict != Verdict::kRejected) continue;
        ++counted[static_cast<size_t>(item.slots[i].reason)];
      }
      for (size_t r = 1; r < kReasons; ++r) {
        ASSERT_EQ(counted[r], result.reasons[r])
            << "slot " << i << ": " << kReasonNames[r];
        met[r] += counted[r];
      }
    }
  });
  for (size_t r = 1; r < kReasons; ++r) EXPECT_GT(met[r], 50) << r;
}

int64_t Passed(const Explanation& explanation, Stage stage) {
  return explanation.funnel[static_cast<size_t>(stage)];
}

TEST(AgreementTest, TheFunnelCountsWhatTheExplanationsSay) {
  ForRandomCases(150, [&](const Case& made) {
    const Explanation& explanation = made.explanation;
    for (size_t i = 1; i < kStages; ++i) {
      ASSERT_LE(explanation.funnel[i], explanation.funnel[i - 1]);
    }
    // How many no slot keeps out before `cause`.
    const auto without = [&](Cause cause) {
      return std::count_if(explanation.line_items.begin(),
                           explanation.line_items.end(),
                           [&](const LineItemExplanation& item) {
                             uint64_t kept_out = 0;
                             for (const Failure& failure : item.failures) {
                               if (failure.cause < cause)
                                 kept_out |= failure.slots;
                             }
                             return std::popcount(kept_out) <
                                    static_cast<int>(made.request.slots.size());
                           });
    };
    ASSERT_EQ(Passed(explanation, Stage::kAll),
              static_cast<int64_t>(made.snapshot.line_items()));
    ASSERT_EQ(Passed(explanation, Stage::kWellFormed), without(Cause::kRule));
    ASSERT_EQ(Passed(explanation, Stage::kRuleAccepts), without(Cause::kSize));
    ASSERT_EQ(Passed(explanation, Stage::kCreativeFits),
              without(Cause::kBlocked));
    ASSERT_EQ(Passed(explanation, Stage::kNotBlocked), without(Cause::kFloor));
    ASSERT_EQ(Passed(explanation, Stage::kReachesFloor),
              without(Cause::kWeight));
    ASSERT_LE(Passed(explanation, Stage::kInDraw),
              without(Cause::kShareOfVoice));
  });
}

TEST(AgreementTest, NearMissesAreTheFewestFailingOfThoseThatMightServe) {
  constexpr size_t kWanted = 4;
  ForRandomCases(100, [&](const Case& made) {
    SearchScratch scratch;
    const Explanation near =
        Explain(made.snapshot, made.request, made.instant, made.seed,
                made.decision, {.near_misses = kWanted}, scratch);
    std::vector<int32_t> failed;
    for (const LineItemExplanation& item : made.explanation.line_items) {
      const bool may_serve = std::none_of(
          item.slots.begin(), item.slots.end(), [](const SlotVerdict& slot) {
            return slot.verdict == Verdict::kServes ||
                   slot.verdict == Verdict::kNotServable;
          });
      if (may_serve) failed.push_back(item.failed);
    }
    std::sort(failed.begin(), failed.end());
    ASSERT_EQ(near.near_misses.size(), std::min(kWanted, failed.size()));
    for (size_t i = 0; i < near.near_misses.size(); ++i) {
      ASSERT_EQ(near.near_misses[i].failed, failed[i]);
    }
    ASSERT_EQ(near.looked_at, Passed(near, Stage::kWellFormed));
  });
}

TEST(AgreementTest, HoldsOnARealisticWorkload) {
  const Workload workload = MakeWorkload({.line_items = 2000, .pages = 20});
  const std::shared_ptr<const Snapshot> snapshot = Build(workload.contents);
  const std::vector<std::string> names = AllNames(workload.contents);
  for (const PageView& view : workload.views) {
    Case made{.snapshot = *snapshot,
              .request = view.request,
              .instant = view.instant,
              .seed = view.seed};
    made.Run(names);
    for (const LineItemExplanation& item : made.explanation.line_items) {
      for (size_t i = 0; i < made.request.slots.size(); ++i) {
        ASSERT_EQ(item.slots[i].verdict == Verdict::kServes,
                  made.Serves(item.name, i));
        ASSERT_EQ(SaysAnything(item, i), !made.Serves(item.name, i));
      }
    }
  }
}

}  // namespace
}  // namespace placard
