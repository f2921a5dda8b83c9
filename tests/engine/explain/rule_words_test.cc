// What is said of each kind of leaf, and of groups.

#include "tests/engine/explain/explained_page.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RuleWordsTest : public ExplainedPage {};

TEST_F(RuleWordsTest, SaysNothingOfALineItemThatServes) {
  catalog_.Add({.id = "a"});
  const LineItemExplanation item = ExplainOf("a");
  EXPECT_EQ(item.slots[0].verdict, Verdict::kServes);
  EXPECT_THAT(item.failures, IsEmpty());
  EXPECT_EQ(item.failed, 0);
}

TEST_F(RuleWordsTest, KeywordsThatThePageDoesNotHave) {
  request_.page.keywords = {"nato", "ukraine"};
  EXPECT_EQ(RuleLine(KeywordIn({"oil", "gas"})),
            "rule.keywords | keyword any of {oil, gas} | page has {nato, "
            "ukraine} | add one of oil, gas to the page's keywords, or widen "
            "the rule");
  EXPECT_EQ(ExplainOf("a").slots[0].verdict, Verdict::kRule);
}

TEST_F(RuleWordsTest, KeywordsThatAreInNoFieldEither) {
  request_.page.title = "peace";
  EXPECT_EQ(RuleLine(KeywordIn({"oil"})),
            "rule.keywords | keyword any of {oil} | page has no keywords, and "
            "nothing of it in title or text | add oil to the page's keywords, "
            "or widen the rule");
}

TEST_F(RuleWordsTest, AnExcludedKeywordWithWhereItWasFound) {
  request_.page.keywords = {"plane crash", "war"};
  request_.page.title = "after the crash";
  EXPECT_EQ(RuleLine(Not(KeywordIn({"crash", "=war", "flood"}))),
            "rule.not.keywords | not keyword any of {crash, =war, flood} | "
            "page has crash (keyword \"plane crash\", title), =war (keyword) | "
            "take crash, =war off the page, or take it out of the rule");
}

TEST_F(RuleWordsTest, ShowsAtMostTwentyValues) {
  std::vector<std::string> terms;
  for (int i = 10; i < 33; ++i) terms.push_back("t" + std::to_string(i));
  const std::string line = RuleLine(KeywordIn(terms));
  EXPECT_THAT(line, testing::HasSubstr("t28, t29} and 3 more | "));
  EXPECT_THAT(line, testing::HasSubstr("t28, t29 and 3 more to the page's"));
  EXPECT_THAT(line, testing::Not(testing::HasSubstr("t30")));
}

TEST_F(RuleWordsTest, AKeywordListThatBlocks) {
  catalog_.AddList({.name = "keywordLists/war", .terms = Terms({"war"})});
  request_.page.text = "the war goes on";
  EXPECT_EQ(RuleLine(Not(InKeywordList("keywordLists/war"))),
            "rule.not.keyword_list | not keyword in keywordLists/war | page "
            "has war (text) | take war off the page, the terms out of "
            "keywordLists/war, or the list out of the rule");
}

TEST_F(RuleWordsTest, SectionsThatThePageIsNotIn) {
  request_.page.sections = {{"news", "politics"}};
  EXPECT_EQ(RuleLine(SectionIn({"travel", "=news"})),
            "rule.sections | section in {travel, =news} | page is in "
            "{news/politics} | put the page into one of travel, =news, or "
            "widen the rule");
}

TEST_F(RuleWordsTest, ASectionThatIsExcluded) {
  request_.page.sections = {{"news", "crime"}, {"travel"}};
  EXPECT_EQ(RuleLine(SectionIn({"news", "travel"}, {"news/crime"})),
            "rule.sections | section in {news, travel} except {news/crime} | "
            "page is in {news/crime, travel} | take the page out of "
            "news/crime, or exclude less in the rule");
}

TEST_F(RuleWordsTest, CategoriesMissingAndExcluded) {
  request_.page.categories = {{"iab", "1"}, {"iab", "2"}};
  EXPECT_EQ(RuleLine(CategoryIn({"iab:9"})),
            "rule.categories | category in {iab:9} | page has {iab:1, iab:2} | "
            "give the page the category iab:9, or widen the rule");
  EXPECT_EQ(RuleLine(Not(CategoryIn({"iab:2"}))),
            "rule.not.categories | not category in {iab:2} | page has {iab:1, "
            "iab:2} | take iab:2 off the page, or take it out of the rule");
}

TEST_F(RuleWordsTest, WhatIsKnownOfTheViewer) {
  EXPECT_EQ(RuleLine(CountryIn({"de", "at"})),
            "rule.countries | country in {de, at} | the viewer's country is "
            "not known | ask for a viewer of country one of de, at, or widen "
            "the rule");
  request_.viewer.region = "de-by";
  EXPECT_EQ(RuleLine(Not(RegionIn({"de-by"}))),
            "rule.not.regions | not region in {de-by} | the viewer's region is "
            "de-by | ask for a viewer of another region, or take it out of the "
            "rule");
  request_.viewer.segments = {"a"};
  EXPECT_EQ(RuleLine(SegmentIn({"b"})),
            "rule.segments | segment in {b} | the viewer has {a} | ask for a "
            "viewer of segment b, or widen the rule");
  request_.viewer.device = Device::kTv;
  EXPECT_EQ(RuleLine(DeviceIn({Device::kMobile})),
            "rule.devices | device in {mobile} | the viewer's device is tv | "
            "ask for the device mobile, or widen the rule");
}

