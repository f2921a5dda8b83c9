// The rules of targeting, one row each.
#include <string>

#include "engine/base/limits.h"
#include "services/codec/validate.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/rows.h"

namespace placard {
namespace {

using T = v1::Targeting;

class TargetingRows : public testing::TestWithParam<Row<T>> {};

TEST_P(TargetingRows, IsJudgedByItsOneChange) {
  v1::Campaign campaign = RichCampaign();
  T& targeting = *campaign.mutable_line_items(1)->mutable_targeting();
  GetParam().change(targeting);
  Row<T> row = GetParam();
  row.field =
      "line_items[1].targeting" + (row.field.empty() ? "" : "." + row.field);
  ExpectRow(row, Validate(campaign));
}

v1::KeywordTerm& AnyOf(T& t, const std::string& text,
                       v1::KeywordTerm::Match match) {
  v1::KeywordTerm& term = *t.mutable_keywords()->add_any_of();
  term.set_text(text);
  term.set_match(match);
  return term;
}
void Phrase(T& t, const std::string& text) {
  AnyOf(t, text, v1::KeywordTerm::MATCH_UNSPECIFIED);
}
void Exact(T& t, const std::string& text) {
  AnyOf(t, text, v1::KeywordTerm::MATCH_EXACT);
}
void Prefix(T& t, const std::string& text) {
  AnyOf(t, text, v1::KeywordTerm::MATCH_PREFIX);
}
void Section(T& t, const std::string& path) {
  t.mutable_sections()->add_include()->set_path(path);
}
void SetDaypart(T& t, int start, int end) {
  v1::Daypart& daypart = *t.add_dayparts();
  daypart.set_start_minute(start);
  daypart.set_end_minute(end);
}
// A leaf below so many nots.
void Nest(T& t, int depth) {
  v1::Rule* rule = t.mutable_rule();
  for (int i = 1; i < depth; ++i) rule = rule->mutable_not_();
  rule->mutable_countries()->add_values("DE");
}
void AddPhrases(T& t, size_t count) {
  for (size_t i = 0; i < count; ++i) Phrase(t, "x");
}

const Row<T> kFlatRows[] = {
    {"Nothing", [](T&) {}},
    {"TermEmpty", [](T& t) { Phrase(t, ""); }, "keywords.any_of[0].text",
     "must not be empty"},
    {"TermAtLimit", [](T& t) { Phrase(t, Bytes(128)); }},
    {"TermOverLimit", [](T& t) { Phrase(t, Bytes(129)); },
     "keywords.any_of[0].text", "at most 128 bytes long, is 129"},
    {"TermOfSpaces", [](T& t) { Exact(t, " \t\n"); }, "keywords.any_of[0].text",
     "must not be empty after normalisation"},
    {"TermOfFormatCharacters", [](T& t) { Exact(t, "\u200F\u200B\uFEFF"); },
     "keywords.any_of[0].text", "must not be empty after normalisation"},
    {"TermOverlong", [](T& t) { Exact(t, "\xC0\xAF"); },
     "keywords.any_of[0].text", "must be UTF-8"},
    {"TermWithSurrogate", [](T& t) { Exact(t, "\xED\xA0\x80"); },
     "keywords.any_of[0].text", "must be UTF-8"},
    {"TermWithoutWords", [](T& t) { Phrase(t, "++"); },
     "keywords.any_of[0].text", "letter or digit"},
    {"TermWithoutWordsExact", [](T& t) { Exact(t, "++"); }},
    {"PrefixAtLeast", [](T& t) { Prefix(t, "war"); }},
    {"PrefixTooShort", [](T& t) { Prefix(t, "wa"); }, "keywords.any_of[0].text",
     "at least 3 characters"},
    {"PrefixOfThreeLetters", [](T& t) { Prefix(t, "äöü"); }},
    {"PrefixOfThreeBytes", [](T& t) { Prefix(t, "世"); },
     "keywords.any_of[0].text", "at least 3 characters"},
    {"PrefixThatFoldsLonger", [](T& t) { Prefix(t, "aß"); }},
    {"PrefixOfTwoWords", [](T& t) { Prefix(t, "world war"); },
     "keywords.any_of[0].text", "one word"},
    {"PrefixWithAccessories", [](T& t) { Prefix(t, "war-"); },
     "keywords.any_of[0].text", "one word"},
    {"MatchUnknown",
     [](T& t) { AnyOf(t, "x", static_cast<v1::KeywordTerm::Match>(7)); },
     "keywords.any_of[0].match", "is 7"},
    {"AllOfEmpty", [](T& t) { t.mutable_keywords()->add_all_of(); },
     "keywords.all_of[0].text", "must not be empty"},
    {"NoneOfEmpty", [](T& t) { t.mutable_keywords()->add_none_of(); },
     "keywords.none_of[0].text", "must not be empty"},
    {"BlockListOfAnotherKind",
     [](T& t) { t.mutable_keywords()->add_block_lists("advertisers/a"); },
     "keywords.block_lists[0]", "keywordLists/{id}"},
    {"SectionEmpty", [](T& t) { Section(t, ""); }, "sections.include[0].path",
     "must not be empty"},
    {"SectionAtDepth", [](T& t) { Section(t, "a/b/c/d/e/f/g/h"); }},
    {"SectionTooDeep", [](T& t) { Section(t, "a/b/c/d/e/f/g/h/i"); },
     "sections.include[0].path", "at most 8 segments"},
    {"SectionAtLimit", [](T& t) { Section(t, Bytes(256)); }},
    {"SectionTooLong", [](T& t) { Section(t, Bytes(257)); },
     "sections.include[0].path", "at most 256 bytes"},
    {"SectionWithHole",
     [](T& t) { t.mutable_sections()->add_exclude()->set_path("a//b"); },
     "sections.exclude[0].path", "segment 2"},
    {"CategoryAtLimit",
     [](T& t) {
       v1::Category& c = *t.mutable_categories()->add_include();
       c.set_taxonomy(Bytes(64));
       c.set_id(Bytes(64));
     }},
    {"CategoryOverLimit",
     [](T& t) {
       v1::Category& c = *t.mutable_categories()->add_include();
       c.set_taxonomy("t");
       c.set_id(Bytes(65));
     },
     "categories.include[0].id", "at most 64"},
    {"CategoryWithoutId",
     [](T& t) { t.mutable_categories()->add_exclude()->set_taxonomy("t"); },
     "categories.exclude[0].id", "must not be empty"},
    {"CountryInLowerCase",
     [](T& t) { t.mutable_countries()->add_include("de"); }},
    {"CountryOfThreeLetters",
     [](T& t) { t.mutable_countries()->add_include("DEU"); },
     "countries.include[0]", "\"DE\", is \"DEU\""},
    {"CountryEmpty", [](T& t) { t.mutable_countries()->add_exclude(""); },
     "countries.exclude[0]", "country code"},
    {"RegionAtLimit", [](T& t) { t.mutable_regions()->add_include("GB-ENG"); }},
    {"RegionTooLong", [](T& t) { t.mutable_regions()->add_include("GB-ENGL"); },
     "regions.include[0]", "region code"},
    {"RegionWithoutDash",
     [](T& t) { t.mutable_regions()->add_exclude("DEBY"); },
     "regions.exclude[0]", "region code"},
    {"LanguageLong",
     [](T& t) { t.mutable_languages()->add_include("sr-Latn-RS"); }},
    {"LanguageWithUnderscore",
     [](T& t) { t.mutable_languages()->add_include("pt_BR"); },
     "languages.include[0]", "language tag"},
    {"LanguageWithEmptySubtag",
     [](T& t) { t.mutable_languages()->add_exclude("pt-"); },
     "languages.exclude[0]", "language tag"},
    {"LanguageWithLongSubtag",
     [](T& t) { t.mutable_languages()->add_exclude("pt-abcdefghi"); },
     "languages.exclude[0]", "language tag"},
    {"DeviceUnspecified",
     [](T& t) { t.mutable_devices()->add_include(v1::DEVICE_UNSPECIFIED); },
     "devices.include[0]", "must be specified"},
    {"DeviceUnknown",
     [](T& t) {
       t.mutable_devices()->add_exclude(static_cast<v1::Device>(88));
     },
     "devices.exclude[0]", "is 88"},
    {"KeyMissing",
     [](T& t) { t.mutable_key_values()->add_include()->add_values("v"); },
     "key_values.include[0].key", "must not be empty"},
    {"KeyOverLimit",
     [](T& t) {
       v1::KeyValue& kv = *t.mutable_key_values()->add_include();
       kv.set_key(Bytes(65));
       kv.add_values("v");
     },
     "key_values.include[0].key", "at most 64"},
    {"KeyWithoutValues",
     [](T& t) { t.mutable_key_values()->add_exclude()->set_key("k"); },
     "key_values.exclude[0].values", "at least 1"},
    {"ValuesAtLimit",
     [](T& t) {
       v1::KeyValue& kv = *t.mutable_key_values()->add_include();
       kv.set_key("k");
       for (int i = 0; i < 64; ++i) kv.add_values(Bytes(64));
     }},
    {"ValuesOverLimit",
     [](T& t) {
       v1::KeyValue& kv = *t.mutable_key_values()->add_include();
       kv.set_key("k");
       for (int i = 0; i < 65; ++i) kv.add_values("v");
     },
     "key_values.include[0].values", "at most 64, has 65"},
    {"SegmentAtLimit",
     [](T& t) { t.mutable_segments()->add_include(Bytes(64)); }},
    {"SegmentOverLimit",
     [](T& t) { t.mutable_segments()->add_include(Bytes(65)); },
     "segments.include[0]", "at most 64"},
    {"SegmentEmpty", [](T& t) { t.mutable_segments()->add_exclude(""); },
     "segments.exclude[0]", "must not be empty"},
    {"DayWhole", [](T& t) { SetDaypart(t, 0, 1440); }},
    {"DayPastMidnight", [](T& t) { SetDaypart(t, 1425, 15); }},
    {"StartNegative", [](T& t) { SetDaypart(t, -15, 60); },
     "dayparts[0].start_minute", "0 to 1425"},
    {"StartAtMidnight", [](T& t) { SetDaypart(t, 1440, 60); },
     "dayparts[0].start_minute", "0 to 1425, is 1440"},
    {"StartUneven", [](T& t) { SetDaypart(t, 10, 60); },
     "dayparts[0].start_minute", "multiple of 15, is 10"},
    {"EndZero", [](T& t) { SetDaypart(t, 60, 0); }, "dayparts[0].end_minute",
     "15 to 1440, is 0"},
    {"EndAfterMidnight", [](T& t) { SetDaypart(t, 60, 1455); },
     "dayparts[0].end_minute", "is 1455"},
    {"EndUneven", [](T& t) { SetDaypart(t, 0, 16); }, "dayparts[0].end_minute",
     "multiple of 15"},
    {"EndIsStart", [](T& t) { SetDaypart(t, 60, 60); },
     "dayparts[0].end_minute", "must not be the start"},
    {"DayUnspecified",
     [](T& t) {
       SetDaypart(t, 0, 60);
       t.mutable_dayparts(0)->add_days(v1::DAY_OF_WEEK_UNSPECIFIED);
     },
     "dayparts[0].days[0]", "must be specified"},
    {"DayUnknown",
     [](T& t) {
       SetDaypart(t, 0, 60);
       t.mutable_dayparts(0)->add_days(static_cast<v1::DayOfWeek>(8));
     },
     "dayparts[0].days[0]", "is 8"},
};
INSTANTIATE_TEST_SUITE_P(Flat, TargetingRows, testing::ValuesIn(kFlatRows),
                         RowName<T>);

const Row<T> kTreeRows[] = {
    {"NoKind", [](T& t) { t.mutable_rule(); }, "rule",
     "exactly one of the kinds"},
    {"NoKindWithin",
     [](T& t) { t.mutable_rule()->mutable_all_of()->add_rules(); },
     "rule.all_of.rules[0]", "exactly one of the kinds"},
    {"NotOfNoKind", [](T& t) { t.mutable_rule()->mutable_not_(); }, "rule.not",
     "exactly one of the kinds"},
    {"AllOfNothing", [](T& t) { t.mutable_rule()->mutable_all_of(); },
     "rule.all_of.rules", "must not be empty"},
    {"AnyOfNothing", [](T& t) { t.mutable_rule()->mutable_any_of(); },
     "rule.any_of.rules", "must not be empty"},
    {"SectionsOfNothing", [](T& t) { t.mutable_rule()->mutable_sections(); }},
    {"KeywordsOfNothing", [](T& t) { t.mutable_rule()->mutable_keywords(); },
     "rule.keywords", "must not be empty"},
    {"CategoriesOfNothing",
     [](T& t) { t.mutable_rule()->mutable_categories(); }, "rule.categories",
     "must not be empty"},
    {"CountriesOfNothing", [](T& t) { t.mutable_rule()->mutable_countries(); },
     "rule.countries", "must not be empty"},
    {"RegionsOfNothing", [](T& t) { t.mutable_rule()->mutable_regions(); },
     "rule.regions", "must not be empty"},
    {"DevicesOfNothing", [](T& t) { t.mutable_rule()->mutable_devices(); },
     "rule.devices", "must not be empty"},
    {"LanguagesOfNothing", [](T& t) { t.mutable_rule()->mutable_languages(); },
     "rule.languages", "must not be empty"},
    {"KeyWithoutValues",
     [](T& t) { t.mutable_rule()->mutable_key_value()->set_key("k"); },
     "rule.key_value.values", "at least 1"},
    {"SegmentsOfNothing", [](T& t) { t.mutable_rule()->mutable_segments(); },
     "rule.segments", "must not be empty"},
    {"DaypartsOfNothing", [](T& t) { t.mutable_rule()->mutable_dayparts(); },
     "rule.dayparts", "must not be empty"},
    {"TermDeepDown",
     [](T& t) {
       t.mutable_rule()
           ->mutable_any_of()
           ->add_rules()
           ->mutable_not_()
           ->mutable_keywords()
           ->add_terms()
           ->set_text("+");
     },
     "rule.any_of.rules[0].not.keywords.terms[0].text", "letter or digit"},
    {"DepthAtLimit", [](T& t) { Nest(t, 16); }},
    {"DepthOverLimit", [](T& t) { Nest(t, 17); },
     "rule.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not.not",
     "at most 16 deep"},
    {"ValuesAtLimit", [](T& t) { AddPhrases(t, 1000); }},
    {"ValuesOverLimit", [](T& t) { AddPhrases(t, 1001); }, "",
     "at most 1000 values in all, has 1001"},
    {"ValuesOfAllKindsAtLimit",
     [](T& t) {
       t = RichCampaign().line_items(0).targeting();  // holds 36 values
       AddPhrases(t, 1000 - 36);
     }},
    {"ValuesOfAllKindsOverLimit",
     [](T& t) {
       t = RichCampaign().line_items(0).targeting();
       AddPhrases(t, 1001 - 36);
     },
     "", "has 1001"},
};
INSTANTIATE_TEST_SUITE_P(Tree, TargetingRows, testing::ValuesIn(kTreeRows),
                         RowName<T>);

}  // namespace
}  // namespace placard
