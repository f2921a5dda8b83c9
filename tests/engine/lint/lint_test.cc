#include <memory>

#include "engine/base/status.h"
#include "tests/engine/lint/lint_world.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kItem[] = "campaigns/c/lineItems/l";

class LintTest : public LintWorld {};

TEST_F(LintTest, HasNothingToSayOfARuleWithoutLimits) {
  EXPECT_THAT(Find(Always()), IsEmpty());
}

TEST_F(LintTest, NamesSectionsThatTheSiteDoesNotList) {
  const Rule rule = SectionIn({"news/poltics", "news"}, {"sprot"});
  EXPECT_THAT(Find(rule), IsEmpty());
  catalog_.policy().sections = {{"news", "politics"}, {"sport"}};
  EXPECT_THAT(Find(rule),
              ElementsAre(Finding(LintCode::kUnknownSection, kItem,
                                  "line_items[0].targeting",
                                  "the site policy lists no such sections: "
                                  "news/poltics, sprot")));
}

TEST_F(LintTest, NamesCategoriesThatTheirTaxonomyHasNot) {
  CatalogContents contents = catalog_.contents();
  contents.taxonomies["iab"] = std::make_shared<Taxonomy>(
      Taxonomy{.id = "iab", .parent = {{"386", ""}}});
  const Campaign campaign = MakeCampaign(
      {.id = "c", .rule = CategoryIn({"iab:386", "iab:999", "own:1"})});
  EXPECT_THAT(Lint(campaign, contents, {}, LintNow()),
              ElementsAre(Finding(
                  LintCode::kUnknownCategory, kItem, "line_items[0].targeting",
                  "their taxonomy has no such categories: iab:999; their "
                  "taxonomy is not loaded, so that categories match "
                  "themselves only and nothing below them: own:1")));
}

TEST_F(LintTest, NamesListsThatBlockNothingAnyMore) {
  catalog_.AddList({.name = "keywordLists/old",
                    .expires = absl::FromUnixSeconds(0),
                    .terms = Terms({"war"})});
  catalog_.AddList({.name = "keywordLists/new", .terms = Terms({"war"})});
  Campaign campaign = MakeCampaign({.id = "c"});
  campaign.blocks.keyword_lists = {"keywordLists/old", "keywordLists/new"};
  campaign.creatives[0].blocks.keyword_lists = {"keywordLists/gone"};
  EXPECT_THAT(
      Find(campaign),
      ElementsAre(
          Finding(LintCode::kKeywordListExpired, "campaigns/c", "blocks",
                  "keyword lists have expired and block nothing: "
                  "keywordLists/old (1970-01-01T00:00:00+00:00)"),
          Finding(LintCode::kKeywordListExpired, "campaigns/c",
                  "creatives[0].blocks",
                  "keyword lists do not exist or cannot be read, so "
                  "that nothing that names them serves: "
                  "keywordLists/gone")));
}

TEST_F(LintTest, NamesTermsWithoutAWord) {
  const Rule rule{KeywordRule{{{.text = "?!"},
                               {.text = "?!", .match = Match::kExact},
                               {.text = "paris"}}}};
  EXPECT_THAT(Find(rule),
              ElementsAre(Finding(
                  LintCode::kEmptyTerm, kItem, "line_items[0].targeting",
                  "terms without a word in them are never found: ?!")));
}

TEST_F(LintTest, ComparesSizesWithTheSlotPresets) {
  const Campaign campaign =
      MakeCampaign({.id = "c", .creatives = {FixedSize{970, 250}}});
  EXPECT_THAT(Find(campaign), IsEmpty());
  catalog_.policy().slot_presets = {{.id = "box", .sizes = {kTestBox}},
                                    {.id = "top", .sizes = {kTestBanner}}};
  EXPECT_THAT(Find(campaign),
              ElementsAre(Finding(
                  LintCode::kNoCreativeFits, kItem, "line_items[0].creatives",
                  "no creative fits a slot preset of the site: its sizes are "
                  "{970x250}, the presets take {300x250, 728x90}")));
  EXPECT_THAT(Find(Always()), IsEmpty());
}

TEST_F(LintTest, SaysOfAPastFlightNothingButThat) {
  Campaign campaign = MakeCampaign({.id = "c", .weight = 0});
  campaign.flight.end = LintNow();
  EXPECT_THAT(Find(campaign),
              ElementsAre(Finding(
                  LintCode::kDatesPast, "campaigns/c", "flight.end_time",
                  "its flight ended at 2026-05-28T20:26:40+00:00 and "
                  "it is 2026-05-28T20:26:40+00:00")));
  campaign.flight.end = LintNow() + absl::Seconds(1);
  EXPECT_EQ(Message(Find(campaign), LintCode::kDatesPast), "");
}

TEST_F(LintTest, SaysWhyARuleCannotBeRead) {
  Campaign campaign = MakeCampaign({.id = "c"});
  campaign.line_items[0].rule = BadRule{"of an unknown kind"};
  EXPECT_THAT(Find(campaign),
              ElementsAre(Finding(
                  LintCode::kUnreadable, kItem, "line_items[0].targeting",
                  "it cannot be read, so it never serves: of an "
                  "unknown kind")));
}

// Pages are tried at the end, for all at once; findings stand where they
// belong all the same.
TEST_F(LintTest, ManyCampaignsAtOnceAreAsEachForItself) {
  recent_.resize(kFewestRecentPages);
  std::vector<Campaign> campaigns;
  for (const char* id : {"a", "b", "c"}) {
    Campaign campaign =
        MakeCampaign({.id = id, .weight = 0, .rule = SectionIn({"nowhere"})});
    campaign.line_items.resize(3, campaign.line_items[0]);
    campaign.line_items[1].rule = SectionIn({"x"}, {"x"});
    campaigns.push_back(std::move(campaign));
  }
  campaigns[1].line_items[0].rule = Always();
  const Outranked outranked(catalog_.contents());
  Linter linter(catalog_.contents(), outranked, recent_, LintNow());
  std::vector<const Campaign*> pointers;
  for (const Campaign& campaign : campaigns) pointers.push_back(&campaign);
  const std::vector<LintFindings> all = linter.Lint(pointers);
  ASSERT_EQ(all.size(), 3);
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i], Find(campaigns[i])) << i;
  }
  std::vector<std::string> order;
  for (const LintFinding& finding : all[0]) {
    order.push_back(Concat(finding.field, static_cast<int>(finding.code)));
  }
  EXPECT_THAT(order,
              ElementsAre("line_items[0].targeting8", "line_items[0].weight7",
                          "line_items[1].targeting0", "line_items[1].weight7",
                          "line_items[2].targeting8", "line_items[2].weight7"));
}

TEST_F(LintTest, SaysOfEachLineItemWhatIsItsOwn) {
  Campaign campaign =
      MakeCampaign({.id = "c", .rule = SectionIn({"a"}, {"a"})});
  LineItem more = campaign.line_items[0];
  more.name = "campaigns/c/lineItems/m";
  more.rule = Always();
  campaign.line_items.push_back(more);
  more.name = "campaigns/c/lineItems/n";
  more.rule = CountryIn({});
  campaign.line_items.push_back(more);
  const LintFindings findings = Find(campaign);
  ASSERT_EQ(findings.size(), 2);
  EXPECT_EQ(findings[0].name, "campaigns/c/lineItems/l");
  EXPECT_EQ(findings[1].name, "campaigns/c/lineItems/n");
  EXPECT_EQ(findings[1].field, "line_items[2].targeting");
}

}  // namespace
}  // namespace placard
