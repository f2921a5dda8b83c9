// How placardd begins and ends, and what it says when it cannot begin.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "gtest/gtest.h"
#include "tests/integration/ops_client.h"
#include "tests/integration/placardd_process.h"
#include "tests/support/campaign_world.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class StartAndStopTest : public testing::Test {
 protected:
  std::vector<std::string> Embedded(std::vector<std::string> more = {}) {
    std::vector<std::string> args = {"--listen", "127.0.0.1:0", "--data-dir",
                                     data_dir(), "--drain",     "1ms"};
    args.insert(args.end(), more.begin(), more.end());
    return args;
  }
  std::string data_dir() const { return dir_.path() + "/d"; }

  // The one line that says why it does not start.
  static std::string Refusal(std::vector<std::string> args,
                             std::vector<std::string> environment = {}) {
    PlacarddProcess process(std::move(args), std::move(environment));
    EXPECT_NE(process.AwaitEnd(), 0);
    EXPECT_EQ(process.lines().size(), 1u);
    return process.lines().empty() ? "" : process.lines()[0];
  }

  static void CreateAcme(PlacarddProcess& server) {
    v1::Resource resource;
    *resource.mutable_advertiser() = AnAdvertiser("acme");
    ApplyUntilTaken(*server.campaigns(), resource);
    *resource.mutable_campaign() = ACampaign("spring", "acme");
    ApplyUntilTaken(*server.campaigns(), resource);
  }

  TempDir dir_;
};

TEST_F(StartAndStopTest, ServesFromItsOwnRedisAndFindsEverythingAgain) {
  for (const bool first : {true, false}) {
    PlacarddProcess server(Embedded());
    server.AwaitServing();
    if (first) CreateAcme(server);
    const v1::DecideResponse response =
        DecideSince(*server.decisions(), SimplePage(), 2);
    EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_FILLED);
    EXPECT_EQ(response.config_version().revision(), 2u);
    EXPECT_EQ(server.Stop(), 0);
  }
}

TEST_F(StartAndStopTest, LosesNothingAcknowledgedWhenItIsKilled) {
  {
    PlacarddProcess server(Embedded());
    server.AwaitServing();
    CreateAcme(server);
    server.Signal(SIGKILL);
    EXPECT_EQ(server.AwaitEnd(), 128 + SIGKILL);
  }
  PlacarddProcess server(Embedded());
  server.AwaitServing();
  EXPECT_EQ(
      DecideSince(*server.decisions(), SimplePage(), 2).results(0).outcome(),
      v1::OUTCOME_FILLED);
  EXPECT_EQ(server.Stop(), 0);
}

TEST_F(StartAndStopTest, SaysInItsHealthWhetherItServes) {
  PlacarddProcess server(Embedded());
  server.AwaitServing();
  const auto health = grpc::health::v1::Health::NewStub(server.channel());
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_TRUE(health->Check(&context, {}, &response).ok());
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);

  grpc::ClientContext watching;
  const auto watch = health->Watch(&watching, {});
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);
  server.Signal(SIGTERM);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(),
            grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(server.AwaitEnd(), 0);
}

TEST_F(StartAndStopTest, IsNotServingBeforeThereIsACatalogue) {
  PlacarddProcess server(
      Embedded({"--redis", "unix:" + dir_.path() + "/nobody"}));
  ASSERT_TRUE(server.AwaitLine("store is away"));
  std::string address;
  for (const std::string& line : server.lines()) {
    const size_t at = line.find("listening on ");
    if (at != std::string::npos) address = line.substr(at + 13);
  }
  address = address.substr(0, address.find('"'));
  const auto channel =
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  const auto health = grpc::health::v1::Health::NewStub(channel);
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_TRUE(health->Check(&context, {}, &response).ok());
  EXPECT_EQ(response.status(),
            grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  grpc::ClientContext asking;
  v1::DecideResponse decision;
  EXPECT_EQ(v1::DecisionService::NewStub(channel)
                ->Decide(&asking, SimplePage(), &decision)
                .error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(server.Stop(), 0);
}

TEST_F(StartAndStopTest, ASecondSignalEndsItAtOnce) {
  std::vector<std::string> args = Embedded();
  args.back() = "5m";
  PlacarddProcess server(args);
  server.AwaitServing();
  server.Signal(SIGINT);
  ASSERT_TRUE(server.AwaitLine("msg=stopping"));
  server.Signal(SIGINT);
  EXPECT_EQ(server.AwaitEnd(), 130);
}

TEST_F(StartAndStopTest, RefusesWrongUsageInOneLine) {
  EXPECT_THAT(Refusal({"--bogus"}),
              AllOf(StartsWith("placardd: "), HasSubstr("--bogus")));
  EXPECT_THAT(Refusal({"--listen", "0.0.0.0:0", "--data-dir", data_dir()}),
              HasSubstr("--insecure-listen"));
}

TEST_F(StartAndStopTest, SaysLoudlyThatItListensBeyondThisMachine) {
  std::vector<std::string> args = Embedded({"--insecure-listen"});
  args[1] = "0.0.0.0:0";
  PlacarddProcess server(args);
  server.AwaitServing();
  EXPECT_TRUE(server.AwaitLine("level=warning msg=\"INSECURE"));
  EXPECT_EQ(server.Stop(), 0);
}

TEST_F(StartAndStopTest, RefusesABusyPortInOneLine) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(fd, 1), 0);
  ASSERT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string taken =
      "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  EXPECT_THAT(Refusal({"--listen", taken, "--data-dir", data_dir()}),
              HasSubstr("cannot listen on " + taken));
  close(fd);
}

