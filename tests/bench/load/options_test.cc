#include "bench/load/options.h"

#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> FaultsOf(const Options& options) {
  std::vector<std::string> flags;
  for (const FieldViolation& violation : CheckOptions(options)) {
    flags.push_back(violation.field);
  }
  return flags;
}

Options Open() {
  Options options;
  options.traffic.target = "127.0.0.1:7400";
  options.open = {.rate = 1000, .duration = seconds(10)};
  return options;
}

Options Closed() {
  Options options = Open();
  options.mode = LoadMode::kClosed;
  options.closed = {.requests = 100, .outstanding = 10};
  return options;
}

Options FindingMax() {
  Options options = Open();
  options.mode = LoadMode::kFindMax;
  options.find_max = {
      .p99 = milliseconds(1), .first_rate = 1000, .most_rate = 50'000};
  return options;
}

TEST(CheckOptionsTest, TakesEachModeWithinItsBounds) {
  EXPECT_THAT(FaultsOf(Open()), IsEmpty());
  EXPECT_THAT(FaultsOf(Closed()), IsEmpty());
  EXPECT_THAT(FaultsOf(FindingMax()), IsEmpty());
}

TEST(CheckOptionsTest, RefusesWhatHasNoBoundsAndNamesAllOfThem) {
  Options options;
  options.traffic.target = "127.0.0.1:7400";
  EXPECT_THAT(FaultsOf(options), UnorderedElementsAre("--rate", "--duration"));
  options.mode = LoadMode::kClosed;
  EXPECT_THAT(FaultsOf(options), testing::Contains("--requests"));
  options.mode = LoadMode::kFindMax;
  EXPECT_THAT(
      FaultsOf(options),
      UnorderedElementsAre("--p99", "--rate", "--max-rate", "--duration"));
}

TEST(CheckOptionsTest, RefusesRatesAndTimesBeyondTheCaps) {
  Options options = Open();
  options.open.rate = 1'000'001;
  options.open.duration = minutes(10) + milliseconds(1);
  options.traffic.max_outstanding = (1 << 20) + 1;
  EXPECT_THAT(FaultsOf(options),
              ElementsAre("--rate", "--duration", "--max-outstanding"));
  options = Open();
  options.open.rate = 1'000'000;
  options.open.duration = minutes(10);
  EXPECT_THAT(FaultsOf(options), IsEmpty());
}

TEST(CheckOptionsTest, RefusesTargetsThatAreNotThisMachine) {
  Options options = Open();
  options.traffic.target = "placard.example:443";
  options.against = "10.0.0.1:1";
  EXPECT_THAT(FaultsOf(options), ElementsAre("--target", "--against"));
}

TEST(CheckOptionsTest, RefusesASearchThatMayTakeTooLong) {
  Options options = FindingMax();
  options.open.duration = seconds(60);
  options.find_max.most_steps = 11;
  EXPECT_THAT(FaultsOf(options), ElementsAre("--steps"));
  options.find_max.most_steps = 10;
  EXPECT_THAT(FaultsOf(options), IsEmpty());
  options.find_max.most_rate = 999;
  EXPECT_THAT(FaultsOf(options), ElementsAre("--max-rate"));
}

TEST(CheckOptionsTest, RefusesTurnsThatMayTakeTooLong) {
  Options options = Open();
  options.against = "127.0.0.1:7401";
  options.open.duration = seconds(59);
  options.warmup = seconds(5);
  options.rounds = 5;  // 2 * (5 s + 5 * 59 s) is 10m
  EXPECT_THAT(FaultsOf(options), IsEmpty());
  options.warmup = seconds(6);
  EXPECT_THAT(
      CheckOptions(options),
      ElementsAre(FieldViolation{
          .field = "--rounds",
          .description = "5 times --duration after a --warmup, of two servers, "
                         "take 10m2s in all, must take at most 10m"}));
  options.against.clear();
  EXPECT_THAT(FaultsOf(options), IsEmpty());
}

TEST(CheckOptionsTest, NamesAFlagOnceAndNoConsequences) {
  Options options = FindingMax();
  options.find_max.most_rate = 0;
  options.open.duration = std::chrono::hours(2'000'000);
  options.traffic.connections = 0;
  EXPECT_THAT(FaultsOf(options),
              ElementsAre("--max-rate", "--duration", "--connections"));
  const FieldViolations known = {{.field = "--connections", .description = ""}};
  EXPECT_THAT(CheckOptions(options, known), testing::SizeIs(3));
}

TEST(CheckOptionsTest, TellsLimitsAsFlagsTakeThem) {
  Options options = Open();
  options.open.duration = seconds(0);
  options.traffic.timeout = minutes(11);
  options.warmup = -seconds(3);
  EXPECT_THAT(
      CheckOptions(options),
      ElementsAre(
          FieldViolation{
              .field = "--warmup",
              .description = "must be at least 0 and at most 10m, is -3s"},
          FieldViolation{
              .field = "--duration",
              .description = "must be given, above 0 and at most 10m"},
          FieldViolation{
              .field = "--timeout",
              .description = "must be above 0 and at most 10m, is 11m"}));
}

TEST(CheckOptionsTest, RefusesReportsThatCannotBeWritten) {
  const std::string folder = testing::TempDir();
  const std::string file = folder + "/placard_load_there.json";
  std::ofstream(file) << "old";
  Options options = Open();
  options.json_path = file;
  options.svg_path = "a_name_without_folder.svg";
  EXPECT_THAT(FaultsOf(options), IsEmpty());
  for (const std::string& path :
       {folder + "/no/such/report", folder, file + "/report"}) {
    options.json_path = path;
    options.svg_path = path;
    EXPECT_THAT(FaultsOf(options), ElementsAre("--json", "--svg")) << path;
  }
}

TEST(CheckOptionsTest, RefusesThreadsWithoutConnections) {
  Options options = Open();
  options.traffic.threads = 5;
  options.traffic.connections = 4;
  EXPECT_THAT(FaultsOf(options), ElementsAre("--connections"));
}

TEST(CheckOptionsTest, RefusesConnectionsWithoutRequests) {
  Options options = Closed();
  options.closed.outstanding = 3;
  EXPECT_THAT(FaultsOf(options), ElementsAre("--outstanding"));
}

}  // namespace
}  // namespace placard
