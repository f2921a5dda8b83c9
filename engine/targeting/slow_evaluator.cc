#include "engine/targeting/slow_evaluator.h"

#include <algorithm>
#include <optional>
#include <variant>

#include "engine/text/tokens.h"

namespace placard {
namespace {

// " plane crash ": the words of a text, each between spaces.
std::string SpacedWords(std::string_view text) {
  std::string words = " ";
  ForEachToken(text, [&](std::string_view token) {
    words += token;
    words += ' ';
  });
  return words;
}

// " air": where a word begins with `prefix`, which is one word itself.
std::string StartOfWord(std::string_view prefix) {
  std::string words = SpacedWords(prefix);
  words.pop_back();
  return words;
}

std::string WordsOf(const Page& page) {
  std::string words = "|";
  const auto add_field = [&](std::string_view text) {
    words += SpacedWords(text);
    words += '|';
  };
  for (const std::string& keyword : page.keywords) add_field(keyword);
  add_field(page.title);
  add_field(page.text);
  return words;
}

// `category` and all that lies above it, nearest first.
std::vector<CategoryId> WithAncestors(const CatalogContents& contents,
                                      const CategoryId& category) {
  std::vector<CategoryId> line = {category};
  const auto taxonomy = contents.taxonomies.find(category.taxonomy);
  if (taxonomy == contents.taxonomies.end()) return line;
  const std::map<std::string, std::string>& parents = taxonomy->second->parent;
  auto entry = parents.find(category.id);
  while (entry != parents.end() && !entry->second.empty()) {
    line.push_back({category.taxonomy, entry->second});
    entry = parents.find(entry->second);
  }
  return line;
}

std::vector<CategoryId> CategoriesOf(const CatalogContents& contents,
                                     const Page& page) {
  std::vector<CategoryId> all;
  for (const CategoryId& category : page.categories) {
    const std::vector<CategoryId> line = WithAncestors(contents, category);
    all.insert(all.end(), line.begin(), line.end());
  }
  return all;
}

bool Matches(const SectionTerm& term, const SectionPath& path) {
  if (term.exact) return term.path == path;
  return term.path.size() <= path.size() &&
         std::equal(term.path.begin(), term.path.end(), path.begin());
}

// How many segments the deepest of the matching terms has.
std::optional<size_t> DeepestMatch(const std::vector<SectionTerm>& terms,
                                   const SectionPath& path) {
  std::optional<size_t> deepest;
  for (const SectionTerm& term : terms) {
    if (!Matches(term, path)) continue;
    deepest = std::max(deepest.value_or(0), term.path.size());
  }
  return deepest;
}

bool HoldsForSections(const SectionRule& rule,
                      const std::vector<SectionPath>& paths) {
  bool some_included = rule.include.empty() && paths.empty();
  for (const SectionPath& path : paths) {
    const std::optional<size_t> included = DeepestMatch(rule.include, path);
    const std::optional<size_t> excluded = DeepestMatch(rule.exclude, path);
    if (excluded.has_value() && (!included || *excluded >= *included)) {
      return false;
    }
    if (included.has_value() || rule.include.empty()) some_included = true;
  }
  return some_included;
}

template <typename T>
bool Contains(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

template <typename T>
bool Intersects(const std::vector<T>& a, const std::vector<T>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const T& value) { return Contains(b, value); });
}

// "en" covers "en" and "en-gb", but not "eng".
bool CoversLanguage(std::string_view wanted, std::string_view language) {
  return language == wanted ||
         (language.size() > wanted.size() && language.starts_with(wanted) &&
          language[wanted.size()] == '-');
}

const KeyValue* Find(const std::vector<KeyValue>& key_values,
                     std::string_view key) {
  for (const KeyValue& key_value : key_values) {
    if (key_value.key == key) return &key_value;
  }
  return nullptr;
}

// Bit 0 is Monday 00:00 to 00:15; abseil's week begins with Monday = 0 too.
size_t QuarterOfWeek(absl::Time instant, const absl::TimeZone& zone) {
  const absl::CivilSecond local = zone.At(instant).cs;
  const auto weekday = static_cast<size_t>(absl::GetWeekday(local));
  return weekday * 24 * 4 + static_cast<size_t>(local.hour()) * 4 +
         static_cast<size_t>(local.minute()) / 15;
}

}  // namespace

struct SlowEvaluator::Visitor {
  SlowEvaluator& self;
  const absl::TimeZone& zone;
  const Slot* slot;

  bool Holds(const Rule& rule) const { return std::visit(*this, rule.kind); }

