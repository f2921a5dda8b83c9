#include "services/codec/codes.h"

#include <algorithm>
#include <string>

#include "engine/base/limits.h"
#include "engine/base/status.h"

namespace placard {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLetter(char c) { return IsUpper(c) || (c >= 'a' && c <= 'z'); }
bool IsLetterOrDigit(char c) { return IsLetter(c) || (c >= '0' && c <= '9'); }

bool AreAll(std::string_view text, bool (*is_right)(char), size_t min,
            size_t max) {
  return min <= text.size() && text.size() <= max &&
         std::all_of(text.begin(), text.end(), is_right);
}

// A relative path without dots, as all names of the database are.
bool IsZoneName(std::string_view name) {
  const auto is_right = [](char c) {
    return IsLetterOrDigit(c) || c == '_' || c == '-' || c == '+' || c == '/';
  };
  return AreAll(name, is_right, 1, limits::kIdBytes) && name.front() != '/' &&
         name.find("//") == std::string_view::npos && name != "localtime";
}

}  // namespace

bool IsCountryCode(std::string_view text) {
  return AreAll(text, IsLetter, 2, 2);
}

bool IsRegionCode(std::string_view text) {
  return text.size() >= 3 && IsCountryCode(text.substr(0, 2)) &&
         text[2] == '-' && AreAll(text.substr(3), IsLetterOrDigit, 1, 3);
}

bool IsLanguageTag(std::string_view text) {
  if (text.size() > limits::kIdBytes) return false;
  size_t dash = text.find('-');
  if (!AreAll(text.substr(0, dash), IsLetter, 1, 8)) return false;
  while (dash != std::string_view::npos) {
    text.remove_prefix(dash + 1);
    dash = text.find('-');
    if (!AreAll(text.substr(0, dash), IsLetterOrDigit, 1, 8)) return false;
  }
  return true;
}

bool IsCurrencyCode(std::string_view text) {
  return AreAll(text, IsUpper, 3, 3);
}

std::optional<absl::TimeZone> FindTimeZone(std::string_view name) {
  if (name.empty()) return absl::UTCTimeZone();
  absl::TimeZone zone;
  if (!IsZoneName(name) || !absl::LoadTimeZone(ToAbsl(name), &zone)) {
    return std::nullopt;
  }
  return zone;
}

}  // namespace placard
