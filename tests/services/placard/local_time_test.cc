#include "services/placard/local_time.h"

#include <random>

#include "engine/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::testing::HasSubstr;

absl::TimeZone Zone(std::string_view name) { return *ParseTimeZone(name); }

std::string Utc(std::string_view text, std::string_view zone) {
  const absl::StatusOr<absl::Time> time = ParseLocalTime(text, Zone(zone));
  if (!time.ok()) return std::string(ToStd(time.status().message()));
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", *time, absl::UTCTimeZone());
}

TEST(LocalTimeTest, IsReadByTheClockOfTheZone) {
  EXPECT_EQ(Utc("2026-03-01", "UTC"), "2026-03-01T00:00:00Z");
  EXPECT_EQ(Utc("2026-03-01", "Europe/Berlin"), "2026-02-28T23:00:00Z");
  EXPECT_EQ(Utc("2026-07-01 09:30", "Europe/Berlin"), "2026-07-01T07:30:00Z");
  EXPECT_EQ(Utc("2026-07-01T09:30:15.5", "Asia/Kathmandu"),
            "2026-07-01T03:45:15.5Z");
}

TEST(LocalTimeTest, OwnOffsetWinsOverTheZone) {
  EXPECT_EQ(Utc("2026-07-01T09:30:00Z", "Europe/Berlin"),
            "2026-07-01T09:30:00Z");
  EXPECT_EQ(Utc("2026-07-01T09:30:00+13:00", "Europe/Berlin"),
            "2026-06-30T20:30:00Z");
}

TEST(LocalTimeTest, RefusesWhatTheClockSkipsOrShowsTwice) {
  EXPECT_THAT(Utc("2026-03-29 02:30", "Europe/Berlin"),
              HasSubstr("skips 2026-03-29 02:30"));
  EXPECT_THAT(Utc("2026-10-25 02:30", "Europe/Berlin"),
              HasSubstr("shows 2026-10-25 02:30 twice"));
}

TEST(LocalTimeTest, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "soon", "2026-13-01", "2026-02-30", "01.03.2026", "infinite-future",
        "2026-03-01 25:00", "2026-03-01T09:30:00 Europe/Berlin"}) {
    EXPECT_THAT(Utc(text, "UTC"), HasSubstr("must be a date or time")) << text;
  }
}

TEST(LocalTimeTest, PrintsTheShortestFormThatReadsBackExactly) {
  const absl::TimeZone berlin = Zone("Europe/Berlin");
  const auto print = [&](std::string_view text) {
    return PrintLocalTime(*ParseLocalTime(text, berlin), berlin);
  };
  EXPECT_EQ(print("2026-02-28T23:00:00Z"), "2026-03-01");
  EXPECT_EQ(print("2026-03-01T08:30:00Z"), "2026-03-01 09:30");
  EXPECT_EQ(print("2026-03-01T08:30:15.25Z"), "2026-03-01 09:30:15.25");
  EXPECT_EQ(print("2026-10-25T00:30:00Z"), "2026-10-25T00:30:00Z");
}

TEST(LocalTimeTest, RoundTripsAtRandomInstants) {
  std::mt19937_64 random(7);
  for (const char* name : {"UTC", "Europe/Berlin", "Asia/Kathmandu",
                           "Pacific/Tongatapu", "America/New_York"}) {
    const absl::TimeZone zone = Zone(name);
    for (int i = 0; i < 500; ++i) {
      const absl::Time time =
          absl::FromUnixSeconds(
              static_cast<int64_t>(random() % 8'000'000'000)) +
          absl::Nanoseconds(i % 2 == 0 ? 0 : random() % 1'000'000'000);
      const std::string text = PrintLocalTime(time, zone);
      const absl::StatusOr<absl::Time> back = ParseLocalTime(text, zone);
      ASSERT_TRUE(back.ok()) << text;
      EXPECT_EQ(*back, time) << text << " in " << name;
    }
  }
}

TEST(LocalTimeTest, ReadsDurations) {
  EXPECT_EQ(*ParseDuration("1h30m"), absl::Minutes(90));
  EXPECT_FALSE(ParseDuration("-1s").ok());
  EXPECT_FALSE(ParseDuration("soon").ok());
  EXPECT_FALSE(ParseDuration("inf").ok());
}

TEST(LocalTimeTest, RefusesAnUnknownZone) {
  EXPECT_EQ(ParseTimeZone("Europe/Atlantis").status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace placard
