#include "tests/support/rules.h"

#include <utility>

namespace placard {
namespace {

Rule ValueIn(ValueRule::Field field, std::vector<std::string> values) {
  return Rule{ValueRule{.field = field, .values = std::move(values)}};
}

}  // namespace

KeywordTerm Term(std::string_view text) {
  if (text.starts_with('=')) {
    return {.text = std::string(text.substr(1)), .match = Match::kExact};
  }
  if (text.ends_with('*')) {
    text.remove_suffix(1);
    return {.text = std::string(text), .match = Match::kPrefix};
  }
  return {.text = std::string(text)};
}

std::vector<KeywordTerm> Terms(const std::vector<std::string>& texts) {
  std::vector<KeywordTerm> terms;
  for (const std::string& text : texts) terms.push_back(Term(text));
  return terms;
}

SectionPath Path(std::string_view path) {
  SectionPath segments;
  while (true) {
    const size_t slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

std::vector<SectionTerm> SectionTerms(const std::vector<std::string>& paths) {
  std::vector<SectionTerm> terms;
  for (const std::string& path : paths) {
    const bool exact = path.starts_with('=');
    terms.push_back(
        {.path = Path(exact ? path.substr(1) : path), .exact = exact});
  }
  return terms;
}

CategoryId Category(std::string_view text) {
  const size_t colon = text.find(':');
  return {std::string(text.substr(0, colon)),
          std::string(text.substr(colon + 1))};
}

Rule Always() { return Rule{AllOfRule{}}; }

Rule AllOf(std::vector<Rule> rules) {
  return Rule{AllOfRule{std::move(rules)}};
}

Rule AnyOf(std::vector<Rule> rules) {
  return Rule{AnyOfRule{std::move(rules)}};
}

Rule SectionIn(const std::vector<std::string>& include,
               const std::vector<std::string>& exclude) {
  return Rule{SectionRule{.include = SectionTerms(include),
                          .exclude = SectionTerms(exclude)}};
}

Rule SectionNotIn(const std::vector<std::string>& exclude) {
  return SectionIn({}, exclude);
}

Rule KeywordIn(const std::vector<std::string>& terms) {
  return Rule{KeywordRule{Terms(terms)}};
}

Rule InKeywordList(std::string_view list) {
  return Rule{KeywordListRule{std::string(list)}};
}

Rule CategoryIn(const std::vector<std::string>& categories) {
  CategoryRule rule;
  for (const std::string& category : categories) {
    rule.categories.push_back(Category(category));
  }
  return Rule{std::move(rule)};
}

Rule CountryIn(std::vector<std::string> values) {
  return ValueIn(ValueRule::Field::kCountry, std::move(values));
}

Rule RegionIn(std::vector<std::string> values) {
  return ValueIn(ValueRule::Field::kRegion, std::move(values));
}

Rule LanguageIn(std::vector<std::string> values) {
  return ValueIn(ValueRule::Field::kLanguage, std::move(values));
}

Rule SegmentIn(std::vector<std::string> values) {
  return ValueIn(ValueRule::Field::kSegment, std::move(values));
}

Rule DeviceIn(std::vector<Device> devices) {
  return Rule{DeviceRule{std::move(devices)}};
}

Rule KeyIn(std::string_view key, std::vector<std::string> values) {
  return Rule{KeyValueRule{
      KeyValue{.key = std::string(key), .values = std::move(values)}}};
}

WeekMask Quarters(size_t first, size_t end) {
  WeekMask mask;
  for (size_t quarter = first; quarter < end; ++quarter) mask.set(quarter);
  return mask;
}

WeekMask Hours(size_t day, size_t from_hour, size_t to_hour) {
  return Quarters(day * 96 + from_hour * 4, day * 96 + to_hour * 4);
}

Rule TimeIn(const WeekMask& quarters) { return Rule{DaypartRule{quarters}}; }

}  // namespace placard
