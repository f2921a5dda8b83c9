// Two placardd on one Redis.
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "engine/base/check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/ops_client.h"
#include "tests/integration/placardd_process.h"
#include "tests/support/campaign_world.h"
#include "tests/support/real_redis.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using grpc::StatusCode;
using std::chrono::steady_clock;

class TwoServersTest : public testing::Test {
 protected:
  TwoServersTest() {
    for (const char* name : {"a", "b"}) {
      servers_.push_back(
          std::make_unique<PlacarddProcess>(std::vector<std::string>{
              "--listen", "127.0.0.1:0", "--data-dir", dir_.path() + "/" + name,
              "--redis", redis_.address().ToString(), "--drain", "1ms"}));
    }
    for (const auto& server : servers_) server->AwaitServing();
    ApplyAll(*a().campaigns(), {Acme(), Spring(v1::STATUS_ACTIVE)});
  }
  ~TwoServersTest() override {
    for (const auto& server : servers_) EXPECT_EQ(server->Stop(), 0);
  }

  PlacarddProcess& a() { return *servers_[0]; }
  PlacarddProcess& b() { return *servers_[1]; }

  static v1::Resource Acme() {
    v1::Resource resource;
    *resource.mutable_advertiser() = AnAdvertiser("acme");
    return resource;
  }
  static v1::Resource Spring(v1::Status status) {
    v1::Resource resource;
    *resource.mutable_campaign() = ACampaign("spring", "acme");
    resource.mutable_campaign()->set_status(status);
    return resource;
  }

  RealRedis redis_;
  TempDir dir_;
  std::vector<std::unique_ptr<PlacarddProcess>> servers_;
};

