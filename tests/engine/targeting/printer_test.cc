#include "engine/targeting/printer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/rules.h"

namespace placard {
namespace {

struct PrintCase {
  std::string name;
  Rule rule;
  std::string text;
};

class PrinterTest : public testing::TestWithParam<PrintCase> {};

TEST_P(PrinterTest, PrintsAsTheTableSays) {
  EXPECT_EQ(Print(GetParam().rule), GetParam().text);
}

Rule WorkHours() {
  WeekMask mask;
  for (size_t day = 0; day < 5; ++day) {
    mask |= Hours(day, 8, 12) | Hours(day, 13, 17);
  }
  return TimeIn(mask | Quarters(6 * 96 + 1, 6 * 96 + 2));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, PrinterTest,
    testing::ValuesIn(std::vector<PrintCase>{
        {"All",
         AllOf({SectionIn({"travel", "news"}),
                Not(KeywordIn({"crash", "plane crash", "air*", "=exact"}))}),
         "section in {travel, news} and not keyword any of {crash, \"plane "
         "crash\", air*, =exact}"},
        {"Always", Always(), "always"},
        {"Never", AnyOf({}), "never"},
        {"OneOfOne", AllOf({AnyOf({CountryIn({"de"})})}), "country in {de}"},
        {"OrInAnd",
         AllOf({CountryIn({"de"}),
                AnyOf({RegionIn({"de-by", "de-be"}), LanguageIn({"en"})})}),
         "country in {de} and (region in {de-by, de-be} or language in {en})"},
        {"AndInOr",
         AnyOf({CountryIn({"de"}),
                AllOf({SegmentIn({"a"}), SegmentIn({"b"})})}),
         "country in {de} or segment in {a} and segment in {b}"},
        {"NotOfAnd", Not(AllOf({SegmentIn({"a"}), SegmentIn({"b"})})),
         "not (segment in {a} and segment in {b})"},
        {"NotOfOneOfOr", Not(AnyOf({SegmentIn({"a"})})), "not segment in {a}"},
        {"NotNot", Not(Not(SegmentIn({"a"}))), "not not segment in {a}"},
        {"AnySection", SectionIn({}), "any section"},
        {"SectionExcluded", SectionNotIn({"=news/world cup"}),
         "section not in {=\"news/world cup\"}"},
        {"SectionExcept", SectionIn({"news"}, {"news/war"}),
         "section in {news} except {news/war}"},
        {"List", InKeywordList("keywordLists/war"),
         "keyword in keywordLists/war"},
        {"Category", CategoryIn({"iab:386", "my own:x"}),
         "category in {iab:386, \"my own\":x}"},
        {"Devices",
         DeviceIn({Device::kDesktop, Device::kMobile, Device::kTablet,
                   Device::kTv}),
         "device in {desktop, mobile, tablet, tv}"},
        {"Key", KeyIn("color", {"red", "dark blue"}),
         "key color in {red, \"dark blue\"}"},
        {"Quoted", KeywordIn({"say \"hi\"", "a\\b*", "c*d", "=e=f", "g,h"}),
         "keyword any of {\"say \\\"hi\\\"\", \"a\\\\b\"*, \"c*d\", "
         "=\"e=f\", \"g,h\"}"},
        {"Unicode", KeywordIn({"übermut"}), "keyword any of {übermut}"},
        {"Time", WorkHours(),
         "time in {Mon-Fri 08:00-12:00, 13:00-17:00; Sun 00:15-00:30}"},
        {"AllTimes", TimeIn(WeekMask().set()), "time in {Mon-Sun 00:00-24:00}"},
        {"NoTime", TimeIn(WeekMask()), "time in {}"}}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace placard
