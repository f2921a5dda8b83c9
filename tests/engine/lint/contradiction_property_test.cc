// What is called a contradiction, no page satisfies: random rules against
// random pages and readers, judged by the slow evaluator.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/lint/contradiction.h"
#include "engine/targeting/printer.h"
#include "engine/targeting/slow_evaluator.h"
#include "tests/support/random_model.h"
#include "tests/support/rules.h"

namespace placard {
namespace {

// What a line item asks for, with all that keeps it off pages.
struct Asked {
  Advertiser advertiser;
  Campaign campaign;
  SitePolicy policy;

  const LineItem& item() const { return campaign.line_items.front(); }
};

// Leaves side by side: what contradicts itself more often than a random tree.
Rule RandomConjunction(Dice& dice) {
  std::vector<Rule> parts(dice.Between(1, 5));
  for (Rule& part : parts) {
    part = dice.OneIn(4) ? RandomRule(dice, 2) : RandomLeaf(dice);
    if (dice.OneIn(2)) part = Not(std::move(part));
  }
  return AllOf(std::move(parts));
}

Asked RandomAsked(Dice& dice) {
  Asked asked;
  LineItem item;
  item.name = "campaigns/c/lineItems/l";
  item.rule = dice.OneIn(3) ? RandomRule(dice, 4) : RandomConjunction(dice);
  asked.campaign.line_items.push_back(std::move(item));
  asked.campaign.exempt_from_site_blocks = dice.OneIn(3);
  if (dice.OneIn(2)) asked.campaign.blocks = RandomBlocks(dice);
  if (dice.OneIn(2)) asked.advertiser.blocks = RandomBlocks(dice);
  if (dice.OneIn(2)) asked.policy.blocks = RandomBlocks(dice);
  return asked;
}

Rule WholeRule(const Asked& asked) {
  Rule rule = EffectiveRule(asked.advertiser, asked.campaign, asked.item());
  if (asked.campaign.exempt_from_site_blocks) return rule;
  return AllOf({std::move(rule), Not(BlockedPages(asked.policy.blocks))});
}

// A page like any, or one made to please: more of everything.
PageRequest SomePage(Dice& dice) {
  PageRequest request = RandomRequest(dice);
  if (dice.OneIn(2)) return request;
  const Page more = RandomPage(dice);
  Page& page = request.page;
  page.sections.insert(page.sections.end(), more.sections.begin(),
                       more.sections.end());
  page.keywords.insert(page.keywords.end(), more.keywords.begin(),
                       more.keywords.end());
  page.categories.insert(page.categories.end(), more.categories.begin(),
                         more.categories.end());
  page.text += more.text;
  return request;
}

class Judge {
 public:
  Judge(const CatalogContents& contents, absl::Time now, absl::Time end,
        Dice& dice)
      : contents_(contents), now_(now), end_(end), dice_(dice) {}

  // Whether some page of many satisfies the rule before the flight ends.
  bool IsSatisfiable(const Rule& rule) {
    constexpr int kPages = 120;
    for (int i = 0; i < kPages; ++i) {
      const PageRequest page = SomePage(dice_);
      absl::Time instant = RandomInstant(dice_);
      if (instant < now_ || instant >= end_) instant = now_;
      SlowEvaluator evaluator(contents_, page.page, page.viewer, instant);
      for (const Slot& slot : page.slots) {
        if (evaluator.Holds(rule, absl::UTCTimeZone(), &slot)) return true;
      }
    }
    return false;
  }

 private:
  const CatalogContents& contents_;
  const absl::Time now_;
  const absl::Time end_;
  Dice& dice_;
};

TEST(ContradictionPropertyTest, NoPageSatisfiesWhatContradictsItself) {
  constexpr int kSeeds = 40;
  constexpr int kRules = 100;
  int found = 0;
  int satisfiable = 0;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    Dice dice(seed);
    CatalogContents contents = RandomLists(dice);
    contents.site_policy = std::make_shared<SitePolicy>();
    ListTerms lists(contents);
    const absl::Time now = RandomInstant(dice);
    const absl::Time end =
        dice.OneIn(2) ? absl::InfiniteFuture() : now + absl::Hours(24 * 60);
    Judge judge(contents, now, end, dice);
    for (int i = 0; i < kRules; ++i) {
      const Asked asked = RandomAsked(dice);
      const BlockDemands blocks(&asked.advertiser, asked.campaign,
                                asked.policy);
      LeafTerms leaves;
      int64_t work = kContradictionWork;
      const std::optional<std::string> why =
          FindContradiction(std::get<Rule>(asked.item().rule), blocks.demands(),
                            {.contents = contents,
                             .lists = lists,
                             .leaves = leaves,
                             .now = now,
                             .end = end},
                            work);
      const bool possible = judge.IsSatisfiable(WholeRule(asked));
      satisfiable += possible ? 1 : 0;
      if (!why.has_value()) continue;
      ++found;
      ASSERT_FALSE(possible) << "seed " << seed << ", rule " << i << ": "
                             << Print(WholeRule(asked)) << "\nbut: " << *why;
    }
  }
  // The dice make enough of both for the test to mean something.
  EXPECT_GT(found, 200);
  EXPECT_GT(satisfiable, 500);
  RecordProperty("contradictions", found);
}

// Over a tree small enough to try every page of up to two paths.
TEST(ContradictionPropertyTest, SectionsAreDecidedExactly) {
  const std::vector<SectionPath> paths = {
      {"a"},      {"a", "b"},           {"a", "b", "c"},
      {"a", "x"}, {"a", "b", "c", "x"}, {"a", "b", "x"},
      {"b"},      {"b", "c"},           {"x"}};
  const std::vector<SectionPath> named = {
      {"a"}, {"a", "b"}, {"a", "b", "c"}, {"b"}};
  std::vector<Page> pages(1);
  for (const SectionPath& one : paths) {
    for (const SectionPath& other : paths) {
      pages.emplace_back().sections = {one, other};
    }
  }
  CatalogContents contents;
  contents.site_policy = std::make_shared<SitePolicy>();
  ListTerms lists(contents);
  Dice dice(7);
  const auto some_terms = [&] {
    std::vector<SectionTerm> terms(dice.Below(3));
    for (SectionTerm& term : terms) {
      term = {.path = dice.Pick(named), .exact = dice.OneIn(3)};
    }
    return terms;
  };
  int found = 0;
  for (int i = 0; i < 3'000; ++i) {
    const Rule rule{
        SectionRule{.include = some_terms(), .exclude = some_terms()}};
    LeafTerms leaves;
    int64_t work = kContradictionWork;
    const bool contradicts = FindContradiction(rule, {},
                                               {.contents = contents,
                                                .lists = lists,
                                                .leaves = leaves,
                                                .now = absl::UnixEpoch(),
                                                .end = absl::InfiniteFuture()},
                                               work)
                                 .has_value();
    const bool possible =
        std::any_of(pages.begin(), pages.end(), [&](const Page& page) {
          return Holds(rule, {.contents = contents,
                              .page = page,
                              .viewer = {},
                              .instant = absl::UnixEpoch()});
        });
    ASSERT_NE(contradicts, possible) << Print(rule);
    found += contradicts ? 1 : 0;
  }
  EXPECT_GT(found, 100);
}

}  // namespace
}  // namespace placard
