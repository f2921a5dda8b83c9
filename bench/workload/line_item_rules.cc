#include "bench/workload/line_item_rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "engine/text/tokens.h"

namespace placard {
namespace {

template <typename Make>
auto Some(Dice& dice, size_t at_most, Make make) {
  std::vector<decltype(make())> values(dice.Between(1, at_most));
  for (auto& value : values) value = make();
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

// A section, or one above it.
SectionPath SomeAncestor(Dice& dice, SectionPath path) {
  path.resize(dice.Between(1, path.size()));
  return path;
}

Rule SectionsWanted(Dice& dice, const std::vector<SectionPath>& sections) {
  SectionRule rule;
  rule.include = Some(dice, 5, [&] {
    return SectionTerm{.path = SomeAncestor(dice, dice.Pick(sections)),
                       .exact = dice.OneIn(10)};
  });
  if (dice.OneIn(5)) {
    rule.exclude =
        Some(dice, 2, [&] { return SectionTerm{.path = dice.Pick(sections)}; });
  }
  return Rule{std::move(rule)};
}

// The whole site but where nobody wants to be seen.
Rule SectionsAvoided(const Market& market) {
  return Rule{SectionRule{.include = {}, .exclude = market.unsold()}};
}

Rule KeywordsWanted(Dice& dice, const Market& market, size_t at_most) {
  return Rule{
      KeywordRule{Some(dice, at_most, [&] { return MakeTerm(dice, market); })}};
}

Rule Countries(Dice& dice, const Market& market) {
  return Rule{ValueRule{ValueRule::Field::kCountry,
                        Some(dice, 6, [&] { return market.Country(dice); })}};
}

Rule Regions(Dice& dice, const Market& market) {
  return Rule{ValueRule{ValueRule::Field::kRegion, Some(dice, 4, [&] {
                          return market.Region(dice, market.Country(dice));
                        })}};
}

Rule Languages(Dice& dice, const Market& market) {
  return Rule{ValueRule{ValueRule::Field::kLanguage,
                        Some(dice, 3, [&] { return market.Language(dice); })}};
}

Rule Segments(Dice& dice, const Market& market) {
  return Rule{ValueRule{ValueRule::Field::kSegment,
                        Some(dice, 8, [&] { return market.Segment(dice); })}};
}

Rule Devices(Dice& dice, const Market& market) {
  return Rule{
      DeviceRule{Some(dice, 2, [&] { return market.DrawDevice(dice); })}};
}

Rule Categories(Dice& dice, const Market& market) {
  return Rule{CategoryRule{Some(dice, 6, [&] {
    CategoryId category = market.DrawCategory(dice, dice.Pick(market.sold()));
    // Without its last digit it is the parent.
    if (dice.OneIn(3)) category.id.resize(category.id.size() - 2);
    return category;
  })}};
}

Rule KeyValues(Dice& dice) {
  static constexpr std::array<std::string_view, 3> kPositions = {
      "top", "middle", "bottom"};
  if (dice.OneIn(2)) {
    return Rule{KeyValueRule{
        KeyValue{std::string(kPositionKey),
                 {std::string(kPositions[dice.Below(kPositions.size())])}}}};
  }
  return Rule{KeyValueRule{KeyValue{
      Concat("key-", dice.Below(6)),
      Some(dice, 3, [&] { return Concat("value-", dice.Below(10)); })}}};
}

// Some hours of workdays or of the weekend, or of every day.
Rule Dayparts(Dice& dice) {
  const size_t first_day = dice.OneIn(4) ? 5 : 0;
  const size_t last_day = dice.OneIn(2) ? 6 : std::max<size_t>(first_day, 4);
  const size_t first_hour = dice.Between(0, 18);
  const size_t last_hour = dice.Between(first_hour + 2, 23);
  DaypartRule rule;
  for (size_t day = first_day; day <= last_day; ++day) {
    for (size_t quarter = first_hour * 4; quarter < last_hour * 4; ++quarter) {
      rule.quarters->set(day * 96 + quarter);
    }
  }
  return Rule{rule};
}

// (wanted or wanted) and not (reader and reader), in the vein of what people
// write by hand.
Rule HandWritten(Dice& dice, const Market& market) {
  Rule wanted{AnyOfRule{
      {KeywordsWanted(dice, market, 8), Categories(dice, market),
       Rule{AllOfRule{{Regions(dice, market), Devices(dice, market)}}}}}};
  Rule unwanted{AllOfRule{{Languages(dice, market), Segments(dice, market)}}};
  return Rule{AllOfRule{{std::move(wanted), Not(std::move(unwanted))}}};
}

void AddReader(Dice& dice, const Market& market, std::vector<Rule>& rules) {
  if (dice.Percent(45)) rules.push_back(Countries(dice, market));
  if (dice.Percent(5)) rules.push_back(Regions(dice, market));
  if (dice.Percent(30)) rules.push_back(Devices(dice, market));
  if (dice.Percent(8)) rules.push_back(Languages(dice, market));
  if (dice.Percent(8)) rules.push_back(Segments(dice, market));
}

void AddUnwanted(Dice& dice, const Market& market, std::vector<Rule>& rules) {
  if (dice.Percent(25)) rules.push_back(Not(KeywordsWanted(dice, market, 20)));
  for (size_t lists = dice.Percent(25) ? dice.Between(1, 2) : 0; lists > 0;
       --lists) {
    rules.push_back(Not(
        Rule{KeywordListRule{WorkloadListName(dice.Below(kWorkloadLists))}}));
  }
}

// Any of some words, or, seldom, each of two.
void AddKeywords(Dice& dice, const Market& market, std::vector<Rule>& rules) {
  if (dice.Percent(93)) {
    rules.push_back(KeywordsWanted(dice, market, 10));
    return;
  }
  for (int i = 0; i < 2; ++i) {
    rules.push_back(Rule{KeywordRule{{{market.PageWord(dice)}}}});
  }
}

}  // namespace

KeywordTerm MakeTerm(Dice& dice, const Market& market) {
  const size_t percent = dice.Below(100);
  if (percent < 15 && !market.vocabulary().phrases.empty()) {
    return {.text = dice.Pick(market.vocabulary().phrases)};
  }
  std::string word = market.CampaignWord(dice);
  if (percent < 30) return {.text = std::move(word), .match = Match::kExact};
  // Only ASCII can be cut anywhere.
  const bool can_be_cut = word.size() > limits::kPrefixChars &&
                          Tokenize(word).size() == 1 &&
                          CountCharacters(word) == word.size();
  if (percent < 40 && can_be_cut) {
    word.resize(std::max(limits::kPrefixChars, word.size() - 2));
    return {.text = std::move(word), .match = Match::kPrefix};
  }
  return {.text = std::move(word)};
}

Rule MakeLineItemRule(Dice& dice, const Market& market, Reach reach) {
  AllOfRule rule;
  if (reach == Reach::kHouse) {
    rule.rules.push_back(SectionsWanted(dice, market.vocabulary().sections));
    if (dice.Percent(30)) rule.rules.push_back(Devices(dice, market));
    if (dice.Percent(50)) rule.rules.push_back(Countries(dice, market));
    return Rule{std::move(rule)};
  }
  const size_t wide_percent = reach == Reach::kBroad ? 60 : 40;
  rule.rules.push_back(dice.Percent(wide_percent)
                           ? SectionsAvoided(market)
                           : SectionsWanted(dice, market.sold()));
  AddReader(dice, market, rule.rules);
  AddUnwanted(dice, market, rule.rules);
  if (dice.Percent(8)) rule.rules.push_back(KeyValues(dice));
  if (dice.Percent(10)) rule.rules.push_back(Dayparts(dice));
  if (reach == Reach::kNarrow) {
    if (dice.Percent(6)) {
      rule.rules.push_back(HandWritten(dice, market));
    } else {
      AddKeywords(dice, market, rule.rules);
    }
    if (dice.Percent(10)) rule.rules.push_back(Categories(dice, market));
  }
  return Rule{std::move(rule)};
}

}  // namespace placard
