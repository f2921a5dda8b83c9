#include "bench/load/options.h"

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
