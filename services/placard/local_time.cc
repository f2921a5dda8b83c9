#include "services/placard/local_time.h"

#include <array>

#include "engine/base/status.h"

namespace placard {
namespace {

// absl's seconds take a fraction; a format that ends sooner leaves the rest 0.
constexpr std::array<const char*, 5> kLocalForms = {
    "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%E*S",
    "%Y-%m-%dT%H:%M:%E*S"};

absl::StatusOr<absl::Time> OnlyInstant(std::string_view text,
                                       absl::CivilSecond local,
                                       const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo info = zone.At(local);
  if (info.kind == absl::TimeZone::TimeInfo::UNIQUE) return info.pre;
  const bool is_skipped = info.kind == absl::TimeZone::TimeInfo::SKIPPED;
  return InvalidArgument(
      "the clock of ", zone.name(), is_skipped ? " skips " : " shows ", text,
      is_skipped ? "" : " twice", "; write the instant with its offset, as ",
      absl::FormatTime(absl::RFC3339_sec, info.pre, zone));
}

}  // namespace

absl::StatusOr<absl::Time> ParseLocalTime(std::string_view text,
                                          const absl::TimeZone& zone) {
  absl::Time time;
  std::string error;
  const auto is_finite = [&time] {
    return time != absl::InfiniteFuture() && time != absl::InfinitePast();
  };
  if (absl::ParseTime(absl::RFC3339_full, ToAbsl(text), &time, &error) &&
      is_finite()) {
    return time;
  }
  for (const char* form : kLocalForms) {
    // Read as UTC first: the civil time it names, in whatever zone.
    if (!absl::ParseTime(form, ToAbsl(text), &time, &error)) continue;
    if (!is_finite()) break;
    const absl::TimeZone::CivilInfo civil = absl::UTCTimeZone().At(time);
    PLACARD_ASSIGN_OR_RETURN(const absl::Time instant,
                             OnlyInstant(text, civil.cs, zone));
    return instant + civil.subsecond;
  }
  return InvalidArgument(
      "must be a date or time such as 2026-03-01, 2026-03-01 09:30 or "
      "2026-03-01T09:30:00Z, is \"",
      text, "\"");
}

std::string PrintLocalTime(absl::Time time, const absl::TimeZone& zone) {
  for (const char* form :
       {"%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%E*S"}) {
    std::string text = absl::FormatTime(form, time, zone);
    const absl::StatusOr<absl::Time> back = ParseLocalTime(text, zone);
    if (back.ok() && *back == time) return text;
  }
  // The offset of an old zone may have seconds, which RFC 3339 cannot say.
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

absl::StatusOr<absl::Duration> ParseDuration(std::string_view text) {
  absl::Duration duration;
  if (!absl::ParseDuration(ToAbsl(text), &duration) ||
      duration < absl::ZeroDuration() || duration > absl::Hours(24 * 366)) {
    return InvalidArgument("must be a duration such as 30s, 5m or 1h30m, is \"",
                           text, "\"");
  }
  return duration;
}

absl::StatusOr<absl::TimeZone> ParseTimeZone(std::string_view name) {
  absl::TimeZone zone;
  if (name.empty()) return absl::UTCTimeZone();
  if (absl::LoadTimeZone(ToAbsl(name), &zone)) return zone;
  return InvalidArgument(
      "must be an IANA time zone such as Europe/Berlin, is \"", name, "\"");
}

}  // namespace placard
