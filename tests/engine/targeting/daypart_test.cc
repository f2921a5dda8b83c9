#include <string>

#include "absl/time/civil_time.h"
#include "engine/targeting/query.h"
#include "gtest/gtest.h"
#include "tests/engine/targeting/rule_on_page.h"

namespace placard {
namespace {

absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

absl::Time Utc(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text + "Z", &time, &error))
      << error;
  return time;
}

// From a minute of the local week on, for so many quarters.
Rule Quarters(int day, int hour, int quarters) {
  DaypartRule rule;
  for (int i = 0; i < quarters; ++i) {
    rule.quarters->set(static_cast<size_t>(day * 96 + hour * 4 + i) % 672);
  }
  return Rule{rule};
}

bool Runs(const Rule& rule, const std::string& utc, const std::string& zone) {
  return Accepts(rule, Page(), {.instant = Utc(utc), .zone = Zone(zone)});
}

TEST(DaypartTest, TheWeekBeginsOnMondayAtMidnight) {
  EXPECT_EQ(QuarterOfWeek(Utc("2024-01-01T00:00:00"), absl::UTCTimeZone()), 0);
  EXPECT_EQ(QuarterOfWeek(Utc("2024-01-01T00:14:59.999"), absl::UTCTimeZone()),
            0);
  EXPECT_EQ(QuarterOfWeek(Utc("2024-01-01T00:15:00"), absl::UTCTimeZone()), 1);
  EXPECT_EQ(QuarterOfWeek(Utc("2024-01-07T23:59:59"), absl::UTCTimeZone()),
            671);
}

TEST(DaypartTest, IsHalfOpen) {
  const Rule nine_to_ten = Quarters(/*day=*/0, /*hour=*/9, /*quarters=*/4);
  EXPECT_FALSE(Runs(nine_to_ten, "2024-01-01T08:59:59", "UTC"));
  EXPECT_TRUE(Runs(nine_to_ten, "2024-01-01T09:00:00", "UTC"));
  EXPECT_TRUE(Runs(nine_to_ten, "2024-01-01T09:59:59.999", "UTC"));
  EXPECT_FALSE(Runs(nine_to_ten, "2024-01-01T10:00:00", "UTC"));
  EXPECT_FALSE(Runs(nine_to_ten, "2024-01-02T09:00:00", "UTC"));
}

TEST(DaypartTest, IsReadByTheCampaignsClock) {
  const Rule noon = Quarters(/*day=*/0, /*hour=*/12, /*quarters=*/1);
  EXPECT_TRUE(Runs(noon, "2024-01-01T06:15:00", "Asia/Kathmandu"));  // +05:45
  EXPECT_FALSE(Runs(noon, "2024-01-01T06:30:00", "Asia/Kathmandu"));
  EXPECT_TRUE(Runs(noon, "2023-12-31T23:00:00", "Pacific/Tongatapu"));  // +13
  EXPECT_FALSE(Runs(noon, "2024-01-01T12:00:00", "Pacific/Tongatapu"));
}

TEST(DaypartTest, RunsPastMidnightAndPastSunday) {
  const Rule sunday_night = Quarters(/*day=*/6, /*hour=*/22, /*quarters=*/16);
  EXPECT_TRUE(Runs(sunday_night, "2024-01-07T23:45:00", "UTC"));
  EXPECT_TRUE(Runs(sunday_night, "2024-01-08T01:59:59", "UTC"));
  EXPECT_FALSE(Runs(sunday_night, "2024-01-08T02:00:00", "UTC"));
}

// How many of the quarters of a UTC day are in the daypart.
int RunningQuarters(const Rule& rule, const std::string& utc_day,
                    const std::string& zone) {
  int running = 0;
  for (int i = 0; i < 96; ++i) {
    const absl::Time instant =
        Utc(utc_day + "T00:00:00") + i * absl::Minutes(15);
    if (Accepts(rule, Page(), {.instant = instant, .zone = Zone(zone)})) {
      ++running;
    }
  }
  return running;
}

TEST(DaypartTest, AnHourThatTheClockSkipsNeverRuns) {
  // Berlin, 2024-03-31: 02:00 becomes 03:00.
  const Rule two = Quarters(/*day=*/6, /*hour=*/2, /*quarters=*/4);
  EXPECT_EQ(RunningQuarters(two, "2024-03-31", "Europe/Berlin"), 0);
  EXPECT_EQ(RunningQuarters(two, "2024-04-07", "Europe/Berlin"), 4);
}

TEST(DaypartTest, AnHourThatTheClockRepeatsRunsTwice) {
  // Berlin, 2024-10-27: 03:00 becomes 02:00.
  const Rule two = Quarters(/*day=*/6, /*hour=*/2, /*quarters=*/4);
  EXPECT_EQ(RunningQuarters(two, "2024-10-27", "Europe/Berlin"), 8);
}

TEST(DaypartTest, CampaignsOfTwoZonesReadTwoClocks) {
  const Rule noon = Quarters(/*day=*/0, /*hour=*/12, /*quarters=*/1);
  const Surroundings berlin = {
      .instant = Utc("2024-01-01T11:00:00"),
      .zone = Zone("Europe/Berlin"),
      .others = {Quarters(1, 1, 1), Quarters(0, 12, 1)}};
  EXPECT_TRUE(Accepts(noon, Page(), berlin));
}

}  // namespace
}  // namespace placard
