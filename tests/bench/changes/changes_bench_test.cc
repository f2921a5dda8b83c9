// Runs the program itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sysexits.h>

#include <string>

#include "bench/report/summary_file.h"
#include "tests/bench/load/program.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;
using testing::Optional;

class ChangesBenchTest : public testing::Test {
 protected:
  Program::End Run(const std::string& placardd, const std::string& twin) {
    return RunProgram({PLACARD_BENCH_CHANGES, "--placardd", placardd, "--twin",
                       twin, "--line-items", "1000", "--summary", file_});
  }

  const TempDir dir_;
  const std::string file_ = dir_.path() + "/summary.json";
};

TEST_F(ChangesBenchTest, WritesWhatWasMeasuredBeforeSomethingFailed) {
  const Program::End end = Run(PLACARD_PLACARDD, "/nowhere/placard-twin");
  EXPECT_EQ(end.status, EX_SOFTWARE);
  EXPECT_THAT(end.err, HasSubstr("placard-bench-changes: "));
  const absl::StatusOr<Figures> figures = ReadSummary(file_);
  ASSERT_TRUE(figures.ok()) << figures.status();
  EXPECT_THAT(
      *figures,
      ElementsAre(Field(&Figure::id, "cold-start/redis"),
                  Field(&Figure::id, "memory/resident-per-line-item"),
                  Field(&Figure::id, "cold-start/local-copy"),
                  Field(&Figure::id, "cold-start/local-copy-to-build")));
}

TEST_F(ChangesBenchTest, WithoutAServerLeavesAnEmptySummary) {
  const Program::End end = Run("/nowhere/placardd", "/nowhere/placard-twin");
  EXPECT_EQ(end.status, EX_SOFTWARE);
  const absl::StatusOr<Figures> figures = ReadSummary(file_);
  ASSERT_TRUE(figures.ok()) << figures.status();
  EXPECT_THAT(*figures, IsEmpty());
}

// A short soak: a server that is asked and changed at once.
TEST_F(ChangesBenchTest, EveryChangeIsServedAndNoFileStaysOpen) {
  const Program::End end =
      RunProgram({PLACARD_BENCH_CHANGES, "--placardd", PLACARD_PLACARDD,
                  "--line-items", "1000", "--seconds", "2", "--rounds", "2",
                  "--twin-seconds", "0", "--summary", file_});
  // 1 is a bound that is missed; a change that is lost, or a decision that
  // fails, is more than that.
  ASSERT_LE(end.status, 1) << end.err;
  EXPECT_THAT(end.err, HasSubstr("round 2 of 2"));
  const absl::StatusOr<Figures> figures = ReadSummary(file_);
  ASSERT_TRUE(figures.ok()) << figures.status();
  for (const char* id : {"cold-start/redis", "changes/effective-p99",
                         "changes/decisions-p99-ratio"}) {
    EXPECT_THAT(*figures, Contains(Field(&Figure::id, id)));
  }
  EXPECT_THAT(*figures,
              Contains(AllOf(Field(&Figure::id, "changes/open-files-drift"),
                             Field(&Figure::value, Optional(Le(0.0))))));
}

}  // namespace
}  // namespace placard
