// A server that starts: what it says of itself, and since when it is true.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "bench/workload/modes.h"
#include "bench/world/world.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/codec/to_proto.h"
#include "services/store/data_dir.h"
#include "services/store/redis_catalog_store.h"
#include "services/store/redis_server.h"
#include "tests/integration/placardd_process.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using grpc::health::v1::HealthCheckResponse;

// Where it listens, which it says before it has a catalogue.
std::string AddressOf(PlacarddProcess& server) {
  EXPECT_TRUE(server.AwaitLine("listening on "));
  for (const std::string& line : server.lines()) {
    const size_t at = line.find("listening on ");
    if (at == std::string::npos) continue;
    const std::string address = line.substr(at + 13);
    return address.substr(0, address.find('"'));
  }
  return "";
}

size_t LineOf(const std::vector<std::string>& lines, std::string_view text) {
  return std::find_if(lines.begin(), lines.end(),
                      [&](const std::string& line) {
                        return line.find(text) != std::string::npos;
                      }) -
         lines.begin();
}

class ColdStartTest : public testing::Test {
 protected:
  ColdStartTest() : directory_(*DataDir::Lock(dir_.path() + "/store")) {
    StartRedis();
    RedisCatalogStore store({.address = redis_->address()});
    const Workload workload =
        MakeMode({.mode = Mode::kDense, .line_items = 5000, .pages = 1});
    page_ = ToProto(workload.views.front().request);
    documents_ = DocumentsIn(workload.contents);
    EXPECT_TRUE(WriteWorld(store, "e1", workload.contents, [](size_t) {}).ok());
    redis_ = nullptr;
  }

  void StartRedis() {
    auto started = RedisServer::Start(directory_, {});
    ASSERT_TRUE(started.ok()) << started.status();
    redis_ = *std::move(started);
  }

  std::vector<std::string> Args() const {
    return {"--listen",   "127.0.0.1:0",
            "--data-dir", dir_.path() + "/server",
            "--redis",    "unix:" + dir_.path() + "/store/redis.sock"};
  }

  TempDir dir_;
  DataDir directory_;
  std::unique_ptr<RedisServer> redis_;
  v1::DecideRequest page_;
  uint64_t documents_ = 0;
};

TEST_F(ColdStartTest, SaysThatItServesOnceItDecidesByTheWholeCatalogue) {
  PlacarddProcess server(Args());
  const auto channel = grpc::CreateChannel(AddressOf(server),
                                           grpc::InsecureChannelCredentials());
  grpc::ClientContext watching;
  const auto watch =
      grpc::health::v1::Health::NewStub(channel)->Watch(&watching, {});
  HealthCheckResponse health;
  ASSERT_TRUE(watch->Read(&health));
  EXPECT_EQ(health.status(), HealthCheckResponse::NOT_SERVING);

  StartRedis();
  ASSERT_TRUE(watch->Read(&health));
  EXPECT_EQ(health.status(), HealthCheckResponse::SERVING);
  grpc::ClientContext context;
  v1::DecideResponse answer;
  const grpc::Status decided =
      v1::DecisionService::NewStub(channel)->Decide(&context, page_, &answer);
  ASSERT_TRUE(decided.ok()) << decided.error_message();
  EXPECT_EQ(answer.config_version().revision(), documents_);
  watching.TryCancel();
  EXPECT_EQ(server.Stop(), 0);
}

TEST_F(ColdStartTest, TellsWhatItIsDoingUntilItServes) {
  StartRedis();
  for (const std::string_view source :
       {"msg=\"catalogue is read\"", "msg=\"local copy is served\""}) {
    PlacarddProcess server(Args());
    server.AwaitServing();
    EXPECT_EQ(server.Stop(), 0);
    const std::vector<std::string> lines = server.lines();
    const size_t building = LineOf(lines, "msg=\"index is being built\"");
    const size_t served = LineOf(lines, source);
    const size_t serving = LineOf(lines, "msg=\"serving on ");
    EXPECT_LT(building, served);
    EXPECT_LT(served, serving);
    ASSERT_LT(serving, lines.size());
    EXPECT_NE(lines[building].find("documents=" + std::to_string(documents_)),
              std::string::npos)
        << lines[building];
  }
}

}  // namespace
}  // namespace placard
