// The load client against the twin, a real server in a process of its own.
#include "bench/load/load_run.h"

#include <csignal>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/load/pages.h"
#include "gtest/gtest.h"
#include "tests/bench/load/program.h"

namespace placard {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// However slow the machine is: a load that does not end by itself ends with the
// test, by ctest's bound.
constexpr std::chrono::hours kNoEnd(1);

// Both ways to travel have to do all of it.
class LoadRunTest : public testing::TestWithParam<Method> {
 protected:
  LoadRunTest() {
    traffic_.target = twin_.ReadLine().substr(sizeof("listening on ") - 1);
    traffic_.method = GetParam();
    traffic_.check_every = 1;
  }

  LoadResult Measure(const Load& load, const Watch& watch = {}) {
    return Measure(load, MakeUpPages({.pages = 100}), watch);
  }
  LoadResult Measure(const Load& load,
                     std::vector<placard::v1::DecideRequest> pages,
                     const Watch& watch = {}) {
    const auto requests = Requests::Build(std::move(pages));
    EXPECT_TRUE(requests.ok());
    auto result = RunLoad(traffic_, load, *requests, stop_, watch);
    EXPECT_TRUE(result.ok()) << result.status();
    if (!result.ok()) return {};
    EXPECT_EQ(result->scheduled, result->tally.answered() +
                                     result->tally.failed() + result->unsent);
    EXPECT_EQ(result->latency.count(), result->tally.answered());
    EXPECT_EQ(result->service.count(), result->tally.answered());
    return *std::move(result);
  }

