// A server that is stopped while clients use it.
#include <signal.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "tests/integration/ops_client.h"
#include "tests/integration/placardd_process.h"
#include "tests/support/campaign_world.h"
#include "tests/support/real_redis.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

// Takes turns between the servers whose health says that they serve.
constexpr const char* kServiceConfig = R"({
  "healthCheckConfig": {"serviceName": ""},
  "loadBalancingConfig": [{"round_robin": {}}]
})";

class DrainTest : public testing::Test {
 protected:
  std::unique_ptr<PlacarddProcess> Start(const std::string& name) {
    auto server = std::make_unique<PlacarddProcess>(std::vector<std::string>{
        "--listen", "127.0.0.1:0", "--data-dir", dir_.path() + "/" + name,
        "--redis", redis_.address().ToString()});
    server->AwaitServing();
    return server;
  }

  RealRedis redis_;
  TempDir dir_;
};

TEST_F(DrainTest, CostsNoCallOfClientsThatWatchTheHealth) {
  const auto staying = Start("a");
  auto leaving = Start("b");
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  const auto channel = grpc::CreateCustomChannel(
      "ipv4:" + staying->address() + "," + leaving->address(),
      grpc::InsecureChannelCredentials(), arguments);

  std::atomic<bool> stop = false;
  std::atomic<int> calls = 0;
  std::atomic<int> errors = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      const auto stub = v1::DecisionService::NewStub(channel);
      while (!stop) {
        grpc::ClientContext context;
        v1::DecideResponse response;
        const grpc::Status status =
            stub->Decide(&context, SimplePage(), &response);
        if (!status.ok()) {
          ++errors;
          ADD_FAILURE() << status.error_code() << " " << status.error_message();
        }
        ++calls;
        calls.notify_all();
      }
    });
  }
  const auto await_more_calls = [&] {
    const int enough = calls + 2'000;
    for (int seen; (seen = calls) < enough;) calls.wait(seen);
  };
  await_more_calls();
  EXPECT_EQ(leaving->Stop(), 0);
  await_more_calls();
  stop = true;
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(errors, 0);
  EXPECT_EQ(staying->Stop(), 0);
}

TEST_F(DrainTest, AWatcherIsToldAndDoesNotHoldTheServerUp) {
  const auto server = Start("a");
  grpc::ClientContext context;
  const auto watcher = server->campaigns()->WatchCampaigns(&context, {});
  v1::WatchCampaignsResponse first;
  ASSERT_TRUE(watcher->Read(&first));
  server->Signal(SIGTERM);
  EXPECT_FALSE(watcher->Read(&first));
  EXPECT_EQ(watcher->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(server->AwaitEnd(), 0);
}

TEST_F(DrainTest, ADecideStreamIsToldAndDoesNotHoldTheServerUp) {
  const auto server = Start("a");
  grpc::ClientContext context;
  const auto stream = server->decisions()->DecideStream(&context);
  v1::DecideResponse response;
  ASSERT_TRUE(stream->Write(SimplePage()));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_FALSE(response.has_error()) << response.error().message();
  server->Signal(SIGTERM);
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(server->AwaitEnd(), 0);
}

}  // namespace
}  // namespace placard
