// The benchmarks of the control plane look at their answers, against a real
// Redis, and leave no figures of a wrong one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "bench/control/benchmarks.h"
#include "bench/control/timed.h"
#include "bench/summary/check_reporter.h"
#include "benchmark/benchmark.h"

namespace placard {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::Gt;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class ControlBenchTest : public testing::Test {
 protected:
  ~ControlBenchTest() override { benchmark::ClearRegisteredBenchmarks(); }

  // What became of all that were registered.
  static Summary::Row Run() {
    CheckReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter, "all");
    return reporter.row("control/");
  }

  Summary summary_;
};

TEST_F(ControlBenchTest, AnswersAreRight) {
  constexpr size_t kLineItems = 500;
  RegisterDocuments(kLineItems, summary_);
  RegisterCopy(kLineItems, summary_);
  RegisterStore(kLineItems, summary_);
  RegisterCampaigns(kLineItems, summary_);
  const Summary::Row checks = Run();
  EXPECT_TRUE(checks.holds());
  EXPECT_THAT(checks.what, HasSubstr("of 12 benchmarks"));
  EXPECT_THAT(summary_.rows(),
              Each(AllOf(Field(&Summary::Row::id, StartsWith("control/")),
                         Field(&Summary::Row::value, Gt(0)))));
  EXPECT_THAT(summary_.rows(), Contains(Field(&Summary::Row::id,
                                              "control/store/commit/500/p50")));
}

// Calls that are wrong from the `first` on, one by one or many at a time.
void RegisterWrong(size_t first, Summary& summary) {
  const Timed timed = {.id = "control/wrong", .what = "a wrong answer"};
  benchmark::RegisterBenchmark(
      "Each",
      [first, timed, &summary](benchmark::State& state) {
        TimeEach(state, summary, timed,
                 [first](size_t number) { return number != first; });
      })
      ->Iterations(20)
      ->UseManualTime();
  benchmark::RegisterBenchmark(
      "All",
      [first, timed, &summary](benchmark::State& state) {
        size_t number = 0;
        TimeAll(state, summary, timed, 10,
                [first, &number] { return ++number != first; });
      })
      ->Iterations(20)
      ->UseManualTime();
}

TEST_F(ControlBenchTest, AWrongAnswerFailsAndLeavesNoFigures) {
  for (const size_t first : {size_t{1}, size_t{20}}) {
    benchmark::ClearRegisteredBenchmarks();
    RegisterWrong(first, summary_);
    const Summary::Row checks = Run();
    EXPECT_FALSE(checks.holds());
    EXPECT_EQ(checks.value, 2);
    EXPECT_THAT(summary_.rows(), IsEmpty());
  }
}

TEST_F(ControlBenchTest, RightAnswersLeaveTheirs) {
  RegisterWrong(21, summary_);
  EXPECT_TRUE(Run().holds());
  EXPECT_THAT(
      summary_.rows(),
      ElementsAre(Field(&Summary::Row::id, "control/wrong/p50"),
                  Field(&Summary::Row::id, "control/wrong/p99"),
                  Field(&Summary::Row::id, "control/wrong/per-document")));
}

}  // namespace
}  // namespace placard