  Program twin_{{PLACARD_TWIN, "--listen", "127.0.0.1:0"}};
  Traffic traffic_;
  std::atomic<bool> stop_{false};
};

TEST_P(LoadRunTest, AnOpenLoadSendsExactlyWhatIsDueAndAllIsAnswered) {
  const LoadResult result =
      Measure(OpenLoad{.rate = 200, .duration = seconds(2)});
  EXPECT_EQ(result.scheduled, 400);
  EXPECT_EQ(result.unsent, 0);
  EXPECT_EQ(result.tally.answered(), 400);
  EXPECT_EQ(result.tally.checked, 400);
  EXPECT_EQ(result.tally.wrong, 0);
  EXPECT_EQ(result.tally.slots(), 1200);
  EXPECT_EQ(result.tally.FillRate(), 1);
  EXPECT_GE(result.elapsed, seconds(2));
}

TEST_P(LoadRunTest, PoissonArrivalsOfSeveralThreadsAreThoseOfTheirSchedules) {
  traffic_.threads = 3;
  const OpenLoad load = {.rate = 300,
                         .duration = seconds(1),
                         .arrivals = Arrivals::kPoisson,
                         .seed = 11};
  uint64_t due = 0;
  for (uint32_t i = 0; i < 3; ++i) {
    Schedule schedule(load.arrivals, load.rate, load.seed,
                      {.index = i, .of = 3});
    while (schedule.Next() < load.duration) ++due;
  }
  const LoadResult result = Measure(load);
  EXPECT_EQ(result.scheduled, due);
  EXPECT_EQ(result.tally.answered(), due);
}

TEST_P(LoadRunTest, AClosedLoadCompletesExactlyItsRequests) {
  traffic_.threads = 2;
  const LoadResult result = Measure(
      ClosedLoad{.requests = 5001, .outstanding = 37, .at_most = kNoEnd});
  EXPECT_EQ(result.scheduled, 5001);
  EXPECT_EQ(result.tally.answered(), 5001);
  EXPECT_EQ(result.tally.wrong, 0);
}

TEST_P(LoadRunTest, AClosedLoadOfFewerRequestsThanItsWindowEnds) {
  const LoadResult result =
      Measure(ClosedLoad{.requests = 3, .outstanding = 50, .at_most = kNoEnd});
  EXPECT_EQ(result.tally.answered(), 3);
}

TEST_P(LoadRunTest, RefusedCallsAreCountedByTheirCode) {
  const LoadResult result =
      Measure(ClosedLoad{.requests = 500, .outstanding = 8, .at_most = kNoEnd},
              std::vector<placard::v1::DecideRequest>(1));  // asks for no slot
  EXPECT_EQ(result.tally.failed(), 500);
  EXPECT_EQ(result.tally.codes[grpc::StatusCode::INVALID_ARGUMENT], 500);
  EXPECT_EQ(result.tally.answered(), 0);
}

TEST_P(LoadRunTest, AStallIsChargedToAllWhoHadToWait) {
  // 200 a second: a stall of 300 ms meets 60 of 400, each of whom waits until
  // it is over: 15 of 100 wait for some time, 5 for more than 200 ms.
  std::thread stall;
  const LoadResult result = Measure(
      OpenLoad{.rate = 200, .duration = seconds(2)}, [&](const LoadResult&) {
        if (stall.joinable()) return;
        twin_.Signal(SIGSTOP);
        stall = std::thread([this] {
          std::this_thread::sleep_for(milliseconds(300));
          twin_.Signal(SIGCONT);
        });
      });
  ASSERT_TRUE(stall.joinable());
  stall.join();
  EXPECT_EQ(result.tally.answered(), 400);
  EXPECT_GE(result.latency.max(), milliseconds(290));
  EXPECT_GE(result.latency.Percentile(99), milliseconds(270));
  EXPECT_GE(result.latency.Percentile(95), milliseconds(190));
}

TEST_P(LoadRunTest, AFullWindowDelaysWhatIsDueAndChargesIt) {
  traffic_.connections = 1;
  traffic_.max_outstanding = 1;
  std::thread stall;
  const LoadResult result = Measure(
      OpenLoad{.rate = 200, .duration = seconds(2)}, [&](const LoadResult&) {
        if (stall.joinable()) return;
        twin_.Signal(SIGSTOP);
        stall = std::thread([this] {
          std::this_thread::sleep_for(milliseconds(300));
          twin_.Signal(SIGCONT);
        });
      });
  ASSERT_TRUE(stall.joinable());
  stall.join();
  // The request under way alone saw the stall; the others waited at the client
  // and only the schedule knows.
  EXPECT_EQ(result.tally.answered(), 400);
  EXPECT_GE(result.late, 50);
  EXPECT_GE(result.latency.Percentile(95), milliseconds(190));
  EXPECT_LT(result.service.Percentile(90), milliseconds(190));
}

TEST_P(LoadRunTest, WhatAStoppedServerNeverAnswersFailsByItsDeadline) {
  traffic_.timeout = milliseconds(500);
  traffic_.max_outstanding = 10;
  bool stopped = false;
  const LoadResult result =
      Measure(OpenLoad{.rate = 100, .duration = milliseconds(1500)},
              [&](const LoadResult&) {
                if (!std::exchange(stopped, true)) twin_.Signal(SIGSTOP);
              });
  ASSERT_TRUE(stopped);
  EXPECT_EQ(result.scheduled, 150);
  EXPECT_GE(result.tally.answered(), 1);
  EXPECT_GE(result.tally.codes[grpc::StatusCode::DEADLINE_EXCEEDED], 10);
  EXPECT_EQ(result.tally.failed(),
            result.tally.codes[grpc::StatusCode::DEADLINE_EXCEEDED]);
}

TEST_P(LoadRunTest, AServerThatDiesFailsCallsAndEndsTheLoad) {
  bool killed = false;
  const LoadResult result =
      Measure(OpenLoad{.rate = 100, .duration = milliseconds(1500)},
              [&](const LoadResult&) {
                if (!std::exchange(killed, true)) twin_.Signal(SIGKILL);
              });
  EXPECT_EQ(result.scheduled, 150);
  EXPECT_GE(result.tally.codes[grpc::StatusCode::UNAVAILABLE], 1);
}

TEST_P(LoadRunTest, StoppingEndsALoadEarlyAndWhatWasSentIsAnswered) {
  const LoadResult result =
      Measure(OpenLoad{.rate = 100, .duration = seconds(600)},
              [this](const LoadResult&) { stop_.store(true); });
  EXPECT_GE(result.scheduled, 1);
  EXPECT_LT(result.scheduled, 60'000);
  EXPECT_EQ(result.tally.failed(), 0);
}

TEST_P(LoadRunTest, AClosedLoadIsCutShortByItsLongestTime) {
  const LoadResult result = Measure(ClosedLoad{.requests = 1'000'000'000,
                                               .outstanding = 8,
                                               .at_most = milliseconds(300)});
  EXPECT_EQ(result.scheduled, 1'000'000'000);
  EXPECT_GE(result.tally.answered(), 1);
  EXPECT_EQ(result.tally.failed(), 0);
  EXPECT_GE(result.unsent, 1);
}

TEST_P(LoadRunTest, SaysSoWhenNobodyListens) {
  twin_.Signal(SIGKILL);
  twin_.Wait();
  traffic_.timeout = milliseconds(200);
  const auto requests = Requests::Build(MakeUpPages({.pages = 1}));
  const auto result = RunLoad(
      traffic_, OpenLoad{.rate = 1, .duration = seconds(1)}, *requests, stop_);
  EXPECT_EQ(result.status().code(), absl::StatusCode::kUnavailable);
}

INSTANTIATE_TEST_SUITE_P(Methods, LoadRunTest,
                         testing::Values(Method::kUnary, Method::kStream),
                         [](const auto& method) {
                           return method.param == Method::kUnary ? "Unary"
                                                                 : "Stream";
                         });

}  // namespace
}  // namespace placard
