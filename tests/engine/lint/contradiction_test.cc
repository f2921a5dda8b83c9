#include <memory>

#include "engine/base/status.h"
#include "tests/engine/lint/lint_world.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ContradictionTest : public LintWorld {};

TEST_F(ContradictionTest, NamesBothSidesOfATermIncludedAndExcluded) {
  EXPECT_THAT(
      Find(AllOf({KeywordIn({"crash"}), Not(KeywordIn({"crash", "war"}))})),
      ElementsAre(Finding(LintCode::kContradictoryRule,
                          "campaigns/c/lineItems/l", "line_items[0].targeting",
                          "no page can satisfy it: it needs keyword any of "
                          "{crash} and it excludes "
                          "keyword any of {crash, war}")));
}

TEST_F(ContradictionTest, FindsAnExcludedWordInAnIncludedPhrase) {
  EXPECT_NE(Contradiction(
                AllOf({KeywordIn({"plane crash"}), Not(KeywordIn({"crash"}))})),
            "");
  EXPECT_NE(
      Contradiction(AllOf({KeywordIn({"airline"}), Not(KeywordIn({"air*"}))})),
      "");
  EXPECT_NE(Contradiction(AllOf({KeywordIn({"=plane-crash"}),
                                 Not(KeywordIn({"plane crash"}))})),
            "");
}

TEST_F(ContradictionTest, LetsPassWhatSomePageSatisfies) {
  EXPECT_EQ(Contradiction(
                AllOf({KeywordIn({"crash"}), Not(KeywordIn({"plane crash"}))})),
            "");
  EXPECT_EQ(
      Contradiction(AllOf({KeywordIn({"crash"}), Not(KeywordIn({"=crash"}))})),
      "");
  EXPECT_EQ(Contradiction(AllOf(
                {KeywordIn({"crash", "paris"}), Not(KeywordIn({"crash"}))})),
            "");
  EXPECT_EQ(
      Contradiction(AllOf({CountryIn({"de", "fr"}), Not(CountryIn({"de"}))})),
      "");
  EXPECT_EQ(Contradiction(SectionIn({"news/politics"}, {"news"})), "");
  EXPECT_EQ(Contradiction(AllOf({SegmentIn({"a"}), SegmentIn({"b"})})), "");
  EXPECT_EQ(
      Contradiction(AllOf({LanguageIn({"en"}), Not(LanguageIn({"en-gb"}))})),
      "");
}

TEST_F(ContradictionTest, FindsASectionThatIsExcludedItself) {
  EXPECT_NE(Contradiction(SectionIn({"news"}, {"news"})), "");
  EXPECT_NE(Contradiction(
                AllOf({SectionIn({"news/politics"}), SectionNotIn({"news"})})),
            "");
  EXPECT_NE(Contradiction(AllOf(
                {SectionIn({"news/politics"}), Not(SectionIn({"news"}))})),
            "");
  EXPECT_EQ(Contradiction(AllOf(
                {SectionIn({"news"}), Not(SectionIn({"news/politics"}))})),
            "");
}

TEST_F(ContradictionTest, FindsValuesThatNobodyHas) {
  EXPECT_NE(Contradiction(AllOf({CountryIn({"de"}), CountryIn({"fr"})})), "");
  EXPECT_NE(Contradiction(AllOf(
                {RegionIn({"de-by"}), Not(RegionIn({"de-by", "de-be"}))})),
            "");
  EXPECT_NE(Contradiction(AllOf({DeviceIn({Device::kMobile}),
                                 Not(DeviceIn({Device::kMobile}))})),
            "");
  EXPECT_NE(Contradiction(AllOf({SegmentIn({"a"}), Not(SegmentIn({"a"}))})),
            "");
  EXPECT_NE(Contradiction(AllOf({KeyIn("edition", {"uk"}),
                                 Not(KeyIn("edition", {"uk", "us"}))})),
            "");
  EXPECT_NE(
      Contradiction(AllOf({LanguageIn({"en-gb"}), Not(LanguageIn({"en"}))})),
      "");
  EXPECT_NE(
      Contradiction(AllOf({TimeIn(Hours(0, 8, 12)), TimeIn(Hours(0, 12, 18))})),
      "");
}

