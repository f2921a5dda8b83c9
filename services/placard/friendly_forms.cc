#include "services/placard/friendly_forms.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "engine/base/money.h"
#include "engine/base/status.h"

namespace placard {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::EnumDescriptor;
using ::google::protobuf::EnumValueDescriptor;
using ::google::protobuf::FieldDescriptor;

// A rate is so many in a million: 0.2 % is 2,000, and a percent 10,000.
constexpr int64_t kMicrosPerClickInAMillion = 100;
constexpr int kMinutesPerHour = 60;
constexpr int kMinutesPerDay = 24 * kMinutesPerHour;
constexpr int kDaysPerWeek = 7;
constexpr size_t kDayLetters = 3;

absl::StatusOr<int64_t> ParseMoney(std::string_view text) {
  const std::optional<Micros> micros = ParseDecimal(text);
  if (micros) return micros->value();
  return InvalidArgument(
      "must be an amount such as 4.50, with at most six decimals, is \"", text,
      "\"");
}

std::optional<std::string> PrintMoney(int64_t micros) {
  std::string text = ToDecimal(Micros(micros < 0 ? 0 : micros));
  if (ParseDecimal(text) != Micros(micros)) return std::nullopt;
  return text;
}

absl::StatusOr<int64_t> ParseRate(std::string_view text) {
  if (text.ends_with('%')) {
    const std::optional<Micros> percent =
        ParseDecimal(text.substr(0, text.size() - 1));
    if (percent && percent->value() % kMicrosPerClickInAMillion == 0) {
      return percent->value() / kMicrosPerClickInAMillion;
    }
  }
  return InvalidArgument(
      "must be a percentage such as 0.2%, with at most four decimals, is \"",
      text, "\"");
}

std::optional<std::string> PrintRate(int64_t clicks_per_million) {
  if (clicks_per_million < 0 || clicks_per_million > 1'000'000) {
    return std::nullopt;
  }
  return Concat(
      ToDecimal(Micros(clicks_per_million * kMicrosPerClickInAMillion)), "%");
}

absl::StatusOr<int64_t> ParseShare(std::string_view text) {
  int32_t percent = 0;
  if (text.ends_with('%') &&
      text.find_first_not_of("0123456789") == text.size() - 1 &&
      absl::SimpleAtoi(ToAbsl(text.substr(0, text.size() - 1)), &percent)) {
    return percent;
  }
  return InvalidArgument("must be a whole percentage such as 40%, is \"", text,
                         "\"");
}

std::optional<std::string> PrintShare(int64_t percent) {
  if (percent < 0) return std::nullopt;
  return Concat(percent, "%");
}

absl::StatusOr<int64_t> ParseClock(std::string_view text) {
  constexpr std::string_view kShape = "00:00";
  bool is_clock = text.size() == kShape.size();
  for (size_t i = 0; is_clock && i < kShape.size(); ++i) {
    is_clock =
        kShape[i] == ':' ? text[i] == ':' : text[i] >= '0' && text[i] <= '9';
  }
  if (is_clock) {
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    const int minutes = hour * kMinutesPerHour + minute;
    if (minute < kMinutesPerHour && minutes <= kMinutesPerDay) return minutes;
  }
  return InvalidArgument(
      "must be a time of day such as \"07:30\" or \"24:00\", is \"", text,
      "\"");
}

std::optional<std::string> PrintClock(int64_t minutes) {
  if (minutes < 0 || minutes > kMinutesPerDay) return std::nullopt;
  return absl::StrFormat("%02d:%02d", minutes / kMinutesPerHour,
                         minutes % kMinutesPerHour);
}

constexpr std::array<FieldForm, 16> kFieldForms = {{
    {"placard.v1.Price", "cpm", "cpm_micros", ParseMoney, PrintMoney},
    {"placard.v1.Price", "cpc", "cpc.cpc_micros", ParseMoney, PrintMoney},
    {"placard.v1.Price", "click_rate", "cpc.clicks_per_million", ParseRate,
     PrintRate},
    {"placard.v1.Floor", "cpm", "cpm_micros", ParseMoney, PrintMoney},
    {"placard.v1.LineItem", "share_of_voice", "share_of_voice_percent",
     ParseShare, PrintShare},
    {"placard.v1.Slot", "floor_cpm", "floor_cpm_micros", ParseMoney,
     PrintMoney},
    {"placard.v1.SlotPreset", "floor_cpm", "floor_cpm_micros", ParseMoney,
     PrintMoney},
    {"placard.v1.Daypart", "from", "start_minute", ParseClock, PrintClock},
    {"placard.v1.Daypart", "to", "end_minute", ParseClock, PrintClock},
    {"placard.v1.Flight", "start", "start_time", nullptr, nullptr},
    {"placard.v1.Flight", "end", "end_time", nullptr, nullptr},
    {"placard.v1.KeywordList", "expires", "expire_time", nullptr, nullptr},
    {"placard.v1.KeywordList", "id", "name", nullptr, nullptr},
    {"placard.v1.Advertiser", "id", "name", nullptr, nullptr},
    {"placard.v1.Campaign", "id", "name", nullptr, nullptr},
    {"placard.v1.Taxonomy", "id", "name", nullptr, nullptr},
}};

struct Reference {
  std::string_view field;  // full name
  std::string_view prefix;
};

constexpr std::array<Reference, 8> kReferences = {{
    {"placard.v1.Campaign.name", "campaigns/"},
    {"placard.v1.Campaign.advertiser", "advertisers/"},
    {"placard.v1.Advertiser.name", "advertisers/"},
    {"placard.v1.KeywordList.name", "keywordLists/"},
    {"placard.v1.Taxonomy.name", "taxonomies/"},
    {"placard.v1.Blocks.keyword_lists", "keywordLists/"},
    {"placard.v1.KeywordTargeting.block_lists", "keywordLists/"},
    {"placard.v1.SitePolicy.blocked_advertisers", "advertisers/"},
}};

constexpr std::string_view kDayPrefix = "DAY_OF_WEEK_";

// "DEVICE_" for Device, "DAY_OF_WEEK_" for DayOfWeek: what its first value has
// before UNSPECIFIED.
std::string_view EnumPrefix(const EnumDescriptor& type) {
  std::string_view first = type.value(0)->name();
  const size_t end = first.find("UNSPECIFIED");
  return first.substr(0, end == std::string_view::npos ? 0 : end);
}

// 1 to 7; 0 when it is no day.
int ParseDay(std::string_view text) {
  const EnumDescriptor* days =
      google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName(
          "placard.v1.DayOfWeek");
  const EnumValueDescriptor* day = FindEnumValue(*days, text);
  return day == nullptr ? 0 : day->number();
}

std::string DayName(int day) {
  constexpr std::array<const char*, kDaysPerWeek + 1> kNames = {
      "unspecified", "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  if (day < 0 || day > kDaysPerWeek) return Concat(day);
  return kNames[static_cast<size_t>(day)];
}

}  // namespace

const FieldForm* FindFieldForm(const Descriptor& type, std::string_view key) {
  for (const FieldForm& form : kFieldForms) {
    if (form.key == key && form.message == type.full_name()) return &form;
  }
  return nullptr;
}

std::vector<const FieldForm*> FieldFormsOf(const FieldDescriptor& field) {
  std::vector<const FieldForm*> forms;
  for (const FieldForm& form : kFieldForms) {
    if (form.message == field.containing_type()->full_name() &&
        form.path.substr(0, form.path.find('.')) == field.name()) {
      forms.push_back(&form);
    }
  }
  return forms;
}

std::string_view ReferencePrefix(const FieldDescriptor& field) {
  for (const Reference& reference : kReferences) {
    if (reference.field == field.full_name()) return reference.prefix;
  }
  return {};
}

const EnumValueDescriptor* FindEnumValue(const EnumDescriptor& type,
                                         std::string_view text) {
  std::string name = absl::AsciiStrToUpper(ToAbsl(text));
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  const std::string_view prefix = EnumPrefix(type);
  if (!name.starts_with(prefix)) name.insert(0, prefix);
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string_view value = type.value(i)->name();
    if (value == name) return type.value(i);
    const bool is_short_day = prefix == kDayPrefix && i > 0 &&
                              name.size() == prefix.size() + kDayLetters;
    if (is_short_day && value.starts_with(name)) return type.value(i);
  }
  return nullptr;
}

