#include "engine/targeting/printer.h"

#include <array>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/status.h"
#include "engine/text/section_path.h"

namespace placard {
namespace {

constexpr size_t kQuartersADay = 24 * 4;
constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu",
                                                   "Fri", "Sat", "Sun"};

bool IsPlain(std::string_view text) {
  return !text.empty() &&
         text.find_first_of(" ,:{}()\"\\*=") == std::string_view::npos;
}

std::string Quoted(std::string_view text) {
  if (IsPlain(text)) return std::string(text);
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

std::string Word(const std::string& value) { return Quoted(value); }

std::string Word(const KeywordTerm& term) {
  switch (term.match) {
    case Match::kPhrase:
      return Quoted(term.text);
    case Match::kExact:
      return "=" + Quoted(term.text);
    case Match::kPrefix:
      return Quoted(term.text) + "*";
  }
  return "?";
}

std::string Word(const SectionTerm& term) {
  return (term.exact ? "=" : "") + Quoted(PrintSectionPath(term.path));
}

std::string Word(const CategoryId& category) {
  return Quoted(category.taxonomy) + ":" + Quoted(category.id);
}

std::string Word(Device device) {
  switch (device) {
    case Device::kDesktop:
      return "desktop";
    case Device::kMobile:
      return "mobile";
    case Device::kTablet:
      return "tablet";
    case Device::kTv:
      return "tv";
  }
  return "?";
}

template <typename T>
std::string Set(const std::vector<T>& values) {
  std::string set = "{";
  for (const T& value : values) {
    if (set.size() > 1) set += ", ";
    set += Word(value);
  }
  return set + "}";
}

std::string TwoDigits(size_t number) {
  return Concat(number / 10, number % 10);
}

std::string ClockTime(size_t quarter) {
  return TwoDigits(quarter / 4) + ":" + TwoDigits(quarter % 4 * 15);
}

// "08:00-12:00, 14:00-24:00": the hours of one day of the week.
std::string HoursOfDay(const WeekMask& quarters, size_t day) {
  const size_t end = (day + 1) * kQuartersADay;
  std::string hours;
  size_t at = day * kQuartersADay;
  while (at < end) {
    size_t stop = at;
    while (stop < end && quarters.test(stop)) ++stop;
    if (stop > at) {
      if (!hours.empty()) hours += ", ";
      hours += ClockTime(at - day * kQuartersADay) + "-" +
               ClockTime(stop - day * kQuartersADay);
    }
    at = stop + 1;
  }
  return hours;
}

// Days in a row with the same hours are said once: "Mon-Fri 08:00-12:00".
std::string Week(const WeekMask& quarters) {
  std::string week;
  for (size_t day = 0; day < kDays.size();) {
    const std::string hours = HoursOfDay(quarters, day);
    size_t last = day;
    while (last + 1 < kDays.size() && HoursOfDay(quarters, last + 1) == hours) {
      ++last;
    }
    if (!hours.empty()) {
      if (!week.empty()) week += "; ";
      week += kDays[day];
      if (last > day) week += Concat("-", kDays[last]);
      week += " " + hours;
    }
    day = last + 1;
  }
  return week;
}

// How tightly the outermost word of a rule binds.
enum class Binding { kOr, kAnd, kNot };

struct Printed {
  std::string text;
  Binding binding = Binding::kNot;
};

Printed PrintRule(const Rule& rule);

std::string Within(const Rule& rule, Binding around) {
  Printed printed = PrintRule(rule);
  if (printed.binding >= around) return std::move(printed.text);
  return Concat("(", printed.text, ")");
}

Printed Join(const std::vector<Rule>& rules, Binding binding,
             std::string_view word, std::string_view none) {
  if (rules.empty()) return {std::string(none)};
  if (rules.size() == 1) return PrintRule(rules.front());
  std::string joined;
  for (const Rule& rule : rules) {
    if (!joined.empty()) joined += word;
    joined += Within(rule, binding);
  }
  return {std::move(joined), binding};
}

struct Printer {
  Printed operator()(const AllOfRule& all) const {
    return Join(all.rules, Binding::kAnd, " and ", "always");
  }
  Printed operator()(const AnyOfRule& any) const {
    return Join(any.rules, Binding::kOr, " or ", "never");
  }
  Printed operator()(const NotRule& not_rule) const {
    return {"not " + Within(not_rule.rule.front(), Binding::kNot)};
  }
  Printed operator()(const SectionRule& rule) const {
    if (rule.include.empty() && rule.exclude.empty()) return {"any section"};
    if (rule.exclude.empty()) return {"section in " + Set(rule.include)};
    if (rule.include.empty()) return {"section not in " + Set(rule.exclude)};
    return {"section in " + Set(rule.include) + " except " + Set(rule.exclude)};
  }
  Printed operator()(const KeywordRule& rule) const {
    return {"keyword any of " + Set(rule.terms)};
  }
  Printed operator()(const KeywordListRule& rule) const {
    return {"keyword in " + Quoted(rule.list)};
  }
  Printed operator()(const CategoryRule& rule) const {
    return {"category in " + Set(rule.categories)};
  }
  Printed operator()(const ValueRule& rule) const {
    return {Concat(FieldName(rule.field), " in ", Set(rule.values))};
  }
  Printed operator()(const DeviceRule& rule) const {
    return {"device in " + Set(rule.devices)};
  }
  Printed operator()(const KeyValueRule& rule) const {
    return {"key " + Quoted(rule.wanted->key) + " in " +
            Set(rule.wanted->values)};
  }
  Printed operator()(const DaypartRule& rule) const {
    return {"time in {" + Week(*rule.quarters) + "}"};
  }
};

Printed PrintRule(const Rule& rule) { return std::visit(Printer(), rule.kind); }

}  // namespace

std::string_view FieldName(ValueRule::Field field) {
  switch (field) {
    case ValueRule::Field::kCountry:
      return "country";
    case ValueRule::Field::kRegion:
      return "region";
    case ValueRule::Field::kLanguage:
      return "language";
    case ValueRule::Field::kSegment:
      return "segment";
  }
  return "?";
}

std::string Print(const Rule& rule) { return PrintRule(rule).text; }

}  // namespace placard