TEST_F(RuleWordsTest, TheLanguageOfThePage) {
  request_.page.language = "de";
  EXPECT_EQ(RuleLine(LanguageIn({"en"})),
            "rule.languages | language in {en} | the page's language is de | "
            "ask for a page of language en, or widen the rule");
}

TEST_F(RuleWordsTest, AKeyAsTheSlotHasIt) {
  request_.page.key_values = {{"tone", {"calm"}}};
  EXPECT_EQ(RuleLine(KeyIn("tone", {"loud"})),
            "rule.key_value | key tone in {loud} | page has {calm} | give the "
            "slot tone=loud, or widen the rule");
  request_.slots[0].key_values = {{"tone", {"dry", "flat"}}};
  EXPECT_EQ(RuleLine(KeyIn("tone", {"loud", "shrill"})),
            "rule.key_value | key tone in {loud, shrill} | slot top has {dry, "
            "flat} | give the slot tone=one of loud, shrill, or widen the "
            "rule");
}

TEST_F(RuleWordsTest, TheHourByTheCampaignsClock) {
  EXPECT_EQ(RuleLine(TimeIn(Hours(1, 8, 12))),
            "rule.dayparts | time in {Tue 08:00-12:00} | it is Mon 09:00 in "
            "UTC | wait until 2026-02-03T08:00:00+00:00, or widen the rule");
  EXPECT_EQ(RuleLine(Not(TimeIn(Hours(0, 8, 12)))),
            "rule.not.dayparts | not time in {Mon 08:00-12:00} | it is Mon "
            "09:00 in UTC | wait until 2026-02-02T12:00:00+00:00, or take it "
            "out of the rule");
}

TEST_F(RuleWordsTest, EveryPartOfAGroupThatFails) {
  catalog_.Add(
      {.id = "a",
       .rule = AllOf({SectionIn({"travel"}), Always(), KeywordIn({"paris"})})});
  const LineItemExplanation item = ExplainOf("a");
  ASSERT_EQ(item.failures.size(), 2u);
  EXPECT_EQ(item.failures[0].path, "rule.all_of[0].sections");
  EXPECT_EQ(item.failures[1].path, "rule.all_of[2].keywords");
  EXPECT_EQ(item.failed, 2);
}

TEST_F(RuleWordsTest, AlternativesOfWhichOneIsEnough) {
  request_.page.sections = {{"news"}};
  catalog_.Add({.id = "a",
                .rule = AnyOf({AllOf({KeywordIn({"a"}), KeywordIn({"b"})}),
                               SectionIn({"travel"})})});
  EXPECT_THAT(
      Lines("a"),
      ElementsAre(
          "any of [campaigns/a/lineItems/l rule.any_of[0].all_of[0].keywords "
          "| keyword any of {a} | page has no keywords | add a to the page's "
          "keywords, or widen the rule; campaigns/a/lineItems/l "
          "rule.any_of[0].all_of[1].keywords | keyword any of {b} | page has "
          "no keywords | add b to the page's keywords, or widen the rule] "
          "[campaigns/a/lineItems/l rule.any_of[1].sections | section in "
          "{travel} | page is in {news} | put the page into travel, or widen "
          "the rule]"));
  EXPECT_EQ(ExplainOf("a").failed, 1);
}

TEST_F(RuleWordsTest, ANegatedGroupNamesEachPartThatMadeItTrue) {
  request_.page.keywords = {"war", "flood"};
  catalog_.Add({.id = "a",
                .rule = Not(AnyOf({KeywordIn({"war"}), KeywordIn({"fire"}),
                                   KeywordIn({"flood"})}))});
  const LineItemExplanation item = ExplainOf("a");
  ASSERT_EQ(item.failures.size(), 2u);
  EXPECT_EQ(item.failures[0].path, "rule.not.any_of[0].keywords");
  EXPECT_EQ(item.failures[1].path, "rule.not.any_of[2].keywords");
}

TEST_F(RuleWordsTest, SaysInWhichSlotsARuleFails) {
  request_.slots = {BoxSlot("top"), BoxSlot("side"), BoxSlot("foot")};
  request_.slots[1].key_values = {{"tone", {"loud"}}};
  catalog_.Add({.id = "a", .rule = KeyIn("tone", {"loud"})});
  const LineItemExplanation item = ExplainOf("a");
  EXPECT_EQ(item.slots[0].verdict, Verdict::kRejected);
  EXPECT_EQ(item.slots[0].reason, Reason::kSlotTargeting);
  EXPECT_EQ(item.slots[1].verdict, Verdict::kServes);
  EXPECT_EQ(item.failures[0].slots, 0b101u);
  EXPECT_EQ(item.failures[0].cause, Cause::kRule);
}

}  // namespace
}  // namespace placard
