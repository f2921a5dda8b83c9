#include <type_traits>
#include <variant>

#include "engine/base/check.h"
#include "services/codec/enums.h"
#include "services/codec/parts_to_proto.h"
#include "services/codec/to_proto.h"

namespace placard {
namespace {

constexpr int kMinutesInQuarter = 15;
constexpr size_t kQuartersInDay = 24 * 4;

// The list that stands in `rule` if it is a block list.
const KeywordListRule* BlockList(const Rule& rule) {
  const auto* opposite = std::get_if<NotRule>(&rule.kind);
  if (opposite == nullptr) return nullptr;
  return std::get_if<KeywordListRule>(&opposite->rule.front().kind);
}

// One daypart for each run of quarters of each day.
void Write(const DaypartRule& rule, v1::Dayparts& out) {
  for (const auto& [day, number] : kDaysOfWeek) {
    const size_t midnight = static_cast<size_t>(number) * kQuartersInDay;
    v1::Daypart* run = nullptr;
    for (size_t quarter = 0; quarter < kQuartersInDay; ++quarter) {
      if (!rule.quarters->test(midnight + quarter)) {
        run = nullptr;
        continue;
      }
      const int minute = static_cast<int>(quarter) * kMinutesInQuarter;
      if (run == nullptr) {
        run = out.add_dayparts();
        run->add_days(day);
        run->set_start_minute(minute);
      }
      run->set_end_minute(minute + kMinutesInQuarter);
    }
  }
}

v1::Values* FieldOf(ValueRule::Field field, v1::Rule& out) {
  switch (field) {
    case ValueRule::Field::kCountry:
      return out.mutable_countries();
    case ValueRule::Field::kRegion:
      return out.mutable_regions();
    case ValueRule::Field::kLanguage:
      return out.mutable_languages();
    case ValueRule::Field::kSegment:
      return out.mutable_segments();
  }
  PLACARD_CHECK(false);
  return nullptr;
}

void WriteRule(const Rule& rule, v1::Rule& out);

void WriteGroup(const std::vector<Rule>& rules, v1::RuleGroup& out) {
  for (const Rule& rule : rules) WriteRule(rule, *out.add_rules());
}

void WriteKind(const AllOfRule& rule, v1::Rule& out) {
  WriteGroup(rule.rules, *out.mutable_all_of());
}
void WriteKind(const AnyOfRule& rule, v1::Rule& out) {
  WriteGroup(rule.rules, *out.mutable_any_of());
}
void WriteKind(const NotRule& rule, v1::Rule& out) {
  WriteRule(rule.rule.front(), *out.mutable_not_());
}
void WriteKind(const SectionRule& rule, v1::Rule& out) {
  AppendEach(rule.include, out.mutable_sections()->mutable_include());
  AppendEach(rule.exclude, out.mutable_sections()->mutable_exclude());
}
void WriteKind(const KeywordRule& rule, v1::Rule& out) {
  AppendEach(rule.terms, out.mutable_keywords()->mutable_terms());
}
void WriteKind(const KeywordListRule&, v1::Rule&) {
  PLACARD_CHECK(!"a list that is no block list of the whole rule");
}
void WriteKind(const CategoryRule& rule, v1::Rule& out) {
  AppendEach(rule.categories, out.mutable_categories()->mutable_categories());
}
void WriteKind(const ValueRule& rule, v1::Rule& out) {
  AppendStrings(rule.values, FieldOf(rule.field, out)->mutable_values());
}
void WriteKind(const DeviceRule& rule, v1::Rule& out) {
  for (Device device : rule.devices) {
    out.mutable_devices()->add_devices(ToWire(kDevices, device));
  }
}
void WriteKind(const KeyValueRule& rule, v1::Rule& out) {
  *out.mutable_key_value() = ToProto(*rule.wanted);
}
void WriteKind(const DaypartRule& rule, v1::Rule& out) {
  Write(rule, *out.mutable_dayparts());
}

void WriteRule(const Rule& rule, v1::Rule& out) {
  std::visit([&out](const auto& kind) { WriteKind(kind, out); }, rule.kind);
}

}  // namespace

v1::Targeting ToProto(const Rule& rule) {
  v1::Targeting out;
  const auto* all = std::get_if<AllOfRule>(&rule.kind);
  if (all == nullptr) {
    WriteRule(rule, *out.mutable_rule());
    return out;
  }
  for (const Rule& part : all->rules) {
    if (const KeywordListRule* list = BlockList(part)) {
      out.mutable_keywords()->add_block_lists(list->list);
    } else {
      WriteRule(part, *out.mutable_rule()->mutable_all_of()->add_rules());
    }
  }
  return out;
}

}  // namespace placard