  bool operator()(const AllOfRule& all) const {
    return std::all_of(all.rules.begin(), all.rules.end(),
                       [&](const Rule& rule) { return Holds(rule); });
  }
  bool operator()(const AnyOfRule& any) const {
    return std::any_of(any.rules.begin(), any.rules.end(),
                       [&](const Rule& rule) { return Holds(rule); });
  }
  bool operator()(const NotRule& not_rule) const {
    return !Holds(not_rule.rule.front());
  }
  bool operator()(const SectionRule& rule) const {
    return HoldsForSections(rule, self.page_.sections);
  }
  bool operator()(const KeywordRule& rule) const {
    return self.HasAnyTerm(rule.terms);
  }
  bool operator()(const KeywordListRule& rule) const {
    return self.ListHits(rule.list);
  }
  bool operator()(const CategoryRule& rule) const {
    return std::any_of(
        rule.categories.begin(), rule.categories.end(),
        [&](const CategoryId& wanted) { return self.HasCategory(wanted); });
  }
  bool operator()(const ValueRule& rule) const {
    switch (rule.field) {
      case ValueRule::Field::kCountry:
        return HasValue(self.viewer_.country, rule.values);
      case ValueRule::Field::kRegion:
        return HasValue(self.viewer_.region, rule.values);
      case ValueRule::Field::kLanguage:
        return HasLanguage(rule.values);
      case ValueRule::Field::kSegment:
        return Intersects(self.viewer_.segments, rule.values);
    }
    return false;
  }
  bool operator()(const DeviceRule& rule) const {
    return self.viewer_.device.has_value() &&
           Contains(rule.devices, *self.viewer_.device);
  }
  bool operator()(const KeyValueRule& rule) const {
    const KeyValue* has = nullptr;
    if (slot != nullptr) has = Find(slot->key_values, rule.wanted->key);
    if (has == nullptr) has = Find(self.page_.key_values, rule.wanted->key);
    return has != nullptr && Intersects(has->values, rule.wanted->values);
  }
  bool operator()(const DaypartRule& rule) const {
    return rule.quarters->test(QuarterOfWeek(self.instant_, zone));
  }

  static bool HasValue(const std::optional<std::string>& known,
                       const std::vector<std::string>& values) {
    return known.has_value() && Contains(values, *known);
  }
  bool HasLanguage(const std::vector<std::string>& values) const {
    const std::optional<std::string>& language = self.page_.language;
    return language.has_value() &&
           std::any_of(values.begin(), values.end(),
                       [&](const std::string& wanted) {
                         return CoversLanguage(wanted, *language);
                       });
  }
};

SlowEvaluator::SlowEvaluator(const CatalogContents& contents, const Page& page,
                             const Viewer& viewer, absl::Time instant)
    : contents_(contents),
      page_(page),
      viewer_(viewer),
      instant_(instant),
      words_(WordsOf(page)),
      categories_(CategoriesOf(contents, page)) {}

bool SlowEvaluator::Holds(const Rule& rule, const absl::TimeZone& zone,
                          const Slot* slot) {
  return Visitor{*this, zone, slot}.Holds(rule);
}

bool SlowEvaluator::HasTerm(const KeywordTerm& term) const {
  switch (term.match) {
    case Match::kExact:
      return Contains(page_.keywords, term.text);
    case Match::kPhrase:
      return words_.find(SpacedWords(term.text)) != std::string::npos;
    case Match::kPrefix:
      return words_.find(StartOfWord(term.text)) != std::string::npos;
  }
  return false;
}

bool SlowEvaluator::HasAnyTerm(const std::vector<KeywordTerm>& terms) const {
  return std::any_of(terms.begin(), terms.end(),
                     [&](const KeywordTerm& term) { return HasTerm(term); });
}

bool SlowEvaluator::ListHits(const std::string& list) {
  const auto known = list_hits_.find(list);
  if (known != list_hits_.end()) return known->second;
  const auto found = contents_.keyword_lists.find(list);
  const bool hits = found != contents_.keyword_lists.end() &&
                    found->second->BlocksAt(instant_) &&
                    HasAnyTerm(found->second->terms);
  list_hits_.emplace(list, hits);
  return hits;
}

bool SlowEvaluator::HasCategory(const CategoryId& category) const {
  return Contains(categories_, category);
}

bool Holds(const Rule& rule, const EvaluationContext& context) {
  SlowEvaluator evaluator(context.contents, context.page, context.viewer,
                          context.instant);
  return evaluator.Holds(rule, context.zone, context.slot);
}

}  // namespace placard