TEST_F(ContradictionTest, LooksIntoEachAlternative) {
  const Rule rule = AllOf({AnyOf({KeywordIn({"crash"}), KeywordIn({"war"})}),
                           Not(KeywordIn({"war", "crash"}))});
  EXPECT_EQ(Contradiction(rule),
            "no page can satisfy it: each of 2 alternatives is ruled out, such "
            "as: it needs keyword any of {crash} and it excludes keyword any "
            "of {war, crash}");
  EXPECT_EQ(
      Contradiction(AllOf({AnyOf({KeywordIn({"crash"}), SectionIn({"news"})}),
                           Not(KeywordIn({"crash"}))})),
      "");
}

TEST_F(ContradictionTest, CountsWhatCampaignAdvertiserAndSiteStayAwayFrom) {
  const Rule travel = SectionIn({"travel"});
  Campaign campaign = MakeCampaign({.id = "c", .rule = travel});
  campaign.blocks.sections = SectionTerms({"travel"});
  EXPECT_THAT(Message(Find(campaign), LintCode::kContradictoryRule),
              HasSubstr("its campaign blocks pages with"));

  catalog_.acme().blocks.sections = SectionTerms({"travel"});
  EXPECT_THAT(Contradiction(travel),
              HasSubstr("its advertiser blocks pages with"));
  catalog_.acme().blocks = {};

  catalog_.policy().blocks.sections = SectionTerms({"travel"});
  EXPECT_THAT(Contradiction(travel),
              HasSubstr("the site policy blocks pages with"));
  campaign.blocks = {};
  campaign.tier = Tier::kHouse;
  campaign.exempt_from_site_blocks = true;
  EXPECT_EQ(Message(Find(campaign), LintCode::kContradictoryRule), "");
}

TEST_F(ContradictionTest, CountsAListOnlyIfItBlocksToTheEnd) {
  KeywordList list = {.name = "keywordLists/war", .terms = Terms({"war"})};
  const Rule rule =
      AllOf({Not(InKeywordList("keywordLists/war")), KeywordIn({"war"})});
  Campaign campaign = MakeCampaign({.id = "c", .rule = rule});
  campaign.flight.end = LintNow() + absl::Hours(48);
  const auto is_found = [&] {
    catalog_.AddList(list);
    return !Message(Find(campaign), LintCode::kContradictoryRule).empty();
  };
  EXPECT_TRUE(is_found());
  list.expires = LintNow() + absl::Hours(24);
  EXPECT_FALSE(is_found());
  list.expires = LintNow() + absl::Hours(48);
  EXPECT_TRUE(is_found());
  list.dry_run = true;
  EXPECT_FALSE(is_found());
}

// Thousands of words and sections on all sides: it gives up and says nothing.
TEST_F(ContradictionTest, StopsWhereTooMuchWouldHaveToBeCompared) {
  Blocks many;
  for (int i = 0; i < 5'000; ++i) {
    many.keywords.push_back({.text = Concat("word", i)});
    many.sections.push_back({.path = {"blocked", Concat("s", i)}});
  }
  catalog_.policy().blocks = many;
  Campaign campaign =
      MakeCampaign({.id = "c", .rule = SectionIn({"a"}, {"a"})});
  campaign.line_items.resize(100, campaign.line_items[0]);
  EXPECT_THAT(Find(campaign), ::testing::IsEmpty());
  catalog_.policy().blocks.sections.resize(500);
  EXPECT_FALSE(Find(campaign).empty());
}

TEST_F(ContradictionTest, KnowsWhichCategoriesLieBelowOthers) {
  const Rule rule =
      AllOf({CategoryIn({"iab:tennis"}), Not(CategoryIn({"iab:sports"}))});
  EXPECT_EQ(Contradiction(rule), "");
  CatalogContents contents = catalog_.contents();
  contents.taxonomies["iab"] = std::make_shared<Taxonomy>(
      Taxonomy{.id = "iab", .parent = {{"sports", ""}, {"tennis", "sports"}}});
  EXPECT_NE(Message(Lint(MakeCampaign({.id = "c", .rule = rule}), contents, {},
                         LintNow()),
                    LintCode::kContradictoryRule),
            "");
}

}  // namespace
}  // namespace placard
