#include "bench/report/step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>

#include "bench/report/summary_file.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

// A step whose program is a shell script.
class StepTest : public testing::Test {
 protected:
  Figures Run(const std::string& script,
              absl::Duration limit = absl::Minutes(1), bool quick = false) {
    const std::string path = dir_.path() + "/program";
    std::ofstream(path) << "#!/bin/sh\n" << script;
    chmod(path.c_str(), 0755);
    const Step step = {.name = "step",
                       .program = "program",
                       .arguments = "--all",
                       .quick_arguments = "--few  --fast",
                       .limit = limit};
    return RunStep(step, {.programs = dir_.path(), .out = dir_.path()}, quick,
                   [](absl::Duration, const std::string&) {});
  }

  std::string Log() const {
    std::ifstream file(dir_.path() + "/step.log");
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  const TempDir dir_;
};

TEST_F(StepTest, GivesTheFiguresOfItsProgramAndItsOwn) {
  const Figures figures = Run(
      "echo told; echo whispered >&2\n"
      "echo '[{\"id\": \"a\", \"value\": 1, \"holds\": true}]' > $2; exit 1\n");
  ASSERT_EQ(figures.size(), 2u);
  EXPECT_EQ(figures[0].id, "steps/step");
  EXPECT_TRUE(figures[0].holds) << figures[0].what;
  EXPECT_EQ(figures[1].id, "a");
  EXPECT_EQ(Log(), "told\nwhispered\n");
}

TEST_F(StepTest, HandsOverTheArgumentsOfAFullOrAQuickRun) {
  const std::string echo = "echo \"$1 $3 $4 $#\"; echo '[]' > $2\n";
  Run(echo);
  EXPECT_EQ(Log(), "--summary --all  3\n");
  Run(echo, absl::Minutes(1), true);
  EXPECT_EQ(Log(), "--summary --few --fast 4\n");
}

testing::Matcher<Figure> Failed(const std::string& why) {
  return AllOf(Field(&Figure::id, "steps/step"), Field(&Figure::holds, false),
               Field(&Figure::what, HasSubstr(why)));
}

TEST_F(StepTest, ThatFailsLeavesAFigureThatSaysWhy) {
  EXPECT_THAT(Run("exit 3\n"), ElementsAre(Failed("ended with exit code 3")));
  EXPECT_THAT(Run("exit 0\n"), ElementsAre(Failed("no summary")));
  EXPECT_THAT(Run("echo x > $2\n"), ElementsAre(Failed("a JSON array")));
  EXPECT_THAT(Run("kill -SEGV $$\n"), ElementsAre(Failed("by signal 11")));
}

TEST_F(StepTest, ThatFailsKeepsTheFiguresThatItLeft) {
  EXPECT_THAT(Run("echo '[{\"id\": \"a\", \"value\": 1, \"holds\": true}]' > "
                  "$2; exit 3\n"),
              ElementsAre(Failed("exit code 3"), Field(&Figure::id, "a")));
}

TEST_F(StepTest, OfAnOlderRunNothingIsKept) {
  Run("echo '[{\"id\": \"a\", \"value\": 1, \"holds\": true}]' > $2\n");
  EXPECT_THAT(Run("exit 0\n"), ElementsAre(Failed("no summary")));
}

TEST_F(StepTest, ThatTakesTooLongIsEndedWithAllThatItStarted) {
  // Inherited by the program and what it starts: read() ends when all are gone.
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  // Nobody ever writes to the other pipe.
  const Figures figures =
      Run("mkfifo $0.pipe; cat $0.pipe & cat $0.pipe\n", absl::Seconds(1));
  EXPECT_THAT(figures, ElementsAre(Failed("took longer than its limit")));
  close(ends[1]);
  char byte = 0;
  EXPECT_EQ(read(ends[0], &byte, 1), 0);
  close(ends[0]);
}

TEST_F(StepTest, WithoutAProgramSaysSo) {
  const Step step = {
      .name = "step", .program = "nothing", .limit = absl::Minutes(1)};
  EXPECT_THAT(RunStep(step, {.programs = dir_.path(), .out = dir_.path()},
                      false, [](absl::Duration, const std::string&) {}),
              ElementsAre(Failed("could not be started")));
}

TEST(ReadSummaryTest, NamesTheFile) {
  EXPECT_EQ(ReadSummary("/nowhere/a.json").status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace placard
