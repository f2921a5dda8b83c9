#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sysexits.h>

#include <string>

#include "bench/report/summary_file.h"
#include "tests/bench/load/program.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

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

}  // namespace
}  // namespace placard
