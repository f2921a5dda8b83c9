#include "bench/report/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace placard {
namespace {

Figure Row(const std::string& id, bool holds) {
  return {.id = id, .what = "", .holds = holds};
}

TEST(VerdictTest, WrongAnswersAndBrokenStepsFailTheRun) {
  for (const char* id :
       {"checks/failed", "codec/checks/failed",
        "baselines/redis-sets/A/100000/equal", "steps/engine", "steps/all"}) {
    EXPECT_TRUE(FailsRun(Row(id, false))) << id;
    EXPECT_FALSE(FailsRun(Row(id, true))) << id;
  }
}

TEST(VerdictTest, AMissedBoundDoesNot) {
  for (const char* id : {"search/A/1000/top-5/p50", "service/unary-to-twin",
                         "filler/10-slots/proven", "recheck/failed",
                         "checks/failed/p50", "baselines/scan/unequal"}) {
    EXPECT_FALSE(FailsRun(Row(id, false))) << id;
  }
}

TEST(VerdictTest, OneSuchFigureIsEnough) {
  EXPECT_FALSE(RunFailed({}));
  EXPECT_FALSE(RunFailed({Row("checks/failed", true), Row("a/p50", false)}));
  EXPECT_TRUE(RunFailed({Row("checks/failed", false), Row("a/p50", true)}));
}

}  // namespace
}  // namespace placard