std::string PrintEnumValue(const EnumValueDescriptor& value) {
  const std::string_view prefix = EnumPrefix(*value.type());
  if (prefix == kDayPrefix) return DayName(value.number());
  return absl::AsciiStrToLower(
      ToAbsl(std::string_view(value.name()).substr(prefix.size())));
}

std::string EnumValueNames(const EnumDescriptor& type) {
  std::string names;
  for (int i = 1; i < type.value_count(); ++i) {
    if (!names.empty()) names += ", ";
    names += PrintEnumValue(*type.value(i));
  }
  return names;
}

std::vector<int> ParseDays(std::string_view text) {
  const size_t dash = text.find('-');
  const int first = ParseDay(text.substr(0, dash));
  if (first == 0) return {};
  if (dash == std::string_view::npos) return {first};
  const int last = ParseDay(text.substr(dash + 1));
  if (last == 0) return {};
  std::vector<int> days;
  for (int day = first;; day = day % kDaysPerWeek + 1) {
    days.push_back(day);
    if (day == last) return days;
  }
}

std::vector<std::string> PrintDays(const std::vector<int>& days) {
  constexpr size_t kShortestRange = 3;
  std::vector<std::string> names;
  for (size_t begin = 0; begin < days.size();) {
    size_t end = begin + 1;
    while (end < days.size() && days[end] == days[end - 1] + 1) ++end;
    if (end - begin >= kShortestRange && days[begin] > 0) {
      names.push_back(
          Concat(DayName(days[begin]), "-", DayName(days[end - 1])));
    } else {
      end = begin + 1;
      names.push_back(DayName(days[begin]));
    }
    begin = end;
  }
  return names;
}

}  // namespace placard
