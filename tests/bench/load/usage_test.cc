// What the programs say of flags that they cannot follow.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/bench/load/program.h"

namespace placard {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Words = std::vector<std::string>;

Program::End PlacardLoad(const Words& words) {
  Words command = {PLACARD_LOAD};
  command.insert(command.end(), words.begin(), words.end());
  return RunProgram(command);
}

// What is said of a command line that is refused.
std::string Refusal(const Words& words) {
  Words all = {"--target", "127.0.0.1:1"};
  all.insert(all.end(), words.begin(), words.end());
  const auto end = PlacardLoad(all);
  EXPECT_EQ(end.status, 2);
  EXPECT_THAT(end.out, IsEmpty());
  return end.err;
}

TEST(PlacardLoadUsageTest, RefusesToRunUnbounded) {
  const auto bare = PlacardLoad({"--target", "127.0.0.1:1"});
  EXPECT_EQ(bare.status, 2);
  EXPECT_THAT(bare.err, HasSubstr("--rate: must be given"));
  EXPECT_THAT(bare.err, HasSubstr("--duration: must be given"));
  EXPECT_THAT(bare.out, IsEmpty());
  EXPECT_EQ(PlacardLoad({"--target", "127.0.0.1:1", "--rate", "5"}).status, 2);
  EXPECT_EQ(PlacardLoad({"--target", "127.0.0.1:1", "--closed"}).status, 2);
  EXPECT_EQ(PlacardLoad(
                {"--target", "127.0.0.1:1", "--rate", "5", "--duration", "inf"})
                .status,
            2);
}

TEST(PlacardLoadUsageTest, RefusesTargetsThatAreNotThisMachine) {
  const auto end = PlacardLoad(
      {"--target", "10.0.0.1:80", "--rate", "5", "--duration", "1s"});
  EXPECT_EQ(end.status, 2);
  EXPECT_THAT(end.err, HasSubstr("this machine only"));
}

TEST(PlacardLoadUsageTest, SaysWhatIsWrongWithAFlag) {
  const auto end = PlacardLoad(
      {"--target", "127.0.0.1:1", "--rate", "5", "--duration", "5 parsecs"});
  EXPECT_EQ(end.status, 2);
  EXPECT_THAT(end.err, HasSubstr("--duration"));
  EXPECT_THAT(end.err, HasSubstr("5 parsecs"));
  EXPECT_EQ(PlacardLoad({"--no-such-flag"}).status, 2);
}

TEST(PlacardLoadUsageTest, RefusesNegativeNumbersByName) {
  const std::string refusal = Refusal(
      {"--rate", "-5", "--duration", "-1s", "--warmup", "-3s", "--max-errors",
       "-1", "--threads", "-2", "--seed", "-7", "--slots", "few"});
  EXPECT_THAT(refusal, HasSubstr("--rate: must be above 0 and at most "
                                 "1,000,000 a second, is -5"));
  EXPECT_THAT(refusal,
              HasSubstr("--duration: must be above 0 and at most 10m, is -1s"));
  EXPECT_THAT(refusal, HasSubstr("--warmup: must be at least 0"));
  EXPECT_THAT(refusal, HasSubstr("--max-errors: must be at least 0, is -1"));
  EXPECT_THAT(refusal, HasSubstr("--threads: must be at least 0, is -2"));
  EXPECT_THAT(refusal, HasSubstr("--seed: must be at least 0, is -7"));
  EXPECT_THAT(refusal, HasSubstr("--slots: expected a number, got \"few\""));
}

TEST(PlacardLoadUsageTest, RefusesLengthsThatAreNone) {
  for (const std::string text : {"inf", "-inf", "nan", "10"}) {
    EXPECT_THAT(Refusal({"--rate", "5", "--duration", text}),
                HasSubstr("--duration: expected a length of time such as 10s "
                          "or 500us, got \"" +
                          text + "\""));
  }
}

TEST(PlacardLoadUsageTest, NamesTheMethodsThatThereAre) {
  for (const std::string method : {"both", "1", ""}) {
    EXPECT_THAT(
        Refusal({"--rate", "5", "--duration", "1s", "--method", method}),
        HasSubstr("--method: " + method + " not in {unary,stream}"));
  }
}

TEST(PlacardLoadUsageTest, RefusesFlagsOfAnotherLoadAllAtOnce) {
  EXPECT_THAT(
      Refusal({"--closed", "--requests", "5", "--rate", "5", "--duration", "1s",
               "--poisson", "--max-outstanding", "9"}),
      AllOf(HasSubstr("--rate: does not go with --closed"),
            HasSubstr("--duration: does not go with --closed"),
            HasSubstr("--poisson: does not go with --closed"),
            HasSubstr("--max-outstanding: does not go with --closed")));
  EXPECT_THAT(
      Refusal({"--rate",        "5", "--duration", "1s",  "--requests", "5",
               "--outstanding", "9", "--p99",      "1ms", "--max-rate", "9",
               "--steps",       "3", "--rounds",   "2",   "--corpus",   "x",
               "--pages",       "5"}),
      AllOf(HasSubstr("--requests: goes only with --closed"),
            HasSubstr("--outstanding: goes only with --closed"),
            HasSubstr("--p99: goes only with --find-max"),
            HasSubstr("--max-rate: goes only with --find-max"),
            HasSubstr("--steps: goes only with --find-max"),
            HasSubstr("--rounds: goes only with --against"),
            HasSubstr("--pages: does not go with --corpus")));
  EXPECT_THAT(Refusal({"--closed"}), HasSubstr("--requests: must be given"));
  EXPECT_THAT(Refusal({"--closed", "--find-max"}),
              HasSubstr("--find-max: does not go with --closed"));
}

TEST(PlacardLoadUsageTest, SaysOnceThatASearchHasNoEnd) {
  EXPECT_THAT(Refusal({"--find-max", "--p99", "1ms", "--rate", "5",
                       "--duration", "1s"}),
              AllOf(HasSubstr("--max-rate: must be given"),
                    Not(HasSubstr("must not be below"))));
}

TEST(PlacardLoadUsageTest, NoticesBeforeTheLoadThatAReportHasNoPlace) {
  const std::string path = testing::TempDir() + "/no/such/folder/report.json";
  EXPECT_THAT(Refusal({"--rate", "5", "--duration", "1s", "--json", path}),
              HasSubstr("--json: cannot write " + path));
}

TEST(PlacardLoadUsageTest, AReportThatWasThereOutlivesALoadThatFails) {
  const std::string path = testing::TempDir() + "/placard_load_old.json";
  std::ofstream(path) << "old";
  const auto end =
      PlacardLoad({"--target", "unix:/no/such/socket", "--rate", "5",
                   "--duration", "1s", "--timeout", "50ms", "--json", path});
  EXPECT_EQ(end.status, 1);
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  EXPECT_EQ(content.str(), "old");
}

TEST(PlacardLoadUsageTest, HelpGoesToStandardOutput) {
  const auto end = PlacardLoad({"--help"});
  EXPECT_EQ(end.status, 0);
  EXPECT_THAT(end.out, HasSubstr("--find-max"));
  EXPECT_THAT(end.out, HasSubstr("localhost:PORT"));
  EXPECT_THAT(end.out, HasSubstr("--method unary|stream=unary"));
  EXPECT_THAT(end.out, HasSubstr("--warmup TIME=1s"));
  EXPECT_THAT(end.err, IsEmpty());
}

TEST(PlacardTwinUsageTest, RefusesToListenBeyondThisMachine) {
  const auto end = RunProgram({PLACARD_TWIN, "--listen", "0.0.0.0:0"});
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(end.err, HasSubstr("this machine only"));
  EXPECT_EQ(RunProgram({PLACARD_TWIN, "--nonsense"}).status, 2);
  EXPECT_EQ(RunProgram({PLACARD_TWIN, "--help"}).status, 0);
}

TEST(PlacardBenchWorldUsageTest, NamesTheModesAndRefusesOthers) {
  const auto help = RunProgram({PLACARD_BENCH_WORLD, "--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.out, HasSubstr("{A,B,C,D,a,b,d}=A"));
  for (const char c : help.out) EXPECT_TRUE(c == '\n' || c >= ' ') << int{c};
  const auto end = RunProgram({PLACARD_BENCH_WORLD, "--data-dir",
                               testing::TempDir() + "/placard_no_world",
                               "--mode", "nonsense"});
  EXPECT_NE(end.status, 0);
  EXPECT_THAT(end.err, AllOf(HasSubstr("--mode"), HasSubstr("nonsense"),
                             HasSubstr("{A,B,C,D,a,b,d}")));
}

}  // namespace
}  // namespace placard
