#include "bench/workload/hard_rules.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/status.h"

namespace placard {
namespace {

Rule All(std::vector<Rule> rules) { return Rule{AllOfRule{std::move(rules)}}; }
Rule Any(std::vector<Rule> rules) { return Rule{AnyOfRule{std::move(rules)}}; }

Rule RareWords(Dice& dice, const ModeWorld& world, size_t count) {
  KeywordRule rule;
  for (; count > 0; --count) {
    rule.terms.push_back({.text = world.Word(dice.Below(world.words()))});
  }
  return Rule{std::move(rule)};
}

Rule Value(ValueRule::Field field, std::string value) {
  return Rule{ValueRule{.field = field, .values = {std::move(value)}}};
}

// (words and section, or region and segment) and not (language and device)
Rule Tree(Dice& dice, const ModeWorld& world) {
  const SectionTerm section = {.path = dice.Pick(world.sections())};
  Rule by_page = All({RareWords(dice, world, 10),
                      Rule{SectionRule{.include = {section}, .exclude = {}}}});
  Rule by_reader = All(
      {Value(
           ValueRule::Field::kRegion,
           Concat(world.Country(world.DrawCountry(dice)), "-", dice.Below(4))),
       Value(ValueRule::Field::kSegment, Concat("segment-", dice.Below(60)))});
  Rule unwanted =
      All({Value(ValueRule::Field::kLanguage, Concat("l", dice.Below(10))),
           Rule{DeviceRule{{static_cast<Device>(dice.Below(3))}}}});
  return All({Any({std::move(by_page), std::move(by_reader)}),
              Not(std::move(unwanted))});
}

// The usual rule with the shared word in place of its own.
Rule AskForSharedWord(Rule usual, const ModeWorld& world) {
  auto& rules = std::get<AllOfRule>(usual.kind).rules;
  std::erase_if(rules, [](const Rule& rule) {
    return std::holds_alternative<KeywordRule>(rule.kind);
  });
  rules.push_back(Rule{KeywordRule{{{.text = world.Word(kSharedWord)}}}});
  return usual;
}

// Half of them ask for the readers' device and other countries, half for the
// readers' country and other devices.
Rule AskForAnotherReader(size_t number, Dice& dice, const ModeWorld& world) {
  if (number % 2 == 0) {
    return All({Rule{DeviceRule{{kSharedDevice}}},
                Value(ValueRule::Field::kCountry,
                      world.Country(kSharedCountry + dice.Between(1, 20)))});
  }
  return All(
      {Rule{DeviceRule{{Device::kDesktop}}},
       Value(ValueRule::Field::kCountry, world.Country(kSharedCountry))});
}

Rule InOneSection(Rule usual, const ModeWorld& world) {
  std::get<AllOfRule>(usual.kind)
      .rules.push_back(Rule{SectionRule{
          .include = {{.path = world.sections().front()}}, .exclude = {}}});
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
      return Rule{AllOfRule{}};
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
