#include "bench/workload/hard_rules.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/status.h"

namespace placard {
namespace {

template <typename Group, typename... Rules>
Rule GroupOf(Rules... rules) {
  Group group;
  (group.rules.push_back(std::move(rules)), ...);
  return Rule{std::move(group)};
}

Rule RareWords(Dice& dice, const ModeWorld& world, size_t count) {
  KeywordRule rule;
  for (; count > 0; --count) {
    rule.terms.push_back({.text = world.Word(dice.Below(world.words()))});
  }
  return Rule{std::move(rule)};
}

Rule Value(ValueRule::Field field, std::string value) {
  ValueRule rule;
  rule.field = field;
  rule.values.push_back(std::move(value));
  return Rule{std::move(rule)};
}

// (words and section, or region and segment) and not (language and device).
// Drawn one by one, since arguments are evaluated in any order.
Rule Tree(Dice& dice, const ModeWorld& world) {
  SectionRule section;
  section.include.push_back({.path = dice.Pick(world.sections())});
  Rule words = RareWords(dice, world, 10);
  std::string country = world.Country(world.DrawCountry(dice));
  Rule region =
      Value(ValueRule::Field::kRegion, Concat(country, "-", dice.Below(4)));
  Rule segment =
      Value(ValueRule::Field::kSegment, Concat("segment-", dice.Below(60)));
  Rule language = Value(ValueRule::Field::kLanguage, world.DrawLanguage(dice));
  Rule device{DeviceRule{{static_cast<Device>(dice.Below(3))}}};
  return GroupOf<AllOfRule>(
      GroupOf<AnyOfRule>(
          GroupOf<AllOfRule>(std::move(words), Rule{std::move(section)}),
          GroupOf<AllOfRule>(std::move(region), std::move(segment))),
      Not(GroupOf<AllOfRule>(std::move(language), std::move(device))));
}

// The usual rule with the shared word in place of its own.
Rule AskForSharedWord(Rule usual, const ModeWorld& world) {
  auto& rules = std::get<AllOfRule>(usual.kind).rules;
  std::erase_if(rules, [](const Rule& rule) {
    return std::holds_alternative<KeywordRule>(rule.kind);
  });
  KeywordRule shared;
  shared.terms.push_back({.text = world.Word(kSharedWord)});
  rules.push_back(Rule{std::move(shared)});
  return usual;
}

// Half of them ask for the readers' device and other countries, half for the
// readers' country and other devices.
Rule AskForAnotherReader(size_t number, Dice& dice, const ModeWorld& world) {
  if (number % 2 == 0) {
    return GroupOf<AllOfRule>(
        Rule{DeviceRule{{kSharedDevice}}},
        Value(ValueRule::Field::kCountry,
              world.Country(kSharedCountry + dice.Between(1, 20))));
  }
  return GroupOf<AllOfRule>(
      Rule{DeviceRule{{Device::kDesktop}}},
      Value(ValueRule::Field::kCountry, world.Country(kSharedCountry)));
}

Rule InOneSection(Rule usual, const ModeWorld& world) {
  SectionRule section;
  section.include.push_back({.path = world.sections().front()});
  std::get<AllOfRule>(usual.kind).rules.push_back(Rule{std::move(section)});
  return usual;
}

}  // namespace

size_t HardLineItems(Mode mode, size_t line_items) {
  constexpr size_t kSome = 100'000;
  if (mode < Mode::kManyEverywhere || mode == Mode::kManyWords) return 0;
  switch (mode) {
    case Mode::kManyEverywhere:
    case Mode::kOneWordForMany:
    case Mode::kBestAllOut:
    case Mode::kBestAllPaused:
      return std::min(kSome, line_items / 4);
    default:
      return line_items;
  }
}

Rule MakeHardRule(Mode mode, size_t number, Rule usual, Dice& dice,
                  const ModeWorld& world) {
  switch (mode) {
    case Mode::kManyEverywhere:
    case Mode::kBestAllOut:
    case Mode::kBestAllPaused:
      return Rule();
    case Mode::kOneWordForMany:
      return AskForSharedWord(std::move(usual), world);
    case Mode::kTrees:
      return Tree(dice, world);
    case Mode::kOneSection:
      return InOneSection(std::move(usual), world);
    case Mode::kNothingMatches:
      return AskForAnotherReader(number, dice, world);
    default:
      break;
  }
  return usual;
}

}  // namespace placard
