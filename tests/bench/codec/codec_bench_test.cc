#include "bench/codec/codec_bench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "bench/codec/counters_bench.h"
#include "bench/summary/check_reporter.h"
#include "bench/summary/summary.h"
#include "benchmark/benchmark.h"
#include "engine/base/limits.h"

namespace placard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

constexpr PageSize kRight = {.slots = 1, .keywords = 5};
// More than a page may have, so that it is refused.
constexpr PageSize kRefused = {.slots = 2, .keywords = limits::kKeywords + 1};

class CodecBenchTest : public testing::Test {
 protected:
  ~CodecBenchTest() override { benchmark::ClearRegisteredBenchmarks(); }

  // What the benchmarks that `filter` names left, and the row of the checks.
  Summary::Row Run(const std::string& filter) {
    CheckReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter, filter);
    return reporter.row("codec/");
  }

  Summary summary_;
};

testing::Matcher<Summary::Row> Failed(double number, const std::string& of) {
  return AllOf(Field(&Summary::Row::id, "codec/checks/failed"),
               Field(&Summary::Row::what,
                     "of " + of + " benchmarks those whose answers were wrong"),
               Field(&Summary::Row::value, number));
}

TEST_F(CodecBenchTest, APartThatRefusesItsPagesFailsAndLeavesNoFigures) {
  RegisterCodec(kRefused, summary_);
  RegisterCodec(kRight, summary_);
  const Summary::Row checks = Run("^Codec/read/");
  EXPECT_THAT(checks, Failed(1, "2"));
  EXPECT_FALSE(checks.holds());
  EXPECT_THAT(
      summary_.rows(),
      ElementsAre(Field(&Summary::Row::id, "codec/1 slots/5 keywords/read/p50"),
                  Field(&Summary::Row::id,
                        "codec/1 slots/5 keywords/read/allocations")));
}

// The decision refuses nothing and the token opens, but the page that comes
// before them is refused.
TEST_F(CodecBenchTest, APartWhoseInputWasRefusedFails) {
  RegisterCodec(kRefused, summary_);
  EXPECT_THAT(Run("^Codec/(decide|open)/"), Failed(2, "2"));
  EXPECT_THAT(summary_.rows(), IsEmpty());
}

TEST_F(CodecBenchTest, PartsWhoseAnswersAreRightDoNotFail) {
  RegisterCodec(kRight, summary_);
  const Summary::Row checks = Run("^Codec/(parse|read-plain)/");
  EXPECT_THAT(checks, Failed(0, "2"));
  EXPECT_TRUE(checks.holds());
}

TEST_F(CodecBenchTest, CountersThatRefuseTheirPagesFailAndLeaveNoFigures) {
  RegisterCounters(kRefused, summary_);
  EXPECT_THAT(Run("^Counters/"), Failed(1, "1"));
  EXPECT_THAT(summary_.rows(), IsEmpty());
}

}  // namespace
}  // namespace placard
