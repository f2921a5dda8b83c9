#include <array>
#include <string_view>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/status.h"
#include "tests/support/random_model.h"
#include "tests/support/random_values.h"

namespace placard {
namespace {

using namespace random_values;

std::string ListName(Dice& dice) {
  return Concat("keywordLists/l", dice.Below(kRandomLists));
}

// Joined so that equal words need not be equal texts.
std::string RandomWords(Dice& dice, size_t at_most) {
  std::string text = dice.Pick(Words());
  for (size_t more = dice.Below(at_most); more > 0; --more) {
    text += dice.Percent(70) ? " " : "-";
    text += dice.Pick(Words());
  }
  return text;
}

std::vector<KeywordTerm> RandomTerms(Dice& dice, size_t at_most) {
  std::vector<KeywordTerm> terms(dice.Between(1, at_most));
  for (KeywordTerm& term : terms) term = RandomTerm(dice);
  return terms;
}

std::vector<SectionTerm> RandomSectionTerms(Dice& dice, size_t at_most) {
  std::vector<SectionTerm> terms(dice.Between(1, at_most));
  for (SectionTerm& term : terms) {
    term = {.path = dice.Pick(Sections()), .exact = dice.OneIn(4)};
  }
  return terms;
}

template <typename T>
std::vector<T> Some(Dice& dice, const std::vector<T>& values) {
  return dice.Sample(values, dice.Between(1, 2));
}

Rule RandomSectionRule(Dice& dice) {
  SectionRule rule;
  if (!dice.OneIn(4)) rule.include = RandomSectionTerms(dice, 3);
  if (!dice.OneIn(3)) rule.exclude = RandomSectionTerms(dice, 2);
  return Rule{std::move(rule)};
}

// A few spans of hours, each on a few days.
Rule RandomDaypart(Dice& dice) {
  DaypartRule rule;
  for (size_t spans = dice.Between(1, 3); spans > 0; --spans) {
    const size_t first = dice.Below(96);
    const size_t last = dice.Between(first, 95);
    for (size_t day = 0; day < 7; ++day) {
      if (dice.OneIn(3)) continue;
      for (size_t quarter = first; quarter <= last; ++quarter) {
        rule.quarters->set(day * 96 + quarter);
      }
    }
  }
  return Rule{rule};
}

Rule RandomValueRule(Dice& dice, ValueRule::Field field,
                     const std::vector<std::string>& values) {
  return Rule{ValueRule{.field = field, .values = Some(dice, values)}};
}

}  // namespace

KeywordTerm RandomTerm(Dice& dice) {
  switch (dice.Below(3)) {
    case 0:
      return {.text = RandomWords(dice, 3), .match = Match::kPhrase};
    case 1:
      return {.text = RandomWords(dice, dice.Between(1, 2)),
              .match = Match::kExact};
    default:
      return {.text = dice.Pick(Prefixes()), .match = Match::kPrefix};
  }
}

Rule RandomLeaf(Dice& dice) {
  using Field = ValueRule::Field;
  switch (dice.Below(11)) {
    case 0:
      return RandomSectionRule(dice);
    case 1:
      return Rule{KeywordRule{RandomTerms(dice, 3)}};
    case 2:
      return Rule{KeywordListRule{ListName(dice)}};
    case 3:
      return Rule{CategoryRule{Some(dice, Categories())}};
    case 4:
      return RandomValueRule(dice, Field::kCountry, Countries());
    case 5:
      return RandomValueRule(dice, Field::kRegion, Regions());
    case 6:
      return RandomValueRule(dice, Field::kLanguage, Languages());
    case 7:
      return RandomValueRule(dice, Field::kSegment, Segments());
    case 8:
      return Rule{DeviceRule{Some(dice, Devices())}};
    case 9:
      return Rule{KeyValueRule{
          KeyValue{.key = dice.Pick(Keys()), .values = Some(dice, Values())}}};
    default:
      return RandomDaypart(dice);
  }
}

Rule RandomRule(Dice& dice, int depth) {
  if (depth == 0 || dice.OneIn(4)) return RandomLeaf(dice);
  if (dice.OneIn(4)) return Not(RandomRule(dice, depth - 1));
  std::vector<Rule> parts(dice.OneIn(30) ? 0 : dice.Between(1, 3));
  for (Rule& part : parts) part = RandomRule(dice, depth - 1);
  if (dice.OneIn(2)) return Rule{AllOfRule{std::move(parts)}};
  return Rule{AnyOfRule{std::move(parts)}};
}

Blocks RandomBlocks(Dice& dice) {
  Blocks blocks;
  if (dice.OneIn(3)) return blocks;
  if (dice.OneIn(3)) blocks.keywords = RandomTerms(dice, 1);
  if (dice.OneIn(4)) blocks.keyword_lists.push_back(ListName(dice));
  if (dice.OneIn(4)) blocks.sections = RandomSectionTerms(dice, 1);
  if (dice.OneIn(4)) blocks.categories = Some(dice, Categories());
  return blocks;
}

absl::Time RandomInstant(Dice& dice) {
  const absl::Time instant = dice.Pick(Instants());
  switch (dice.Below(4)) {
    case 0:
      return instant - absl::Nanoseconds(1);
    case 1:
      return instant + absl::Minutes(static_cast<int64_t>(dice.Below(600)));
    default:
      return instant;
  }
}

absl::TimeZone RandomZone(Dice& dice) {
  static constexpr std::array<const char*, 6> kZones = {"UTC",
                                                        "Europe/Berlin",
                                                        "America/New_York",
                                                        "Asia/Kathmandu",
                                                        "Australia/Lord_Howe",
                                                        "Pacific/Apia"};
  absl::TimeZone zone;
  PLACARD_CHECK(absl::LoadTimeZone(kZones[dice.Below(kZones.size())], &zone));
  return zone;
}

}  // namespace placard
