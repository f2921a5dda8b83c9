// The programs as they are typed, and what they do then.
#include <csignal>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/bench/load/program.h"

namespace placard {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::StartsWith;

using Words = std::vector<std::string>;

Program::End PlacardLoad(const Words& words) {
  Words command = {PLACARD_LOAD};
  command.insert(command.end(), words.begin(), words.end());
  return RunProgram(command);
}

std::string ContentOf(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

class CommandLineTest : public testing::Test {
 protected:
  CommandLineTest()
      : address_(twin_.ReadLine().substr(sizeof("listening on ") - 1)) {}

  Program twin_{{PLACARD_TWIN}};
  const std::string address_;
};

TEST_F(CommandLineTest, WritesTheReportInAllForms) {
  const std::string json = testing::TempDir() + "/placard_load.json";
  const std::string svg = testing::TempDir() + "/placard_load.svg";
  const auto end =
      PlacardLoad({"--target", address_, "--rate", "100", "--duration", "1s",
                   "--warmup", "100ms", "--json", json, "--svg", svg});
  EXPECT_EQ(end.status, 0) << end.err;
  EXPECT_THAT(end.err, IsEmpty());  // no terminal, no progress
  EXPECT_THAT(end.out, HasSubstr("answered 100 (100.0 %)"));
  EXPECT_THAT(ContentOf(json), HasSubstr("\"answered\":100"));
  EXPECT_THAT(ContentOf(svg), StartsWith("<svg"));
}

TEST_F(CommandLineTest, TellsTheRatioOfTwoServersInOneRun) {
  const auto end = PlacardLoad({"--target", address_, "--against", address_,
                                "--closed", "--requests", "200", "--rounds",
                                "2", "--warmup", "0s", "--method", "stream"});
  EXPECT_EQ(end.status, 0) << end.err;
  EXPECT_THAT(end.out, HasSubstr("throughput "));
  EXPECT_THAT(end.out, HasSubstr("answered 400 (100.0 %)"));
}

TEST_F(CommandLineTest, SearchesTheHighestRate) {
  const auto end = PlacardLoad({"--target", address_, "--find-max", "--p99",
                                "10s", "--rate", "50", "--max-rate", "100",
                                "--duration", "200ms", "--warmup", "0s"});
  EXPECT_EQ(end.status, 0) << end.err;
  EXPECT_THAT(end.out,
              HasSubstr("highest rate with p99 of at most 10.0 s: 100/s"));
}

TEST_F(CommandLineTest, ExitsWithOneWhenCallsFailUnlessTheyMay) {
  const std::string corpus = testing::TempDir() + "/placard_load_bad.jsonl";
  std::ofstream(corpus) << "{}\n";  // a page without slots, which is refused
  Words words = {"--target", address_, "--closed", "--requests", "100",
                 "--corpus", corpus,   "--warmup", "0s"};
  const auto end = PlacardLoad(words);
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(end.out, HasSubstr("INVALID_ARGUMENT 100"));
}

TEST_F(CommandLineTest, AnInterruptEndsItEarlyAndStillReports) {
  Program load({PLACARD_LOAD, "--target", address_, "--rate", "100",
                "--duration", "10m", "--warmup", "10m"});
  EXPECT_THAT(load.ReadLine(), StartsWith("open loop"));  // it has begun
  load.Signal(SIGINT);
  const auto end = load.Wait();
  EXPECT_THAT(end.out, HasSubstr("(stopped early)"));
}

TEST_F(CommandLineTest, AReaderThatGoesAwayDoesNotKillIt) {
  Program load({PLACARD_LOAD, "--target", address_, "--rate", "10",
                "--duration", "200ms", "--warmup", "0s"});
  load.StopReading();
  EXPECT_EQ(load.Wait().status, 0);
}

TEST_F(CommandLineTest, TheTwinEndsWellWhenItIsTold) {
  EXPECT_THAT(address_, MatchesRegex("127\\.0\\.0\\.1:[0-9]+"));
  twin_.Signal(SIGTERM);
  EXPECT_EQ(twin_.Wait().status, 0);
}

}  // namespace
}  // namespace placard
