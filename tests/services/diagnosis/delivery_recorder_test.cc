#include "services/diagnosis/delivery_recorder.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/hash.h"
#include "engine/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"

namespace placard {
namespace {

using testing::ElementsAre;

std::string NameOf(int64_t i) { return Concat("campaigns/c/lineItems/l", i); }

LineItemOutcome Served(int64_t i, int32_t slots = 1) {
  return {.name_hash = HashBytes(NameOf(i)), .served = slots};
}
LineItemOutcome Stopped(int64_t i, std::optional<Reason> reason) {
  return {.name_hash = HashBytes(NameOf(i)), .reason = reason};
}

class DeliveryRecorderTest : public testing::Test {
 protected:
  void Record(DeliveryRecorder& recorder,
              const std::vector<LineItemOutcome>& outcomes) {
    recorder.Record(outcomes, clock_.Monotonic());
  }

  const absl::Time start_ = absl::FromUnixSeconds(1'800'000'000);
  FakeClock clock_{start_};  // its monotonic time begins with a whole hour
};

TEST_F(DeliveryRecorderTest, CountsServesBySlotAndReasonsByPage) {
  DeliveryRecorder recorder(clock_);
  Record(recorder, {Served(1, 3), Stopped(2, Reason::kBlocked)});
  Record(recorder, {Served(1), Stopped(2, std::nullopt)});
  const DeliveryCounts one = recorder.CountsOf(NameOf(1));
  EXPECT_THAT(one.fates[kServedFate], ElementsAre(4, 4, 4, 4));
  EXPECT_THAT(one.pages, ElementsAre(2, 2, 2, 2));
  const DeliveryCounts two = recorder.CountsOf(NameOf(2));
  EXPECT_THAT(two.fates[FateOf(Reason::kBlocked)], ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(two.fates[kOutrankedFate], ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(two.fates[kServedFate], ElementsAre(0, 0, 0, 0));
  EXPECT_EQ(two.first_seen, start_);
  const DeliveryCounts none = recorder.CountsOf(NameOf(3));
  EXPECT_EQ(none.first_seen, absl::InfiniteFuture());
  EXPECT_EQ(none.pages, two.pages);
}

TEST_F(DeliveryRecorderTest, ForgetsMinuteByMinuteAndHourByHour) {
  DeliveryRecorder recorder(clock_);
  Record(recorder, {Served(1)});
  const auto after = [&](absl::Duration step) {
    clock_.Advance(step);
    return recorder.CountsOf(NameOf(1)).fates[kServedFate];
  };
  // A window is whole minutes and the running one.
  EXPECT_THAT(after(absl::Seconds(119)), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(after(absl::Seconds(1)), ElementsAre(0, 1, 1, 1));
  EXPECT_THAT(after(absl::Minutes(14) - absl::Nanoseconds(1)),
              ElementsAre(0, 1, 1, 1));
  EXPECT_THAT(after(absl::Nanoseconds(1)), ElementsAre(0, 0, 1, 1));
  EXPECT_THAT(after(absl::Minutes(45) - absl::Nanoseconds(1)),
              ElementsAre(0, 0, 1, 1));
  EXPECT_THAT(after(absl::Nanoseconds(1)), ElementsAre(0, 0, 0, 1));
  // 25 hours less 61 minutes.
  EXPECT_THAT(after(absl::Hours(23) + absl::Minutes(59) - absl::Nanoseconds(1)),
              ElementsAre(0, 0, 0, 1));
  EXPECT_THAT(after(absl::Nanoseconds(1)), ElementsAre(0, 0, 0, 0));
}

TEST_F(DeliveryRecorderTest, SaysWhenWindowsBegin) {
  DeliveryRecorder recorder(clock_);
  EXPECT_THAT(recorder.CountsOf(NameOf(1)).since,
              ElementsAre(start_, start_, start_, start_));
  clock_.Advance(absl::Hours(30) + absl::Seconds(61));
  const absl::Time minute = start_ + absl::Hours(30) + absl::Minutes(1);
  EXPECT_THAT(recorder.CountsOf(NameOf(1)).since,
              ElementsAre(minute - absl::Minutes(1), minute - absl::Minutes(15),
                          minute - absl::Minutes(60), start_ + absl::Hours(6)));
}

// Counts that come late, as a slow thread's do, go where they belong.
TEST(WindowedCountTest, TakesWhatIsLate) {
  WindowedCount count;
  count.Add(100, 1);
  count.Add(98, 10);
  count.Add(40, 100);   // the hour's first minute
  count.Add(39, 1000);  // too late for minutes
  EXPECT_THAT(count.Counts(100), ElementsAre(1, 11, 111, 1111));
  EXPECT_THAT(count.Counts(99), ElementsAre(11, 11, 111, 1111));
  count.Add(100 + 25 * 60, 1);
  count.Add(100, 5);  // more than a day late: not counted
  EXPECT_THAT(count.Counts(100 + 25 * 60), ElementsAre(1, 1, 1, 1));
}

// A list of all that happened, counted by looking through it.
struct Log {
  struct Entry {
    int64_t minute;
    int64_t line_item;
    Fate fate;
    int64_t count;
  };
  std::vector<Entry> entries;

  WindowCounts Count(int64_t line_item, Fate fate, int64_t minute) const {
    WindowCounts counts = {};
    for (const Entry& entry : entries) {
      if (entry.line_item != line_item || entry.fate != fate) continue;
      for (size_t i = 0; i < 3; ++i) {
        if (entry.minute >= minute - kWindowMinutes[i]) {
          counts[i] += entry.count;
        }
      }
      if (entry.minute / 60 >= minute / 60 - 24) counts[3] += entry.count;
    }
    return counts;
  }
};

TEST_F(DeliveryRecorderTest, AgreesWithAnExactRecount) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto below = [&](int n) { return static_cast<int>(random() % n); };
    DeliveryRecorder recorder(clock_);
    Log log;
    for (int page = 0; page < 400; ++page) {
      const int64_t minute = absl::ToInt64Minutes(clock_.Monotonic());
      std::vector<LineItemOutcome> outcomes;
      for (int64_t i = 0; i < 8; ++i) {
        const int what = below(2 * kFates);
        if (what >= static_cast<int>(kFates)) continue;
        const auto fate = static_cast<Fate>(what);
        const int32_t slots = 1 + below(4);
        outcomes.push_back(fate == kServedFate ? Served(i, slots)
                           : fate == kOutrankedFate
                               ? Stopped(i, std::nullopt)
                               : Stopped(i, static_cast<Reason>(fate - 2)));
        log.entries.push_back(
            {minute, i, fate, fate == kServedFate ? slots : 1});
      }
      Record(recorder, outcomes);
      if (below(4) == 0) recorder.Fold();
      const absl::Duration steps[] = {absl::Seconds(7), absl::Seconds(59),
                                      absl::Minutes(3), absl::Minutes(47),
                                      absl::Hours(5)};
      if (below(3) == 0) clock_.Advance(steps[below(5)]);
      if (below(20) != 0) continue;
      const int64_t now = absl::ToInt64Minutes(clock_.Monotonic());
      for (int64_t i = 0; i < 8; ++i) {
        const DeliveryCounts counts = recorder.CountsOf(NameOf(i));
        for (Fate fate = 0; fate < kFates; ++fate) {
          ASSERT_EQ(counts.fates[fate], log.Count(i, fate, now))
              << "line item " << i << ", fate " << fate;
        }
      }
    }
  }
}

TEST_F(DeliveryRecorderTest, ForgetsTheLineItemThatWasReachedLeastRecently) {
  DeliveryRecorder recorder(clock_, {.line_items = 3});
  Record(recorder, {Served(1), Served(2), Served(3)});
  Record(recorder, {Served(1)});
  clock_.Advance(absl::Minutes(5));
  Record(recorder, {Served(4)});
  EXPECT_THAT(recorder.CountsOf(NameOf(2)).fates[kServedFate],
              ElementsAre(0, 0, 0, 0));
  const DeliveryCounts kept = recorder.CountsOf(NameOf(1));
  EXPECT_THAT(kept.fates[kServedFate], ElementsAre(0, 2, 2, 2));
  EXPECT_EQ(kept.forgotten, 1u);
  EXPECT_EQ(recorder.line_items(), 3u);
  EXPECT_EQ(recorder.CountsOf(NameOf(4)).first_seen, start_ + absl::Minutes(5));
}

TEST_F(DeliveryRecorderTest, ForgetsLineItemsWhenThereAreTooManyCounts) {
  DeliveryRecorder recorder(clock_, {.counts = kFates});
  std::vector<LineItemOutcome> outcomes;
  for (int64_t i = 0; i < 100; ++i) outcomes.push_back(Served(i));
  Record(recorder, outcomes);
  recorder.Fold();
  EXPECT_EQ(recorder.line_items(), kFates);
  // One line item alone may have all of them.
  for (size_t r = 0; r < kReasons; ++r) {
    Record(recorder, {Stopped(7, static_cast<Reason>(r))});
  }
  Record(recorder, {Stopped(7, std::nullopt)});
  Record(recorder, {Served(7)});
  const DeliveryCounts counts = recorder.CountsOf(NameOf(7));
  EXPECT_EQ(recorder.line_items(), 1u);
  for (Fate fate = 0; fate < kFates; ++fate) {
    EXPECT_EQ(counts.fates[fate][3], 1) << fate;
  }
}

TEST_F(DeliveryRecorderTest, SaysHowManyPagesItHadNoRoomFor) {
  DeliveryRecorder recorder(clock_, {.buffered = 5});
  for (int i = 0; i < 4; ++i) Record(recorder, {Served(1)});
  DeliveryCounts counts = recorder.CountsOf(NameOf(1));
  EXPECT_EQ(counts.fates[kServedFate][0], 2);
  EXPECT_EQ(counts.pages[0], 2);
  EXPECT_EQ(counts.dropped, 2u);
  Record(recorder, {Served(1)});
  counts = recorder.CountsOf(NameOf(1));
  EXPECT_EQ(counts.fates[kServedFate][0], 3);
  EXPECT_EQ(counts.dropped, 2u);
}

TEST_F(DeliveryRecorderTest, LosesNothingOfManyThreads) {
  constexpr int kThreads = 8;
  constexpr int kPages = 2000;
  DeliveryRecorder recorder(clock_);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int page = 0; page < kPages; ++page) {
        Record(recorder, {Served(0), Stopped(t + 1, Reason::kSize)});
      }
    });
  }
  std::thread reader([&] {
    for (int i = 0; i < 200; ++i) (void)recorder.CountsOf(NameOf(0));
  });
  for (std::thread& thread : threads) thread.join();
  reader.join();
  const DeliveryCounts all = recorder.CountsOf(NameOf(0));
  EXPECT_EQ(all.fates[kServedFate][0], kThreads * kPages);
  EXPECT_EQ(all.pages[0], kThreads * kPages);
  EXPECT_EQ(all.dropped, 0u);
  for (int t = 0; t < kThreads; ++t) {
    EXPECT_EQ(recorder.CountsOf(NameOf(t + 1)).fates[FateOf(Reason::kSize)][0],
              kPages);
  }
}

}  // namespace
}  // namespace placard