TEST_F(StartAndStopTest, RefusesADataDirInUseInOneLine) {
  PlacarddProcess server(Embedded());
  server.AwaitServing();
  EXPECT_THAT(Refusal(Embedded()), HasSubstr("is in use by pid"));
  EXPECT_EQ(server.Stop(), 0);
}

TEST_F(StartAndStopTest, RefusesADataDirThatIsNoneInOneLine) {
  std::ofstream(dir_.path() + "/file") << "x";
  std::vector<std::string> args = Embedded();
  args[3] = dir_.path() + "/file";
  EXPECT_THAT(Refusal(args), HasSubstr("Not a directory"));
  args[3] = dir_.path() + "/file/below";
  EXPECT_THAT(Refusal(args), HasSubstr("Not a directory"));
  args[3] = "/proc/placard";
  EXPECT_THAT(Refusal(args), HasSubstr("data dir /proc/placard"));
}

TEST_F(StartAndStopTest, RefusesToStartWithoutRedisServerInOneLine) {
  EXPECT_THAT(Refusal(Embedded(), {"PATH=" + dir_.path()}),
              HasSubstr("redis-server"));
}

TEST_F(StartAndStopTest, RefusesAKeyFileThatIsNoneInOneLine) {
  const std::string path = dir_.path() + "/keys";
  EXPECT_THAT(
      Refusal(Embedded({"--token-key-file", path})),
      AllOf(HasSubstr("--token-key-file: " + path), HasSubstr("No such file")));
  std::ofstream(path) << "a:" << std::string(64, '7') << "\n";
  ASSERT_EQ(chmod(path.c_str(), 0640), 0);
  EXPECT_THAT(Refusal(Embedded({"--token-key-file", path})),
              HasSubstr("chmod 600"));
  std::ofstream(path) << "a:12\n";
  ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  EXPECT_THAT(Refusal(Embedded({"--token-key-file", path})),
              HasSubstr(path + ": line 1: "));
}

TEST_F(StartAndStopTest, RefusesADataDirWhoseKeyIsDamaged) {
  ASSERT_EQ(mkdir(data_dir().c_str(), 0700), 0);
  const std::string path = data_dir() + "/token.key";
  std::ofstream(path) << "nonsense";
  ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  EXPECT_THAT(Refusal(Embedded()), HasSubstr(path + ": line 1: "));
}

TEST_F(StartAndStopTest, KnowsItsPageViewsAgain) {
  v1::DecideRequest call = SimplePage();
  for (const bool first : {true, false}) {
    PlacarddProcess server(Embedded());
    server.AwaitServing();
    const v1::DecideResponse response = DecideNow(*server.decisions(), call);
    EXPECT_EQ(response.page_view_token_refusal(),
              v1::TOKEN_REFUSAL_UNSPECIFIED);
    if (first) call.set_page_view_token(response.page_view_token());
    EXPECT_EQ(server.Stop(), 0);
  }
}

TEST_F(StartAndStopTest, StartsAnewForLargePagesOnce) {
  const auto with = [](std::string variable) {
    return std::vector<std::string>{std::string("PATH=") + std::getenv("PATH"),
                                    std::move(variable)};
  };
  {
    PlacarddProcess server(Embedded(), with("A=b"));
    server.AwaitServing();
    EXPECT_THAT(server.Environment(),
                Contains("GLIBC_TUNABLES=glibc.malloc.hugetlb=1"));
    EXPECT_EQ(server.Name(), "placardd");
    EXPECT_EQ(server.Stop(), 0);
  }
  const std::string told = "GLIBC_TUNABLES=glibc.malloc.hugetlb=0";
  PlacarddProcess server(Embedded(), with(told));
  server.AwaitServing();
  EXPECT_THAT(server.Environment(), Contains(told));
  EXPECT_EQ(server.Stop(), 0);
}

TEST_F(StartAndStopTest, RefusesToRestoreAStoreThatLostNothing) {
  {
    PlacarddProcess server(Embedded());
    server.AwaitServing();
    CreateAcme(server);
    EXPECT_EQ(server.Stop(), 0);
  }
  EXPECT_THAT(Refusal(Embedded({"--restore-store"})),
              HasSubstr("has not lost its data"));
}

}  // namespace
}  // namespace placard
