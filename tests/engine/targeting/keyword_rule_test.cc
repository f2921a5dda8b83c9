#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/engine/targeting/rule_on_page.h"

namespace placard {
namespace {

Rule Term(std::string text, Match match) {
  return Rule{KeywordRule{{{.text = std::move(text), .match = match}}}};
}
Rule Phrase(std::string text) { return Term(std::move(text), Match::kPhrase); }
Rule Exact(std::string text) { return Term(std::move(text), Match::kExact); }
Rule Prefix(std::string text) { return Term(std::move(text), Match::kPrefix); }

Page Keywords(std::vector<std::string> keywords) {
  Page page;
  page.keywords = std::move(keywords);
  return page;
}
Page Title(std::string title) {
  Page page;
  page.title = std::move(title);
  return page;
}
Page Text(std::string text) {
  Page page;
  page.text = std::move(text);
  return page;
}

TEST(KeywordRuleTest, APhraseIsFoundInKeywordTitleAndText) {
  for (const Page& page :
       {Keywords({"spring", "new york city"}), Title("in new york today"),
        Text("he went to new-york.")}) {
    EXPECT_TRUE(Accepts(Phrase("new york"), page));
  }
}

TEST(KeywordRuleTest, APhraseIsWholeWords) {
  EXPECT_FALSE(Accepts(Phrase("is"), Text("this island")));
  EXPECT_FALSE(Accepts(Phrase("shoot"), Text("offshoot shooting")));
  EXPECT_TRUE(Accepts(Phrase("shoot"), Text("they shoot, they score")));
}

TEST(KeywordRuleTest, APhraseNeverCrossesFields) {
  EXPECT_FALSE(Accepts(Phrase("new york"), Keywords({"new", "york"})));
  Page page = Keywords({"the new"});
  page.title = "york new";
  page.text = "york";
  EXPECT_FALSE(Accepts(Phrase("new york"), page));
}

TEST(KeywordRuleTest, FindsEveryWordAndPhraseOfALongText) {
  constexpr size_t kWords = 150;
  const auto word = [](size_t i) { return "word" + std::to_string(i); };
  std::string text;
  for (size_t i = 0; i < kWords; ++i) text += word(i) + " ";
  for (size_t i = 0; i < kWords; ++i) {
    EXPECT_TRUE(Accepts(Phrase(word(i)), Text(text))) << i;
    EXPECT_EQ(Accepts(Phrase(word(i) + " " + word(i + 1)), Text(text)),
              i + 1 < kWords)
        << i;
  }
}

TEST(KeywordRuleTest, UnknownWordsKeepTheirPlace) {
  EXPECT_FALSE(Accepts(Phrase("new york"), Text("new and york")));
  EXPECT_FALSE(Accepts(Phrase("new york"), Text("york new")));
  EXPECT_TRUE(Accepts(Phrase("new york"), Text("new new york")));
}

TEST(KeywordRuleTest, PhrasesThatBeginAlikeAreFoundApart) {
  const Surroundings segment = {
      .others = {Phrase("new"), Phrase("new york times"), Phrase("york")}};
  EXPECT_TRUE(Accepts(Phrase("new york"), Text("new york"), segment));
  EXPECT_FALSE(Accepts(Phrase("new york"), Text("new times york"), segment));
  EXPECT_FALSE(Accepts(Phrase("new york"), Text("york times"), segment));
}

TEST(KeywordRuleTest, PunctuationInAPhrasePartsWords) {
  EXPECT_TRUE(Accepts(Phrase("blood-forged"), Text("blood forged")));
  EXPECT_TRUE(Accepts(Phrase("blood forged"), Text("blood-forged")));
  EXPECT_FALSE(Accepts(Phrase("blood-forged"), Text("bloodforged")));
}

TEST(KeywordRuleTest, AnExactTermIsOneWholeKeyword) {
  EXPECT_TRUE(Accepts(Exact("new york"), Keywords({"spring", "new york"})));
  EXPECT_FALSE(Accepts(Exact("new york"), Keywords({"new york city"})));
  EXPECT_FALSE(Accepts(Exact("new york"), Keywords({"new-york"})));
}

TEST(KeywordRuleTest, AnExactTermIsNeverFoundInTitleOrText) {
  EXPECT_FALSE(Accepts(Exact("war"), Title("war")));
  EXPECT_FALSE(Accepts(Exact("war"), Text("war")));
}

TEST(KeywordRuleTest, APrefixIsTheStartOfAnyWord) {
  for (const Page& page : {Keywords({"cold wartime"}), Title("wartime"),
                           Text("in times of war: wars")}) {
    EXPECT_TRUE(Accepts(Prefix("war"), page));
  }
  EXPECT_FALSE(Accepts(Prefix("war"), Text("toward wa software")));
}

TEST(KeywordRuleTest, PrefixesOfSeveralLengthsAreFoundSideBySide) {
  const Surroundings segment = {.others = {Prefix("warm"), Prefix("ward")}};
  EXPECT_TRUE(Accepts(Prefix("war"), Text("warm"), segment));
  EXPECT_TRUE(Accepts(Prefix("warmth"), Text("warmth"), segment));
  EXPECT_FALSE(Accepts(Prefix("warmth"), Text("warm"), segment));
}

TEST(KeywordRuleTest, APrefixMayEndInsideAWordOfAnyScript) {
  EXPECT_TRUE(Accepts(Prefix("мос"), Text("в москве")));
  EXPECT_FALSE(Accepts(Prefix("мос"), Text("мор")));
}

TEST(KeywordRuleTest, OneTermOfManyIsEnough) {
  KeywordRule rule;
  for (int i = 0; i < 1000; ++i) {
    rule.terms.push_back({.text = "term" + std::to_string(i)});
  }
  EXPECT_TRUE(Accepts(Rule{rule}, Text("about term999 alone")));
  EXPECT_TRUE(Accepts(Rule{rule}, Text("term0")));
  EXPECT_FALSE(Accepts(Rule{rule}, Text("term1000 term")));
}

TEST(KeywordRuleTest, APageWithoutWordsHitsNothing) {
  EXPECT_FALSE(Accepts(Phrase("war"), Page()));
  EXPECT_TRUE(Accepts(Not(Phrase("war")), Page()));
  EXPECT_FALSE(Accepts(Rule{KeywordRule{}}, Text("war")));
}

TEST(KeywordRuleTest, OrderAndRepetitionOfKeywordsDoNotMatter) {
  EXPECT_TRUE(Accepts(Phrase("b"), Keywords({"a", "b", "b", "a"})));
  EXPECT_TRUE(Accepts(Phrase("b"), Keywords({"b", "a"})));
}

}  // namespace
}  // namespace placard
