// The whole program, with scripts in place of the benchmarks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "bench/report/step.h"
#include "engine/base/status.h"
#include "tests/bench/load/program.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class RunTest : public testing::Test {
 protected:
  // Each step leaves `rows` and ends with 1 as if a bound did not hold.
  Program::End Run(const std::string& rows) {
    for (const Step& step : AllSteps()) {
      const std::string path = dir_.path() + "/" + std::string(step.program);
      std::ofstream(path) << "#!/bin/sh\ncat >$2 <<'END'\n[" << rows
                          << "]\nEND\nexit 1\n";
      chmod(path.c_str(), 0755);
    }
    return RunProgram({PLACARD_BENCH, "--programs", dir_.path(), "--out",
                       dir_.path() + "/out"});
  }

  std::string LastLine(const std::string& what) const {
    return what + "; see " + dir_.path() + "/out/report.html\n";
  }

  // With so many rows of the steps, of which so many are missed; each step and
  // all together have a bound that holds.
  static std::string BoundsHold(size_t missed, size_t rows) {
    const size_t bounds = AllSteps().size() + 1 + rows;
    return Concat(bounds - missed, " of ", bounds, " bounds hold");
  }

  const TempDir dir_;
};

TEST_F(RunTest, AMissedBoundIsToldAndDoesNotFailTheRun) {
  const Program::End end =
      Run(R"({"id": "a/p50", "value": 6, "unit": "us", "bound": "<= 5"})");
  EXPECT_EQ(end.status, 0) << end.out;
  EXPECT_THAT(end.out, AllOf(HasSubstr("missed: a/p50, 6 us, bound <= 5"),
                             EndsWith(LastLine(BoundsHold(1, 1))),
                             Not(HasSubstr("FAILED"))));
}

TEST_F(RunTest, WrongAnswersFailTheRunAndAreNamedLast) {
  const Program::End end = Run(
      R"({"id": "checks/failed", "what": "wrong", "value": 2, "unit": "",
          "bound": "<= 0"},
         {"id": "a/p50", "value": 6, "unit": "us", "bound": "<= 5"})");
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(
      end.out,
      AllOf(HasSubstr("missed: a/p50, 6 us, bound <= 5"),
            EndsWith("FAILED: checks/failed, 2, bound <= 0: wrong\n" +
                     LastLine(BoundsHold(2, 2) + "; FAILED: checks/failed"))));
}

TEST_F(RunTest, ABaselineThatAnswersOtherwiseFailsTheRun) {
  const Program::End end = Run(
      R"({"id": "baselines/scan/A/1000/equal", "value": 0.5, "unit": "",
          "bound": ">= 1"})");
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(end.out, HasSubstr("FAILED: baselines/scan/A/1000/equal, 0.5"));
}

TEST_F(RunTest, AStepThatLeavesNoSummaryFailsTheRun) {
  const Program::End end = Run("{");
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(end.out, HasSubstr("FAILED: steps/engine, "));
}

}  // namespace
}  // namespace placard
