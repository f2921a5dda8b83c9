#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/engine/targeting/rule_on_page.h"

namespace placard {
namespace {

// A trailing "!" means exact.
std::vector<SectionTerm> Terms(const std::vector<std::string_view>& texts) {
  std::vector<SectionTerm> terms;
  for (std::string_view text : texts) {
    const bool exact = text.ends_with('!');
    if (exact) text.remove_suffix(1);
    terms.push_back({.path = Path(text), .exact = exact});
  }
  return terms;
}

struct Case {
  std::string_view name;
  std::vector<std::string_view> include;
  std::vector<std::string_view> exclude;
  std::vector<std::string_view> page;
  bool accepts;
};

const Case kCases[] = {
    {"a section takes itself", {"news"}, {}, {"news"}, true},
    {"a section takes what lies below",
     {"news"},
     {},
     {"news/world/asia"},
     true},
    {"a section does not take what lies above",
     {"news/world"},
     {},
     {"news"},
     false},
    {"/world is not /worldcup", {"world"}, {}, {"worldcup"}, false},
    {"an exact section takes itself", {"news!"}, {}, {"news"}, true},
    {"an exact section takes nothing below",
     {"news!"},
     {},
     {"news/world"},
     false},
    {"nor anything unknown below", {"news!"}, {}, {"news/unheard"}, false},
    {"the root's own name counts once", {"news"}, {}, {"sports/news"}, false},
    {"nothing asked takes all", {}, {}, {"news"}, true},
    {"nothing asked takes a page without sections", {}, {}, {}, true},
    {"an include does not take a page without sections",
     {"news"},
     {},
     {},
     false},
    {"an exclude takes a page without sections", {}, {"news"}, {}, true},
    {"an exclude takes what it does not name", {}, {"news"}, {"sports"}, true},
    {"an exclude refuses what lies below", {}, {"news"}, {"news/world"}, false},
    {"an exact exclude takes what lies below",
     {},
     {"news!"},
     {"news/world"},
     true},
    {"the deeper exclude wins",
     {"news"},
     {"news/crime"},
     {"news/crime/local"},
     false},
    {"beside the deeper exclude the include stands",
     {"news"},
     {"news/crime"},
     {"news/world"},
     true},
    {"the deeper include wins",
     {"news/crime/film"},
     {"news/crime"},
     {"news/crime/film"},
     true},
    {"of equally deep ones exclude wins", {"news"}, {"news"}, {"news"}, false},
    {"of equally deep ones exclude wins, exact or not",
     {"news!"},
     {"news"},
     {"news"},
     false},
    {"an exact exclude leaves its descendants to the include",
     {"news"},
     {"news/crime!"},
     {"news/crime/film"},
     true},
    {"an exact include is as deep as it is long",
     {"news/crime!"},
     {"news"},
     {"news/crime"},
     true},
    {"one included path is enough",
     {"news"},
     {"sports"},
     {"travel", "news"},
     true},
    {"one excluded path is enough",
     {"news"},
     {"sports"},
     {"news", "sports"},
     false},
    {"paths that no term matches include nothing",
     {"news"},
     {"sports"},
     {"travel"},
     false},
    {"excludes alone refuse for one path of many",
     {},
     {"sports"},
     {"news", "sports/tennis"},
     false},
};

class SectionRuleTest : public testing::TestWithParam<Case> {};

TEST_P(SectionRuleTest, TheDeepestTermDecidesAboutEachPath) {
  const Case& c = GetParam();
  const Rule rule{
      SectionRule{.include = Terms(c.include), .exclude = Terms(c.exclude)}};
  Page page;
  for (const std::string_view path : c.page) {
    page.sections.push_back(Path(path));
  }
  EXPECT_EQ(Accepts(rule, page), c.accepts) << c.name;
  EXPECT_EQ(Accepts(Not(rule), page), !c.accepts) << "not " << c.name;
}

INSTANTIATE_TEST_SUITE_P(All, SectionRuleTest, testing::ValuesIn(kCases));

}  // namespace
}  // namespace placard
