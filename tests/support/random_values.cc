#include "tests/support/random_values.h"

namespace placard::random_values {

const std::vector<std::string>& Words() {
  static const auto& words = *new std::vector<std::string>{
      "air", "airline", "airs", "plane", "crash",  "france", "s",
      "öl",  "übermut", "über", "日本",  "日本語", "19"};
  return words;
}

const std::vector<std::string>& Prefixes() {
  static const auto& prefixes = *new std::vector<std::string>{
      "air", "airl", "pla", "cra", "übe", "überm", "日本語", "zzz"};
  return prefixes;
}

const std::vector<SectionPath>& Sections() {
  static const auto& sections =
      *new std::vector<SectionPath>{{"news"},
                                    {"news", "world"},
                                    {"news", "world", "asia"},
                                    {"news", "worldcup"},
                                    {"newsroom"},
                                    {"world"},
                                    {"world", "news"},
                                    {"übersee", "world cup"}};
  return sections;
}

const std::vector<CategoryId>& Categories() {
  static const auto& categories = *new std::vector<CategoryId>{
      {"iab", "1"},  {"iab", "11"},  {"iab", "111"},  {"iab", "12"},
      {"iab", "2"},  {"own", "1"},   {"own", "11"},   {"own", "111"},
      {"none", "1"}, {"none", "11"}, {"iab", "stray"}};
  return categories;
}

const std::vector<std::string>& Labels() {
  static const auto& labels =
      *new std::vector<std::string>{"alcohol", "games", "loans"};
  return labels;
}

const std::vector<std::string>& Countries() {
  static const auto& countries =
      *new std::vector<std::string>{"de", "fr", "us"};
  return countries;
}

const std::vector<std::string>& Regions() {
  static const auto& regions =
      *new std::vector<std::string>{"de-by", "de-be", "us-ny"};
  return regions;
}

const std::vector<std::string>& Languages() {
  static const auto& languages = *new std::vector<std::string>{
      "en", "en-gb", "en-gb-oxendict", "eng", "de"};
  return languages;
}

const std::vector<std::string>& Segments() {
  static const auto& segments =
      *new std::vector<std::string>{"sporty", "rich", "new"};
  return segments;
}

const std::vector<std::string>& Keys() {
  static const auto& keys =
      *new std::vector<std::string>{"color", "position", "size"};
  return keys;
}

const std::vector<std::string>& Values() {
  static const auto& values =
      *new std::vector<std::string>{"red", "top", "large", "grösser"};
  return values;
}

const std::vector<Device>& Devices() {
  static const auto& devices = *new std::vector<Device>{
      Device::kDesktop, Device::kMobile, Device::kTablet, Device::kTv};
  return devices;
}

const std::vector<Size>& Sizes() {
  static const auto& sizes = *new std::vector<Size>{
      FixedSize{300, 250},  FixedSize{600, 500},    FixedSize{728, 90},
      RatioSize{6, 5, 400}, RatioSize{12, 10, 100}, RatioSize{728, 90, 10'000},
      FluidSize{}};
  return sizes;
}

const std::vector<std::string>& ClickHosts() {
  static const auto& hosts = *new std::vector<std::string>{
      "shop.example", "a.shop.example", "xshop.example", "other.example"};
  return hosts;
}

const std::vector<int64_t>& CpmMicros() {
  static const auto& cpms =
      *new std::vector<int64_t>{0, 999'999, 1'000'000, 1'000'001, 2'000'000};
  return cpms;
}

// Around both changes of the clock in Europe, America and on Lord Howe Island,
// and on a plain day.
const std::vector<absl::Time>& Instants() {
  const auto utc = [](int month, int day, int hour, int minute) {
    return absl::FromCivil(absl::CivilMinute(2026, month, day, hour, minute),
                           absl::UTCTimeZone());
  };
  static const auto& instants = *new std::vector<absl::Time>{
      utc(3, 8, 7, 0),    utc(3, 29, 1, 0),   utc(3, 29, 1, 15),
      utc(4, 4, 15, 0),   utc(6, 15, 12, 0),  utc(6, 15, 12, 7),
      utc(6, 20, 23, 45), utc(6, 21, 0, 0),   utc(10, 3, 15, 30),
      utc(10, 25, 0, 30), utc(10, 25, 1, 30), utc(11, 1, 6, 0)};
  return instants;
}

}  // namespace placard::random_values
