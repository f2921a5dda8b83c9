#include "engine/lint/section_conflict.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <variant>

namespace placard {
namespace {

// A segment that no rule names: normalised text holds no such character.
constexpr char kFresh[] = "\x01";

struct Held {
  const Demand* demand = nullptr;
  SectionRule rule;  // must hold
};

// The rule that holds where `demand` does: the opposite of a rule that only
// includes only excludes the same, and the other way round.
std::optional<SectionRule> AsHeld(const Demand& demand) {
  const auto& rule = std::get<SectionRule>(demand.leaf->kind);
  if (demand.holds) return rule;
  if (!rule.include.empty() && !rule.exclude.empty()) return std::nullopt;
  return SectionRule{.include = rule.exclude, .exclude = rule.include};
}

bool Matches(const SectionTerm& term, const SectionPath& path) {
  if (term.exact) return term.path == path;
  return term.path.size() <= path.size() &&
         std::equal(term.path.begin(), term.path.end(), path.begin());
}

std::optional<size_t> Deepest(const std::vector<SectionTerm>& terms,
                              const SectionPath& path) {
  std::optional<size_t> deepest;
  for (const SectionTerm& term : terms) {
    if (Matches(term, path)) {
      deepest = std::max(deepest.value_or(0), term.path.size());
    }
  }
  return deepest;
}

bool Excludes(const SectionRule& rule, const SectionPath& path) {
  const std::optional<size_t> excluded = Deepest(rule.exclude, path);
  const std::optional<size_t> included = Deepest(rule.include, path);
  return excluded.has_value() && (!included || *excluded >= *included);
}

// One path for each way in which the terms of all rules may match a path: a
// term's own, and one below it that nothing names.
std::set<SectionPath> WitnessPaths(const std::vector<Held>& rules) {
  std::set<SectionPath> paths = {{kFresh}};
  const auto add = [&paths](const std::vector<SectionTerm>& terms) {
    for (const SectionTerm& term : terms) {
      SectionPath below = term.path;
      below.emplace_back(kFresh);
      paths.insert(std::move(below));
      paths.insert(term.path);
    }
  };
  for (const Held& held : rules) {
    add(held.rule.include);
    add(held.rule.exclude);
  }
  return paths;
}

// Whether some path is included by `needed` and excluded by none of `by`.
bool HasPath(const SectionRule& needed, const std::vector<Held>& by,
             const std::set<SectionPath>& paths) {
  return std::any_of(paths.begin(), paths.end(), [&](const SectionPath& path) {
    return Deepest(needed.include, path).has_value() &&
           std::none_of(by.begin(), by.end(), [&](const Held& other) {
             return Excludes(other.rule, path);
           });
  });
}

// `needed` and those of `by` that it takes to leave it no path.
std::vector<const Demand*> Culprits(const Held& needed,
                                    const std::vector<Held>& rules,
                                    const std::set<SectionPath>& paths) {
  std::vector<const Demand*> culprits = {needed.demand};
  std::vector<Held> by = {needed};
  if (!HasPath(needed.rule, by, paths)) return culprits;
  for (const Held& other : rules) {
    if (other.demand == needed.demand || other.rule.exclude.empty()) continue;
    by.push_back(other);
    culprits.push_back(other.demand);
    if (!HasPath(needed.rule, by, paths)) break;
  }
  return culprits;
}

}  // namespace

std::vector<const Demand*> FindSectionConflict(
    const std::vector<const Demand*>& sections) {
  std::vector<Held> rules;
  for (const Demand* demand : sections) {
    std::optional<SectionRule> rule = AsHeld(*demand);
    if (!rule.has_value()) continue;
    // A rule without terms holds everywhere, and must not.
    if (!demand->holds && *rule == SectionRule()) return {demand};
    rules.push_back({.demand = demand, .rule = *std::move(rule)});
  }
  const std::set<SectionPath> paths = WitnessPaths(rules);
  for (const Held& needed : rules) {
    if (needed.rule.include.empty()) continue;
    if (!HasPath(needed.rule, rules, paths)) {
      return Culprits(needed, rules, paths);
    }
  }
  return {};
}

}  // namespace placard
