// What flat targeting stands for.
#include <string>
#include <utility>
#include <variant>

#include "engine/base/status.h"
#include "engine/model/rule.h"
#include "gtest/gtest.h"
#include "services/codec/validate.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/read_as.h"

namespace placard {
namespace {

// The rule that targeting turns into.
Rule ReadRule(const v1::Targeting& targeting) {
  v1::Campaign campaign = RichCampaign();
  *campaign.mutable_line_items(1)->mutable_targeting() = targeting;
  EXPECT_TRUE(Validate(campaign).empty()) << ToStatus(Validate(campaign));
  const Campaign read = ReadAs<Campaign>(campaign);
  return std::get<Rule>(read.line_items[1].rule);
}
Rule ReadRule(const std::string& text) {
  return ReadRule(FromText<v1::Targeting>(text));
}

TEST(FlatTargeting, IsTheTreeThatItStandsFor) {
  const std::pair<const char*, const char*> pairs[] = {
      {"keywords { any_of { text: \"a\" } any_of { text: \"b\" } }",
       "keywords { terms { text: \"a\" } terms { text: \"b\" } }"},
      {"keywords { all_of { text: \"a\" } }",
       "keywords { terms { text: \"a\" } }"},
      {"keywords { none_of { text: \"a\" } none_of { text: \"b\" } }",
       "not { keywords { terms { text: \"a\" } terms { text: \"b\" } } }"},
      {"sections { include { path: \"a\" } exclude { path: \"a/b\" } }",
       "sections { include { path: \"a\" } exclude { path: \"a/b\" } }"},
      {"categories { include { taxonomy: \"t\" id: \"1\" } }",
       "categories { categories { taxonomy: \"t\" id: \"1\" } }"},
      {"categories { exclude { taxonomy: \"t\" id: \"1\" } }",
       "not { categories { categories { taxonomy: \"t\" id: \"1\" } } }"},
      {"countries { include: \"DE\" }", "countries { values: \"de\" }"},
      {"countries { exclude: \"DE\" }", "not { countries { values: \"DE\" } }"},
      {"regions { include: \"DE-BY\" }", "regions { values: \"de-by\" }"},
      {"regions { exclude: \"DE-BY\" }",
       "not { regions { values: \"DE-BY\" } }"},
      {"devices { include: DEVICE_TV }", "devices { devices: DEVICE_TV }"},
      {"devices { exclude: DEVICE_TV }",
       "not { devices { devices: DEVICE_TV } }"},
      {"languages { include: \"pt-BR\" }", "languages { values: \"PT-br\" }"},
      {"languages { exclude: \"en\" }", "not { languages { values: \"en\" } }"},
      {"key_values { include { key: \"K\" values: \"v\" } }",
       "key_value { key: \"k\" values: \"V\" }"},
      {"key_values { exclude { key: \"k\" values: \"v\" } }",
       "not { key_value { key: \"k\" values: \"v\" } }"},
      {"segments { include: \"s\" }", "segments { values: \"S\" }"},
      {"segments { exclude: \"s\" }", "not { segments { values: \"s\" } }"},
      {"dayparts { start_minute: 60 end_minute: 120 }",
       "dayparts { dayparts { start_minute: 60 end_minute: 120 } }"},
  };
  v1::Targeting all_flat;
  std::string all_rules;
  for (const auto& [flat, tree] : pairs) {
    const std::string rules = Concat("rules { ", tree, " } ");
    EXPECT_EQ(ReadRule(flat), ReadRule("rule { all_of { " + rules + "} }"))
        << flat;
    all_flat.MergeFrom(FromText<v1::Targeting>(flat));
    all_rules += rules;
  }
  EXPECT_EQ(ReadRule(all_flat),
            ReadRule("rule { all_of { " + all_rules + "} }"));
}

TEST(FlatTargeting, StandsBesideTheRule) {
  EXPECT_EQ(ReadRule(R"pb(
              countries { include: "DE" }
              rule { all_of { rules { segments { values: "s" } } } }
            )pb"),
            ReadRule(R"pb(
              rule {
                all_of {
                  rules { countries { values: "DE" } }
                  rules { segments { values: "s" } }
                }
              }
            )pb"));
  EXPECT_EQ(ReadRule(R"pb(
              countries { include: "DE" }
              rule { not { segments { values: "s" } } }
            )pb"),
            ReadRule(R"pb(
              rule {
                all_of {
                  rules { countries { values: "DE" } }
                  rules { not { segments { values: "s" } } }
                }
              }
            )pb"));
}

TEST(FlatTargeting, BlocksByEachList) {
  EXPECT_EQ(ReadRule(R"pb(keywords {
                            block_lists: "keywordLists/a"
                            block_lists: "keywordLists/b"
                          })pb"),
            (Rule{AllOfRule{{Not(Rule{KeywordListRule{"keywordLists/a"}}),
                             Not(Rule{KeywordListRule{"keywordLists/b"}})}}}));
}

TEST(FlatTargeting, OfEmptyListsAsksForNothing) {
  EXPECT_EQ(ReadRule("sections {} keywords {} countries {} devices {}"),
            Rule{AllOfRule()});
}

WeekMask ReadWeek(const std::string& dayparts) {
  const Rule rule = ReadRule("rule { dayparts { " + dayparts + " } }");
  return *std::get<DaypartRule>(rule.kind).quarters;
}

TEST(Dayparts, AreQuartersOfTheDaysTheyNameOrOfAll) {
  const WeekMask tuesday = ReadWeek(
      "dayparts { days: DAY_OF_WEEK_TUESDAY start_minute: 60 end_minute: 90 }");
  EXPECT_EQ(tuesday.count(), 2);
  EXPECT_TRUE(tuesday[96 + 4] && tuesday[96 + 5]);
  EXPECT_EQ(ReadWeek("dayparts { start_minute: 60 end_minute: 90 }").count(),
            14);
  EXPECT_TRUE(ReadWeek("dayparts { end_minute: 1440 }").all());
}

TEST(Dayparts, RunPastMidnightAndPastTheWeek) {
  const WeekMask sunday = ReadWeek(
      "dayparts { days: DAY_OF_WEEK_SUNDAY start_minute: 1425 end_minute: 15 "
      "}");
  EXPECT_EQ(sunday.count(), 2);
  EXPECT_TRUE(sunday[7 * 96 - 1] && sunday[0]);
}

}  // namespace
}  // namespace placard
