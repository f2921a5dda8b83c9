#include "services/codec/read_leaves.h"

#include <optional>
#include <string>

#include "engine/base/limits.h"
#include "services/codec/codes.h"
#include "services/codec/enums.h"

namespace placard {
namespace {

constexpr int kMinutesInQuarter = 15;
constexpr int kMinutesInDay = 24 * 60;
constexpr int kQuartersInDay = kMinutesInDay / kMinutesInQuarter;

bool IsRightValue(ValueRule::Field kind, Checker::Where where,
                  const std::string& value, Checker& check) {
  switch (kind) {
    case ValueRule::Field::kCountry:
      return check.Matches(where, value, IsCountryCode, kCountryExpected);
    case ValueRule::Field::kRegion:
      return check.Matches(where, value, IsRegionCode, kRegionExpected);
    case ValueRule::Field::kLanguage:
      return check.Matches(where, value, IsLanguageTag, kLanguageExpected);
    case ValueRule::Field::kSegment:
      return true;
  }
  return true;
}

bool CheckMinutes(const v1::Daypart& wire, Checker& check) {
  const auto is_right = [&check](const char* field, int minute, int min) {
    if (!check.Range(field, minute, min,
                     min + kMinutesInDay - kMinutesInQuarter)) {
      return false;
    }
    if (minute % kMinutesInQuarter == 0) return true;
    check.FailAt(field, "must be a multiple of ", kMinutesInQuarter, ", is ",
                 minute);
    return false;
  };
  const bool start_is_right = is_right("start_minute", wire.start_minute(), 0);
  const bool end_is_right =
      is_right("end_minute", wire.end_minute(), kMinutesInQuarter);
  if (!start_is_right || !end_is_right) return false;
  if (wire.start_minute() != wire.end_minute()) return true;
  check.FailAt("end_minute", "must not be the start, is ", wire.end_minute());
  return false;
}

// From `day`'s first quarter to the last one, which may be in the next day or,
// from Sunday on, in the week's first.
void Set(int day, const v1::Daypart& wire, WeekMask& quarters) {
  const int begin = wire.start_minute() / kMinutesInQuarter;
  int end = wire.end_minute() / kMinutesInQuarter;
  if (end < begin) end += kQuartersInDay;
  for (int quarter = begin; quarter < end; ++quarter) {
    const int of_week = day * kQuartersInDay + quarter;
    quarters.set(static_cast<size_t>(of_week) % quarters.size());
  }
}

void ReadDaypart(const v1::Daypart& wire, Checker& check, WeekMask& quarters) {
  check.Known(wire);
  const bool minutes_are_right = CheckMinutes(wire, check);
  for (int i = 0; i < wire.days_size(); ++i) {
    const std::optional<int> day =
        check.RequiredChoice({"days", i}, kDaysOfWeek, wire.days(i));
    if (day.has_value() && minutes_are_right) Set(*day, wire, quarters);
  }
  if (wire.days_size() > 0 || !minutes_are_right) return;
  for (const auto& [unused, day] : kDaysOfWeek) Set(day, wire, quarters);
}

}  // namespace

KeywordRule LeafReader::Keywords(const char* field,
                                 const Repeated<v1::KeywordTerm>& wire) {
  Use(wire.size());
  return {ReadEach(field, wire, check_, ReadKeywordTerm)};
}

CategoryRule LeafReader::Categories(const char* field,
                                    const Repeated<v1::Category>& wire) {
  Use(wire.size());
  return {ReadEach(field, wire, check_, ReadCategory)};
}

ValueRule LeafReader::Values(const char* field, ValueRule::Field kind,
                             const Strings& wire) {
  Use(wire.size());
  ValueRule rule{.field = kind, .values = {}};
  for (int i = 0; i < wire.size(); ++i) {
    std::string& value = rule.values.emplace_back();
    if (IsRightValue(kind, {field, i}, wire.Get(i), check_)) {
      check_.Normalized({field, i}, wire.Get(i), 1, limits::kIdBytes, value);
    }
  }
  return rule;
}

DeviceRule LeafReader::Devices(
    const char* field, const google::protobuf::RepeatedField<int>& wire) {
  Use(wire.size());
  DeviceRule rule;
  for (int i = 0; i < wire.size(); ++i) {
    const std::optional<Device> device =
        check_.RequiredChoice({field, i}, kDevices, wire.Get(i));
    if (device.has_value()) rule.devices.push_back(*device);
  }
  return rule;
}

DaypartRule LeafReader::Dayparts(const char* field,
                                 const Repeated<v1::Daypart>& wire) {
  Use(wire.size());
  DaypartRule rule;
  for (int i = 0; i < wire.size(); ++i) {
    const Checker::Scope scope = check_.In({field, i});
    ReadDaypart(wire.Get(i), check_, *rule.quarters);
  }
  return rule;
}

std::vector<std::string> LeafReader::Lists(const char* field,
                                           const Strings& wire) {
  Use(wire.size());
  return ReadNames(field, ResourceKind::kKeywordList, wire, check_);
}

SectionRule LeafReader::Sections(const v1::SectionTargeting& wire) {
  check_.Known(wire);
  Use(wire.include_size() + wire.exclude_size());
  return {
      .include = ReadEach("include", wire.include(), check_, ReadSectionTerm),
      .exclude = ReadEach("exclude", wire.exclude(), check_, ReadSectionTerm)};
}

KeyValueRule LeafReader::KeyValues(const v1::KeyValue& wire) {
  Use(wire.values_size());
  KeyValueRule rule;
  ReadKeyValue(wire, check_, *rule.wanted);
  return rule;
}

}  // namespace placard
