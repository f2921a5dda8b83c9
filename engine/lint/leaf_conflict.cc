#include "engine/lint/leaf_conflict.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/lint/section_conflict.h"

namespace placard {
namespace {

using Culprits = std::vector<const Demand*>;

// The leaves of type `Leaf` that must hold and that must not.
template <typename Leaf>
struct Sides {
  Culprits needed;
  Culprits excluded;

  static const Leaf& Of(const Demand* demand) {
    return std::get<Leaf>(demand->leaf->kind);
  }
  Culprits All() const {
    Culprits all = needed;
    all.insert(all.end(), excluded.begin(), excluded.end());
    return all;
  }
};

template <typename Leaf, typename Takes>
Sides<Leaf> SidesOf(const std::vector<Demand>& demands, Takes&& takes) {
  Sides<Leaf> sides;
  for (const Demand& demand : demands) {
    const auto* leaf = std::get_if<Leaf>(&demand.leaf->kind);
    if (leaf == nullptr || !takes(*leaf)) continue;
    (demand.holds ? sides.needed : sides.excluded).push_back(&demand);
  }
  return sides;
}

template <typename Leaf>
Sides<Leaf> SidesOf(const std::vector<Demand>& demands) {
  return SidesOf<Leaf>(demands, [](const Leaf&) { return true; });
}

// A page or viewer has one value: it must satisfy every leaf at once. Of the
// values that leaves need one stands for all that could (for a language the
// longest tag that covers the page's).
template <typename Leaf, typename Values, typename Covers>
Culprits OneValueConflict(const Sides<Leaf>& sides, Values&& values,
                          Covers&& covers) {
  if (sides.needed.empty()) return {};
  for (const Demand* from : sides.needed) {
    for (const auto& value : values(Sides<Leaf>::Of(from))) {
      const auto has = [&](const Demand* demand) {
        const auto& all = values(Sides<Leaf>::Of(demand));
        return std::any_of(all.begin(), all.end(), [&](const auto& wanted) {
          return covers(wanted, value);
        });
      };
      if (std::all_of(sides.needed.begin(), sides.needed.end(), has) &&
          std::none_of(sides.excluded.begin(), sides.excluded.end(), has)) {
        return {};
      }
    }
  }
  return sides.All();
}

// A page or viewer has any number of values: each leaf that must hold needs one
// that no other leaf excludes.
template <typename Leaf, typename Values, typename Covers>
Culprits ManyValuesConflict(const Sides<Leaf>& sides, Values&& values,
                            Covers&& covers) {
  for (const Demand* needed : sides.needed) {
    Culprits culprits = {needed};
    const auto is_excluded = [&](const auto& value) {
      for (const Demand* excluded : sides.excluded) {
        const auto& all = values(Sides<Leaf>::Of(excluded));
        if (std::none_of(all.begin(), all.end(), [&](const auto& unwanted) {
              return covers(unwanted, value);
            })) {
          continue;
        }
        if (std::find(culprits.begin(), culprits.end(), excluded) ==
            culprits.end()) {
          culprits.push_back(excluded);
        }
        return true;
      }
      return false;
    };
    const auto& all = values(Sides<Leaf>::Of(needed));
    if (std::all_of(all.begin(), all.end(), is_excluded)) return culprits;
  }
  return {};
}

constexpr auto kEqual = [](const auto& a, const auto& b) { return a == b; };

// "en" covers "en" and "en-gb", but not "eng".
bool CoversLanguage(std::string_view wanted, std::string_view language) {
  return language == wanted ||
         (language.size() > wanted.size() && language.starts_with(wanted) &&
          language[wanted.size()] == '-');
}

Culprits ValueConflict(const std::vector<Demand>& demands) {
  using Field = ValueRule::Field;
  const auto values = [](const ValueRule& rule) -> const auto& {
    return rule.values;
  };
  const auto sides_of = [&](Field field) {
    return SidesOf<ValueRule>(demands, [field](const ValueRule& rule) {
      return rule.field == field;
    });
  };
  for (const Field field : {Field::kCountry, Field::kRegion}) {
    Culprits found = OneValueConflict(sides_of(field), values, kEqual);
    if (!found.empty()) return found;
  }
  Culprits found =
      OneValueConflict(sides_of(Field::kLanguage), values, CoversLanguage);
  if (!found.empty()) return found;
  return ManyValuesConflict(sides_of(Field::kSegment), values, kEqual);
}

Culprits DeviceConflict(const std::vector<Demand>& demands) {
  return OneValueConflict(
      SidesOf<DeviceRule>(demands),
      [](const DeviceRule& rule) -> const auto& { return rule.devices; },
      kEqual);
}

Culprits KeyValueConflict(const std::vector<Demand>& demands) {
  const Sides<KeyValueRule> every = SidesOf<KeyValueRule>(demands);
  for (const Demand* needed : every.needed) {
    const std::string& key = Sides<KeyValueRule>::Of(needed).wanted->key;
    Sides<KeyValueRule> sides = SidesOf<KeyValueRule>(
        demands,
        [&](const KeyValueRule& rule) { return rule.wanted->key == key; });
    sides.needed = {needed};
    Culprits found = ManyValuesConflict(
        sides, [](const KeyValueRule& rule) -> const auto& {
          return rule.wanted->values;
        },
        kEqual);
    if (!found.empty()) return found;
  }
  return {};
}

// Whether a page with `category` has `ancestor` too.
bool LiesBelow(const CategoryId& ancestor, const CategoryId& category,
               const CatalogContents& contents) {
  if (ancestor == category) return true;
  if (ancestor.taxonomy != category.taxonomy) return false;
  const auto taxonomy = contents.taxonomies.find(category.taxonomy);
  if (taxonomy == contents.taxonomies.end()) return false;
  const std::map<std::string, std::string>& parents = taxonomy->second->parent;
  auto entry = parents.find(category.id);
  for (size_t steps = 0; steps < parents.size(); ++steps) {
    if (entry == parents.end() || entry->second.empty()) return false;
    if (entry->second == ancestor.id) return true;
    entry = parents.find(entry->second);
  }
  return false;
}

Culprits CategoryConflict(const std::vector<Demand>& demands,
                          const CatalogContents& contents) {
  return ManyValuesConflict(
      SidesOf<CategoryRule>(demands),
      [](const CategoryRule& rule) -> const auto& { return rule.categories; },
      [&](const CategoryId& unwanted, const CategoryId& category) {
        return LiesBelow(unwanted, category, contents);
      });
}

struct ExcludedTerms {
  const Demand* demand = nullptr;
  const TermSet* terms = nullptr;
};

Culprits TermConflict(const Demand& needed,
                      const std::vector<ExcludedTerms>& excluded) {
  Culprits culprits = {&needed};
  for (const KeywordTerm& term :
       std::get<KeywordRule>(needed.leaf->kind).terms) {
    const auto by = std::find_if(
        excluded.begin(), excluded.end(),
        [&](const ExcludedTerms& other) { return other.terms->Implied(term); });
    if (by == excluded.end()) return {};
    if (std::find(culprits.begin(), culprits.end(), by->demand) ==
        culprits.end()) {
      culprits.push_back(by->demand);
    }
  }
  return culprits;
}

Culprits KeywordConflict(const std::vector<Demand>& demands,
                         const LeafWorld& world) {
  const Sides<KeywordRule> sides = SidesOf<KeywordRule>(demands);
  if (sides.needed.empty()) return {};
  std::vector<ExcludedTerms> excluded;
  for (const Demand* demand : sides.excluded) {
    excluded.push_back(
        {.demand = demand, .terms = &world.leaves.Of(*demand->leaf)});
  }
  for (const Demand* demand : SidesOf<KeywordListRule>(demands).excluded) {
    const TermSet* terms = world.lists.Blocking(
        Sides<KeywordListRule>::Of(demand).list, world.now, world.end);
    if (terms != nullptr) excluded.push_back({demand, terms});
  }
  for (const Demand* needed : sides.needed) {
    Culprits found = TermConflict(*needed, excluded);
    if (!found.empty()) return found;
  }
  return {};
}

Culprits ListConflict(const std::vector<Demand>& demands) {
  return ManyValuesConflict(
      SidesOf<KeywordListRule>(demands),
      [](const KeywordListRule& rule) {
        return std::array<std::string_view, 1>{rule.list};
      },
      kEqual);
}

Culprits DaypartConflict(const std::vector<Demand>& demands) {
  const Sides<DaypartRule> sides = SidesOf<DaypartRule>(demands);
  WeekMask left;
  left.set();
  for (const Demand* needed : sides.needed) {
    left &= *Sides<DaypartRule>::Of(needed).quarters;
  }
  for (const Demand* excluded : sides.excluded) {
    left &= ~*Sides<DaypartRule>::Of(excluded).quarters;
  }
  if (left.any()) return {};
  return sides.All();
}

Culprits SectionConflict(const std::vector<Demand>& demands) {
  return FindSectionConflict(SidesOf<SectionRule>(demands).All());
}

// How many values a leaf has.
struct ValueCounter {
  size_t operator()(const SectionRule& rule) const {
    return rule.include.size() + rule.exclude.size();
  }
  size_t operator()(const KeywordRule& rule) const { return rule.terms.size(); }
  size_t operator()(const CategoryRule& rule) const {
    return rule.categories.size();
  }
  size_t operator()(const ValueRule& rule) const { return rule.values.size(); }
  size_t operator()(const KeyValueRule& rule) const {
    return rule.wanted->values.size();
  }
  template <typename Other>
  size_t operator()(const Other&) const {
    return 1;
  }
};

}  // namespace

const TermSet& LeafTerms::Of(const Rule& keywords) {
  const auto [set, is_new] = sets_.try_emplace(&keywords);
  if (is_new) {
    set->second = TermSet(std::get<KeywordRule>(keywords.kind).terms);
  }
  return set->second;
}

int64_t ConflictWork(const std::vector<Demand>& demands) {
  std::array<int64_t, std::variant_size_v<decltype(Rule::kind)>> values = {};
  for (const Demand& demand : demands) {
    values[demand.leaf->kind.index()] +=
        static_cast<int64_t>(std::visit(ValueCounter(), demand.leaf->kind));
  }
  const size_t keywords = Rule{KeywordRule()}.kind.index();
  int64_t work = 1;
  for (size_t kind = 0; kind < values.size(); ++kind) {
    work += kind == keywords ? values[kind] : values[kind] * values[kind];
  }
  return work;
}

const TermSet* ListTerms::Blocking(const std::string& list, absl::Time now,
                                   absl::Time end) {
  const auto found = contents_.keyword_lists.find(list);
  if (found == contents_.keyword_lists.end() || !found->second->BlocksAt(now) ||
      found->second->expires < end) {
    return nullptr;
  }
  const auto [set, is_new] = sets_.try_emplace(list);
  if (is_new) set->second = TermSet(found->second->terms);
  return &set->second;
}

std::vector<const Demand*> FindConflict(const std::vector<Demand>& demands,
                                        const LeafWorld& world) {
  Culprits found = SectionConflict(demands);
  if (found.empty()) found = KeywordConflict(demands, world);
  if (found.empty()) found = ListConflict(demands);
  if (found.empty()) found = CategoryConflict(demands, world.contents);
  if (found.empty()) found = ValueConflict(demands);
  if (found.empty()) found = DeviceConflict(demands);
  if (found.empty()) found = KeyValueConflict(demands);
  if (found.empty()) found = DaypartConflict(demands);
  return found;
}

}  // namespace placard
