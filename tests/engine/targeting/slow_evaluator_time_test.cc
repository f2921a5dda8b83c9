// Dayparts by the campaign's clock.
#include <gtest/gtest.h>

#include <string>

#include "engine/targeting/slow_evaluator.h"
#include "tests/support/rules.h"

namespace placard {
namespace {

constexpr size_t kMonday = 0;
constexpr size_t kSaturday = 5;
constexpr size_t kSunday = 6;

absl::Time Utc(int month, int day, int hour, int minute = 0, int second = 0) {
  return absl::FromCivil(
      absl::CivilSecond(2026, month, day, hour, minute, second),
      absl::UTCTimeZone());
}

absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

bool HoldsAt(absl::Time instant, const WeekMask& quarters,
             const std::string& zone) {
  const CatalogContents contents;
  const Page page;
  const Viewer viewer;
  return Holds(TimeIn(quarters), {.contents = contents,
                                  .page = page,
                                  .viewer = viewer,
                                  .instant = instant,
                                  .zone = Zone(zone)});
}

// 15 June 2026 is a Monday.
TEST(DaypartTest, QuartersAreHalfOpen) {
  const WeekMask mask = Hours(kMonday, 9, 10);
  EXPECT_FALSE(HoldsAt(Utc(6, 15, 9) - absl::Nanoseconds(1), mask, "UTC"));
  EXPECT_TRUE(HoldsAt(Utc(6, 15, 9), mask, "UTC"));
  EXPECT_TRUE(HoldsAt(Utc(6, 15, 10) - absl::Nanoseconds(1), mask, "UTC"));
  EXPECT_FALSE(HoldsAt(Utc(6, 15, 10), mask, "UTC"));
  EXPECT_FALSE(HoldsAt(Utc(6, 16, 9), mask, "UTC")) << "on Tuesday";
  EXPECT_TRUE(HoldsAt(Utc(6, 22, 9), mask, "UTC")) << "a week later";
}

TEST(DaypartTest, BitZeroIsMondayMidnightAndTheLastIsSundays) {
  EXPECT_TRUE(HoldsAt(Utc(6, 15, 0), Quarters(0, 1), "UTC"));
  EXPECT_TRUE(HoldsAt(Utc(6, 15, 0, 14, 59), Quarters(0, 1), "UTC"));
  EXPECT_FALSE(HoldsAt(Utc(6, 15, 0, 15), Quarters(0, 1), "UTC"));
  EXPECT_TRUE(HoldsAt(Utc(6, 21, 23, 45), Quarters(671, 672), "UTC"));
  EXPECT_FALSE(HoldsAt(Utc(6, 15, 0), Quarters(671, 672), "UTC"));
}

TEST(DaypartTest, ClockIsTheZones) {
  EXPECT_TRUE(HoldsAt(Utc(6, 15, 7), Hours(kMonday, 9, 10), "Europe/Berlin"));
  EXPECT_TRUE(HoldsAt(Utc(6, 14, 23), Hours(kMonday, 1, 2), "Europe/Berlin"));
  EXPECT_TRUE(
      HoldsAt(Utc(6, 15, 3), Hours(kSunday, 23, 24), "America/New_York"));
  // 05:45 ahead, and 13:00 ahead.
  EXPECT_TRUE(
      HoldsAt(Utc(6, 15, 3, 15), Hours(kMonday, 9, 10), "Asia/Kathmandu"));
  EXPECT_FALSE(
      HoldsAt(Utc(6, 15, 3, 14, 59), Hours(kMonday, 9, 10), "Asia/Kathmandu"));
  EXPECT_TRUE(HoldsAt(Utc(6, 14, 11), Hours(kMonday, 0, 1), "Pacific/Apia"));
}

// Berlin, 29 March: 02:00 to 03:00 does not exist; it is Sunday.
TEST(DaypartTest, SkippedHourNeverMatches) {
  const WeekMask mask = Hours(kSunday, 2, 3);
  for (int minute = 0; minute < 180; ++minute) {
    EXPECT_FALSE(
        HoldsAt(Utc(3, 29, 0) + absl::Minutes(minute), mask, "Europe/Berlin"))
        << minute;
  }
  EXPECT_TRUE(
      HoldsAt(Utc(3, 29, 0, 59), Hours(kSunday, 1, 2), "Europe/Berlin"));
  EXPECT_TRUE(HoldsAt(Utc(3, 29, 1), Hours(kSunday, 3, 4), "Europe/Berlin"));
}

// Berlin, 25 October: 02:00 to 03:00 comes twice.
TEST(DaypartTest, RepeatedHourMatchesTwice) {
  const WeekMask mask = Hours(kSunday, 2, 3);
  int minutes = 0;
  for (int minute = 0; minute < 300; ++minute) {
    minutes +=
        HoldsAt(Utc(10, 24, 23) + absl::Minutes(minute), mask, "Europe/Berlin");
  }
  EXPECT_EQ(minutes, 120);
}

// Lord Howe Island moves its clock by half an hour.
TEST(DaypartTest, HalfHourOfDaylightSavingIsCounted) {
  const WeekMask mask = Hours(kSunday, 1, 2);
  int minutes = 0;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    minutes += HoldsAt(Utc(4, 4, 6) + absl::Minutes(minute), mask,
                       "Australia/Lord_Howe");
  }
  EXPECT_EQ(minutes, 90);
}

TEST(DaypartTest, EmptyMaskNeverHoldsAndAFullOneAlways) {
  EXPECT_FALSE(HoldsAt(Utc(6, 20, 12), WeekMask(), "UTC"));
  EXPECT_TRUE(HoldsAt(Utc(6, 20, 12), WeekMask().set(), "UTC"));
  EXPECT_TRUE(HoldsAt(Utc(6, 20, 12), Hours(kSaturday, 12, 13), "UTC"));
}

}  // namespace
}  // namespace placard