TEST_F(TwoServersTest, EachServesWhatWasWrittenAtTheOther) {
  const auto writer = a().campaigns();
  const auto reader = b().decisions();
  DecideNow(*reader, SimplePage());  // connects
  std::vector<double> milliseconds;
  for (int i = 0; i < 100; ++i) {
    const bool active = i % 2 == 1;
    const uint64_t revision = ApplyUntilTaken(
        *writer, Spring(active ? v1::STATUS_ACTIVE : v1::STATUS_PAUSED));
    const auto written = steady_clock::now();
    const v1::DecideResponse response =
        DecideSince(*reader, SimplePage(), revision);
    milliseconds.push_back(
        std::chrono::duration<double, std::milli>(steady_clock::now() - written)
            .count());
    EXPECT_EQ(response.results(0).outcome(),
              active ? v1::OUTCOME_FILLED : v1::OUTCOME_UNFILLED);
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  std::printf(
      "from acknowledged to served elsewhere: p50 %.2f ms, p95 %.2f, "
      "max %.2f\n",
      milliseconds[50], milliseconds[95], milliseconds.back());
}

TEST_F(TwoServersTest, WithoutAKeyFileAPageViewIsKnownWhereItBeganAlone) {
  v1::DecideRequest call = SimplePage();
  call.set_page_view_token(DecideNow(*a().decisions(), call).page_view_token());
  EXPECT_EQ(DecideNow(*a().decisions(), call).page_view_token_refusal(),
            v1::TOKEN_REFUSAL_UNSPECIFIED);
  EXPECT_EQ(DecideNow(*b().decisions(), call).page_view_token_refusal(),
            v1::TOKEN_REFUSAL_UNKNOWN_KEY);
  EXPECT_TRUE(a().AwaitLine("--token-key-file gives all servers the same"));
}

// Half way through a rotation: one signs by the new key, the other still by the
// old one.
TEST_F(TwoServersTest, ServersThatShareKeysKnowEachOthersPageViews) {
  std::vector<std::unique_ptr<PlacarddProcess>> servers;
  const std::string old_key = "old:" + std::string(64, '1') + "\n";
  const std::string new_key = "new:" + std::string(64, '2') + "\n";
  for (const auto& [name, keys] :
       {std::pair{"c", old_key + new_key}, std::pair{"d", new_key + old_key}}) {
    const std::string path = dir_.path() + "/" + name + ".keys";
    std::ofstream(path) << keys;
    ASSERT_EQ(chmod(path.c_str(), 0400), 0);
    servers.push_back(
        std::make_unique<PlacarddProcess>(std::vector<std::string>{
            "--listen", "127.0.0.1:0", "--data-dir", dir_.path() + "/" + name,
            "--redis", redis_.address().ToString(), "--drain", "1ms",
            "--token-key-file", path}));
    servers.back()->AwaitServing();
  }
  for (const size_t first : {0u, 1u}) {
    v1::DecideRequest call = SimplePage();
    call.set_page_view_token(
        DecideNow(*servers[first]->decisions(), call).page_view_token());
    EXPECT_EQ(DecideNow(*servers[1 - first]->decisions(), call)
                  .page_view_token_refusal(),
              v1::TOKEN_REFUSAL_UNSPECIFIED);
  }
  for (const auto& server : servers) EXPECT_EQ(server->Stop(), 0);
}

TEST_F(TwoServersTest, AChangeIsWatchedAtTheOther) {
  grpc::ClientContext context;
  const auto watcher = b().campaigns()->WatchCampaigns(&context, {});
  v1::WatchCampaignsResponse change;
  ASSERT_TRUE(watcher->Read(&change));
  const uint64_t revision =
      ApplyUntilTaken(*a().campaigns(), Spring(v1::STATUS_PAUSED));
  // The stream may have begun before the first campaign was served there.
  while (change.config_version().revision() < revision) {
    ASSERT_TRUE(watcher->Read(&change));
  }
  EXPECT_EQ(change.name(), "campaigns/spring");
  EXPECT_EQ(change.resource().campaign().status(), v1::STATUS_PAUSED);
  context.TryCancel();
  watcher->Finish();
}

// Two clients count in one campaign's display name, each at its own server,
// each sending back the etag of what it has read.
TEST_F(TwoServersTest, NoUpdateIsLostBetweenTwoRacingClients) {
  constexpr int kTries = 5'000;
  std::atomic<int> won = 0;
  std::atomic<int> lost = 0;
  const auto race = [&](PlacarddProcess& server) {
    const auto stub = server.campaigns();
    for (int i = 0; i < kTries; ++i) {
      v1::GetCampaignRequest get;
      get.set_name("campaigns/spring");
      grpc::ClientContext getting;
      v1::UpdateCampaignRequest update;
      v1::Campaign& campaign = *update.mutable_campaign();
      PLACARD_CHECK(stub->GetCampaign(&getting, get, &campaign).ok());
      int count = 0;
      PLACARD_CHECK(campaign.display_name().empty() ||
                    absl::SimpleAtoi(campaign.display_name(), &count));
      campaign.set_display_name(std::to_string(count + 1));
      grpc::ClientContext updating;
      v1::Campaign ignored;
      const grpc::Status status =
          stub->UpdateCampaign(&updating, update, &ignored);
      if (status.ok()) {
        ++won;
      } else {
        ASSERT_EQ(status.error_code(), StatusCode::ABORTED)
            << status.error_message();
        ++lost;
      }
    }
  };
  std::thread first([&] { race(a()); });
  std::thread second([&] { race(b()); });
  first.join();
  second.join();

  v1::GetCampaignRequest get;
  get.set_name("campaigns/spring");
  grpc::ClientContext context;
  v1::Campaign campaign;
  ASSERT_TRUE(a().campaigns()->GetCampaign(&context, get, &campaign).ok());
  EXPECT_EQ(campaign.display_name(), std::to_string(won));
  EXPECT_EQ(won + lost, 2 * kTries);
  std::printf("%d tries: %d won, %d aborted\n", 2 * kTries, won.load(),
              lost.load());
}

}  // namespace
}  // namespace placard
