#include "engine/targeting/slow_evaluator.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/leaf_coverage.h"
#include "tests/support/random_model.h"
#include "tests/support/rules.h"

namespace placard {
namespace {

// One page, which tests describe before they ask.
class SlowEvaluatorTest : public testing::Test {
 protected:
  bool Holds(const Rule& rule) const { return HoldsIn(rule, nullptr); }
  bool HoldsIn(const Rule& rule, const Slot* slot) const {
    return placard::Holds(rule, {.contents = contents_,
                                 .page = page_,
                                 .viewer = viewer_,
                                 .slot = slot,
                                 .instant = instant_});
  }

  void SetSections(const std::vector<std::string>& paths) {
    page_.sections.clear();
    for (const std::string& path : paths) page_.sections.push_back(Path(path));
  }

  CatalogContents contents_;
  Page page_;
  Viewer viewer_;
  absl::Time instant_ = absl::FromUnixSeconds(1'780'000'000);
};

TEST_F(SlowEvaluatorTest, AllOfHoldsWhenEachPartDoes) {
  EXPECT_TRUE(Holds(AllOf({})));
  EXPECT_TRUE(Holds(AllOf({AllOf({}), AllOf({})})));
  EXPECT_FALSE(Holds(AllOf({AllOf({}), AnyOf({})})));
}

TEST_F(SlowEvaluatorTest, AnyOfHoldsWhenSomePartDoes) {
  EXPECT_FALSE(Holds(AnyOf({})));
  EXPECT_TRUE(Holds(AnyOf({AnyOf({}), AllOf({})})));
  EXPECT_FALSE(Holds(AnyOf({AnyOf({}), AnyOf({})})));
}

TEST_F(SlowEvaluatorTest, NotTurnsItsRuleAround) {
  EXPECT_FALSE(Holds(Not(AllOf({}))));
  EXPECT_TRUE(Holds(Not(AnyOf({}))));
}

TEST_F(SlowEvaluatorTest, UnknownDataFailsIncludesAndPassesExcludes) {
  for (const Rule& leaf :
       {SectionIn({"news"}), KeywordIn({"crash"}), CategoryIn({"iab:1"}),
        CountryIn({"de"}), RegionIn({"de-by"}), LanguageIn({"en"}),
        SegmentIn({"new"}), DeviceIn({Device::kTv}), KeyIn("color", {"red"}),
        InKeywordList("keywordLists/none")}) {
    EXPECT_FALSE(Holds(leaf));
    EXPECT_TRUE(Holds(Not(leaf)));
  }
}

struct SectionCase {
  std::string name;
  std::vector<std::string> page;
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  bool holds;
};

class SectionTest : public SlowEvaluatorTest,
                    public testing::WithParamInterface<SectionCase> {};

TEST_P(SectionTest, HoldsAsTheTableSays) {
  SetSections(GetParam().page);
  EXPECT_EQ(Holds(SectionIn(GetParam().include, GetParam().exclude)),
            GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(
    Sections, SectionTest,
    testing::ValuesIn(std::vector<SectionCase>{
        {"Itself", {"news"}, {"news"}, {}, true},
        {"WhatLiesBelow", {"news/world/asia"}, {"news"}, {}, true},
        {"NotWhatLiesAbove", {"news"}, {"news/world"}, {}, false},
        {"NotALongerName", {"newsroom"}, {"news"}, {}, false},
        {"NotALongerNameBelow", {"news/worldcup"}, {"news/world"}, {}, false},
        {"NotTheSameNameElsewhere", {"world/news"}, {"news"}, {}, false},
        {"ExactTakesItself", {"news"}, {"=news"}, {}, true},
        {"ExactTakesNothingBelow", {"news/world"}, {"=news"}, {}, false},
        {"NoSectionMeetsNoRule", {}, {}, {}, true},
        {"NoSectionPassesExcludes", {}, {}, {"news"}, true},
        {"NoSectionFailsIncludes", {}, {"news"}, {}, false},
        {"ExcludedItself", {"news"}, {}, {"news"}, false},
        {"ExcludedBelow", {"news/world"}, {}, {"news"}, false},
        {"ExcludeLeavesOthers", {"sport"}, {}, {"news"}, true},
        {"ExactExcludeLeavesWhatLiesBelow",
         {"news/world"},
         {},
         {"=news"},
         true},
        {"DeeperExcludeWins", {"news/world"}, {"news"}, {"news/world"}, false},
        {"DeeperIncludeWins", {"news/world"}, {"news/world"}, {"news"}, true},
        {"ExcludeWinsATie", {"news"}, {"news"}, {"news"}, false},
        {"ExcludeWinsATieOfExactAndNot", {"news"}, {"=news"}, {"news"}, false},
        {"DeepestOfSeveral",
         {"news/world/asia"},
         {"news", "news/world/asia"},
         {"news/world"},
         true},
        {"OneIncludedPathIsEnough", {"sport", "news"}, {"news"}, {}, true},
        {"OneExcludedPathIsTooMany",
         {"news", "sport"},
         {"news"},
         {"sport"},
         false},
        {"EachPathIsJudgedAlone",
         {"news/world", "news"},
         {"news/world"},
         {"news"},
         false},
        {"TwoPathsNoneExcluded", {"a", "b"}, {}, {"c"}, true}}),
    [](const auto& tested) { return tested.param.name; });

struct TermCase {
  std::string name;
  std::string term;
  std::vector<std::string> keywords;
  std::string title;
  std::string text;
  bool holds;
};

class TermTest : public SlowEvaluatorTest,
                 public testing::WithParamInterface<TermCase> {};

TEST_P(TermTest, HoldsAsTheTableSays) {
  page_.keywords = GetParam().keywords;
  page_.title = GetParam().title;
  page_.text = GetParam().text;
  EXPECT_EQ(Holds(KeywordIn({GetParam().term})), GetParam().holds);
  EXPECT_EQ(Holds(Not(KeywordIn({GetParam().term}))), !GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(
    Terms, TermTest,
    testing::ValuesIn(std::vector<TermCase>{
        {"PhraseInKeyword", "crash", {"plane crash"}, "", "", true},
        {"PhraseInTitle", "crash", {}, "a crash", "", true},
        {"PhraseInText", "crash", {}, "", "crash", true},
        {"PhraseIsNoSubstring",
         "shoot",
         {"offshoot", "shooting"},
         "",
         "",
         false},
        {"PhraseOfConsecutiveWords",
         "plane crash",
         {},
         "big plane crash now",
         "",
         true},
        {"NotWithAWordBetween",
         "plane crash",
         {},
         "plane did crash",
         "",
         false},
        {"NotInAnotherOrder", "plane crash", {}, "crash plane", "", false},
        {"NotWithItsLastWordCut",
         "plane crash",
         {},
         "plane crashes",
         "",
         false},
        {"NotWithItsFirstWordCut",
         "plane crash",
         {},
         "aeroplane crash",
         "",
         false},
        {"NotAcrossKeywords", "plane crash", {"plane", "crash"}, "", "", false},
        {"NotAcrossTitleAndText", "plane crash", {}, "plane", "crash", false},
        {"NotAcrossKeywordAndTitle",
         "plane crash",
         {"plane"},
         "crash",
         "",
         false},
        {"PunctuationPartsWords", "korea's", {"korea s"}, "", "", true},
        {"HyphenPartsWords", "blood forged", {}, "blood-forged", "", true},
        {"PhraseIsFoundAfterAFalseStart",
         "air air france",
         {},
         "air air air france",
         "",
         true},
        {"ExactIsTheWholeKeyword",
         "=plane crash",
         {"plane crash"},
         "",
         "",
         true},
        {"ExactIsNoPart", "=crash", {"plane crash"}, "", "", false},
        {"ExactIsTheStringNotItsWords",
         "=plane-crash",
         {"plane crash"},
         "",
         "",
         false},
        {"ExactIsNeverInTitleOrText", "=crash", {}, "crash", "crash", false},
        {"PrefixOfAKeywordsSecondWord", "cra*", {"plane crash"}, "", "", true},
        {"PrefixInTitle", "cra*", {}, "the crash", "", true},
        {"PrefixInText", "cra*", {}, "", "the crash", true},
        {"PrefixOfTheWholeWord", "crash*", {"crash"}, "", "", true},
        {"PrefixIsNoMiddle", "ras*", {"crash"}, "", "", false},
        {"PrefixDoesNotGoOnInTheNextWord",
         "airfr*",
         {},
         "air france",
         "",
         false},
        {"UnicodeWords", "übermut", {"der übermut"}, "", "", true},
        {"UnicodePrefix", "überm*", {}, "", "der übermut", true},
        {"WithoutSpacesARunIsOneWord", "日本", {"日本語"}, "", "", false},
        {"EmptyPage", "crash", {}, "", "", false}}),
    [](const auto& tested) { return tested.param.name; });

TEST_F(SlowEvaluatorTest, KeywordRuleHoldsByAnyOfItsTerms) {
  page_.keywords = {"crash"};
  EXPECT_TRUE(Holds(KeywordIn({"plane", "crash"})));
  EXPECT_FALSE(Holds(KeywordIn({"plane", "train"})));
  EXPECT_FALSE(Holds(KeywordIn({})));
}

TEST_F(SlowEvaluatorTest, KeywordListHoldsOnlyWhileItBlocks) {
  page_.keywords = {"crash"};
  const auto add = [&](std::string name, bool dry_run, absl::Time expires) {
    auto list = std::make_shared<KeywordList>();
    list->terms = Terms({"plane", "crash"});
    list->dry_run = dry_run;
    list->expires = expires;
    contents_.keyword_lists[name] = list;
  };
  add("live", false, absl::InfiniteFuture());
  add("dry", true, absl::InfiniteFuture());
  add("ends-now", false, instant_);
  add("ends-next", false, instant_ + absl::Nanoseconds(1));
  EXPECT_TRUE(Holds(InKeywordList("live")));
  EXPECT_FALSE(Holds(InKeywordList("dry")));
  EXPECT_FALSE(Holds(InKeywordList("ends-now")));
  EXPECT_TRUE(Holds(InKeywordList("ends-next")));
  EXPECT_FALSE(Holds(InKeywordList("missing")));
  page_.keywords = {"train"};
  EXPECT_FALSE(Holds(InKeywordList("live")));
}

TEST_F(SlowEvaluatorTest, CategoryCoversItsDescendantsInItsTaxonomyOnly) {
  auto taxonomy = std::make_shared<Taxonomy>();
  taxonomy->id = "iab";
  taxonomy->parent = {{"1", ""}, {"11", "1"}, {"111", "11"}, {"2", ""}};
  contents_.taxonomies["iab"] = taxonomy;
  page_.categories = {Category("iab:111")};
  EXPECT_TRUE(Holds(CategoryIn({"iab:111"})));
  EXPECT_TRUE(Holds(CategoryIn({"iab:11"})));
  EXPECT_TRUE(Holds(CategoryIn({"iab:2", "iab:1"})));
  EXPECT_FALSE(Holds(CategoryIn({"iab:2"})));
  EXPECT_FALSE(Holds(CategoryIn({"own:1"})));
  page_.categories = {Category("iab:1")};
  EXPECT_FALSE(Holds(CategoryIn({"iab:11"}))) << "no parent's child";
}

TEST_F(SlowEvaluatorTest, WithoutATaxonomyACategoryIsOnlyItself) {
  page_.categories = {Category("iab:11"), Category("iab:7")};
  EXPECT_TRUE(Holds(CategoryIn({"iab:7"})));
  EXPECT_FALSE(Holds(CategoryIn({"iab:1"})));
  contents_.taxonomies["iab"] = std::make_shared<Taxonomy>();
  EXPECT_TRUE(Holds(CategoryIn({"iab:11"}))) << "an id its taxonomy lacks";
}

TEST_F(SlowEvaluatorTest, ValuesAreThoseOfTheirOwnField) {
  viewer_.country = "de";
  viewer_.region = "de-by";
  viewer_.segments = {"new", "rich"};
  EXPECT_TRUE(Holds(CountryIn({"fr", "de"})));
  EXPECT_FALSE(Holds(CountryIn({"de-by"})));
  EXPECT_TRUE(Holds(RegionIn({"de-by"})));
  EXPECT_FALSE(Holds(RegionIn({"de"})));
  EXPECT_TRUE(Holds(SegmentIn({"rich", "old"})));
  EXPECT_FALSE(Holds(SegmentIn({"old"})));
  EXPECT_FALSE(Holds(LanguageIn({"de"})));
}

TEST_F(SlowEvaluatorTest, LanguageTakesWholeSubtags) {
  page_.language = "en-gb";
  EXPECT_TRUE(Holds(LanguageIn({"en"})));
  EXPECT_TRUE(Holds(LanguageIn({"de", "en-gb"})));
  EXPECT_FALSE(Holds(LanguageIn({"e"})));
  EXPECT_FALSE(Holds(LanguageIn({"en-g"})));
  EXPECT_FALSE(Holds(LanguageIn({"en-gb-oxendict"})));
  page_.language = "eng";
  EXPECT_FALSE(Holds(LanguageIn({"en"})));
}

TEST_F(SlowEvaluatorTest, DeviceIsOneOfThem) {
  viewer_.device = Device::kTablet;
  EXPECT_TRUE(Holds(DeviceIn({Device::kTv, Device::kTablet})));
  EXPECT_FALSE(Holds(DeviceIn({Device::kMobile})));
}

TEST_F(SlowEvaluatorTest, SlotsKeyOverridesThePagesKeyByKey) {
  page_.key_values = {{"color", {"red", "blue"}}, {"size", {"large"}}};
  Slot slot;
  slot.key_values = {{"color", {"green"}}, {"position", {"top"}}};
  EXPECT_TRUE(Holds(KeyIn("color", {"blue", "x"})));
  EXPECT_TRUE(HoldsIn(KeyIn("color", {"green"}), &slot));
  EXPECT_FALSE(HoldsIn(KeyIn("color", {"red"}), &slot)) << "overridden";
  EXPECT_TRUE(HoldsIn(KeyIn("size", {"large"}), &slot)) << "not overridden";
  EXPECT_TRUE(HoldsIn(KeyIn("position", {"top"}), &slot));
  EXPECT_FALSE(Holds(KeyIn("position", {"top"})));
  slot.key_values = {{"color", {}}};
  EXPECT_FALSE(HoldsIn(KeyIn("color", {"red"}), &slot)) << "has the key";
}

TEST_F(SlowEvaluatorTest, BlocksAreHitByAnyOfTheirParts) {
  auto list = std::make_shared<KeywordList>();
  list->terms = Terms({"war"});
  contents_.keyword_lists["keywordLists/war"] = list;
  const Rule blocked = BlockedPages({.keywords = Terms({"crash"}),
                                     .keyword_lists = {"keywordLists/war"},
                                     .sections = SectionTerms({"crime"}),
                                     .categories = {Category("iab:1")}});
  EXPECT_FALSE(Holds(blocked));
  page_.title = "crash";
  EXPECT_TRUE(Holds(blocked));
  page_.title = "war";
  EXPECT_TRUE(Holds(blocked));
  page_.title = "peace";
  SetSections({"news", "crime/local"});
  EXPECT_TRUE(Holds(blocked));
  SetSections({"news"});
  page_.categories = {Category("iab:1")};
  EXPECT_TRUE(Holds(blocked));
  EXPECT_FALSE(Holds(BlockedPages({})));
}

// The two ways to ask, one of which remembers, and one random rule in many
// being decided by each kind of leaf.
TEST(SlowEvaluatorPropertyTest, RemembersNothingWrongAndRandomRulesTestAll) {
  LeafCoverage coverage;
  Dice dice(20'260'615);
  for (int i = 0; i < 2'000; ++i) {
    const CatalogContents contents = RandomLists(dice);
    const Page page = RandomPage(dice);
    const Viewer viewer = RandomViewer(dice);
    const Slot slot = RandomSlot(dice, "s");
    const absl::Time instant = RandomInstant(dice);
    const absl::TimeZone zone = RandomZone(dice);
    SlowEvaluator evaluator(contents, page, viewer, instant);
    for (int j = 0; j < 30; ++j) {
      const Rule rule = RandomRule(dice, 3);
      const EvaluationContext context{contents, page,    viewer,
                                      &slot,    instant, zone};
      ASSERT_EQ(evaluator.Holds(rule, zone, &slot), Holds(rule, context));
      coverage.Add(rule, context);
    }
  }
  EXPECT_EQ(coverage.Missing(50), "");
}

// The pages' words do not depend on the order of what has none.
TEST(SlowEvaluatorPropertyTest, OrderAndRepetitionOfKeywordsDoNotMatter) {
  Dice dice(33);
  for (int i = 0; i < 3'000; ++i) {
    const CatalogContents contents = RandomLists(dice);
    const Page page = RandomPage(dice);
    Page turned = page;
    turned.keywords.assign(page.keywords.rbegin(), page.keywords.rend());
    turned.keywords.insert(turned.keywords.end(), page.keywords.begin(),
                           page.keywords.end());
    turned.sections.assign(page.sections.rbegin(), page.sections.rend());
    const Viewer viewer = RandomViewer(dice);
    const Rule rule = RandomRule(dice, 3);
    const absl::Time instant = RandomInstant(dice);
    const bool holds = Holds(rule, {contents, page, viewer, nullptr, instant});
    ASSERT_EQ(Holds(rule, {contents, turned, viewer, nullptr, instant}), holds)
        << i;
  }
}

}  // namespace
}  // namespace placard
