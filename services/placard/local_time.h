// Instants as people write them: by the clock of a campaign's zone.
//
// Thread safety: pure functions.
// Errors: INVALID_ARGUMENT saying what was expected.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace placard {

// "2026-03-01" (its midnight), "2026-03-01 09:30", "2026-03-01T09:30:15" by
// the clock of `zone`; "2026-03-01T09:30:00Z" and "...+01:00" by their own.
// A local time that the clock skips or shows twice is refused: an offset says
// which instant is meant.
absl::StatusOr<absl::Time> ParseLocalTime(std::string_view text,
                                          const absl::TimeZone& zone);

// The shortest of these forms that ParseLocalTime() reads back to exactly
// `time`.
std::string PrintLocalTime(absl::Time time, const absl::TimeZone& zone);

// "90s", "5m", "1h30m".
absl::StatusOr<absl::Duration> ParseDuration(std::string_view text);

// The zone of an IANA name; "" is UTC.
absl::StatusOr<absl::TimeZone> ParseTimeZone(std::string_view name);

}  // namespace placard
