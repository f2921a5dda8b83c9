// Spellings of countries, regions, languages, currencies and time zones. Upper
// and lower case are the same, but for currencies and zones. Whether a code is
// in use is not asked: lists of them grow old.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace placard {

// What messages say was expected.
inline constexpr std::string_view kCountryExpected =
    "a country code such as \"DE\"";
inline constexpr std::string_view kRegionExpected =
    "a region code such as \"DE-BY\"";
inline constexpr std::string_view kLanguageExpected =
    "a language tag such as \"pt-BR\"";

// ISO 3166-1 alpha-2: "DE".
bool IsCountryCode(std::string_view text);
// ISO 3166-2: "DE-BY".
bool IsRegionCode(std::string_view text);
// BCP 47: subtags of 1 to 8 letters or digits, the first of letters.
bool IsLanguageTag(std::string_view text);
// ISO 4217: "EUR".
bool IsCurrencyCode(std::string_view text);

// The IANA zone, "UTC" for an empty name; nullopt when the system's database
// does not know it. Names that would make the database look elsewhere (another
// directory, the machine's own zone) are not known either.
std::optional<absl::TimeZone> FindTimeZone(std::string_view name);

}  // namespace placard
