// What becomes of decisions and of writes when Redis dies, is emptied, or is
// not there.
#include <atomic>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bench/workload/workload.h"
#include "engine/base/check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/codec/campaign_codec.h"
#include "services/codec/timestamp.h"
#include "services/codec/to_proto.h"
#include "tests/integration/known_history.h"
#include "tests/integration/ops_client.h"
#include "tests/integration/placardd_process.h"
#include "tests/support/campaign_world.h"
#include "tests/support/real_redis.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using grpc::StatusCode;

class OutageTest : public testing::Test {
 protected:
  std::vector<std::string> Args(const std::string& redis,
                                std::vector<std::string> more = {}) {
    std::vector<std::string> args = {
        "--listen", "127.0.0.1:0", "--data-dir", dir_.path() + "/d",
        "--redis",  redis,         "--drain",    "1ms"};
    args.insert(args.end(), more.begin(), more.end());
    return args;
  }
  std::string Redis() const { return redis_.address().ToString(); }

  static v1::Resource Acme() {
    v1::Resource resource;
    *resource.mutable_advertiser() = AnAdvertiser("acme");
    return resource;
  }
  static v1::Resource Spring() {
    v1::Resource resource;
    *resource.mutable_campaign() = ACampaign("spring", "acme");
    return resource;
  }
  static v1::Outcome OutcomeAt(PlacarddProcess& server) {
    return DecideNow(*server.decisions(), SimplePage()).results(0).outcome();
  }

  RealRedis redis_;
  TempDir dir_;
};

// Decides pages until told to stop, and keeps what it was told.
class Readers {
 public:
  Readers(PlacarddProcess& server, const std::vector<PageView>& views) {
    for (int i = 0; i < 2; ++i) {
      threads_.emplace_back(
          [this, &server, &views, i] { Read(*server.decisions(), views, i); });
    }
  }

  std::vector<KnownHistory::Answer> Stop() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
    return std::move(answers_);
  }
  int failures() const { return failures_; }
  int64_t asked() const { return asked_; }

 private:
  // Of so many answers one is kept, to be checked.
  static constexpr uint64_t kKeep = 8;

  void Read(v1::DecisionService::Stub& stub, const std::vector<PageView>& views,
            uint64_t seed) {
    for (; !stop_; seed += 2) {
      const PageView& view = views[seed % views.size()];
      KnownHistory::Answer answer = {.request = ToProto(view.request),
                                     .response = {}};
      answer.request.set_seed(seed);
      *answer.request.mutable_at() = ToTimestamp(view.instant);
      grpc::ClientContext context;
      const grpc::Status status =
          stub.Decide(&context, answer.request, &answer.response);
      ++asked_;
      if (!status.ok()) {
        ++failures_;
        std::fprintf(stderr, "%s\n", status.error_message().c_str());
      }
      if (seed / 2 % kKeep != 0) continue;
      const std::lock_guard lock(mu_);
      answers_.push_back(std::move(answer));
    }
  }

  std::atomic<bool> stop_ = false;
  std::atomic<int> failures_ = 0;
  std::atomic<int64_t> asked_ = 0;
  std::mutex mu_;
  std::vector<KnownHistory::Answer> answers_;  // guarded by mu_
  std::vector<std::thread> threads_;
};

TEST_F(OutageTest, RedisDyingUnderLoadCostsNoDecisionAndNoWrite) {
  constexpr int kKills = 5;
  constexpr int kChangesBetween = 40;
  const Workload workload =
      MakeWorkload({.seed = 3, .line_items = 200, .pages = 64});
  PlacarddProcess server(Args(Redis()));
  server.AwaitServing();
  const auto ops = server.campaigns();

  KnownHistory history;
  std::vector<v1::Resource> resources = ResourcesOf(workload.contents);
  uint64_t last = 0;
  for (const v1::Resource& each : resources) {
    last = ApplyUntilTaken(*ops, each);
    history.Add(last, each);
  }
  std::erase_if(resources,
                [](const v1::Resource& each) { return !each.has_campaign(); });
  DecideSince(*server.decisions(), SimplePage(), last);

  Readers readers(server, workload.views);
  std::atomic<int> changes = 0;
  std::thread writer([&] {
    for (int i = 0; i < (kKills + 1) * kChangesBetween; ++i) {
      v1::Resource& campaign = resources[i % resources.size()];
      campaign.mutable_campaign()->set_status(i / resources.size() % 2 == 0
                                                  ? v1::STATUS_PAUSED
                                                  : v1::STATUS_ACTIVE);
      campaign.mutable_campaign()->set_display_name(std::to_string(i));
      history.Add(ApplyUntilTaken(*ops, campaign), campaign);
      ++changes;
      changes.notify_all();
    }
  });
  for (int kill = 1; kill <= kKills; ++kill) {
    for (int seen; (seen = changes) < kill * kChangesBetween;) {
      changes.wait(seen);
    }
    redis_.KillAndAwaitRestart();
  }
  writer.join();
  std::vector<KnownHistory::Answer> answers = readers.Stop();

  EXPECT_EQ(readers.failures(), 0);
  std::printf("%lld decisions, %zu checked, %d changes\n",
              static_cast<long long>(readers.asked()), answers.size(),
              changes.load());
  EXPECT_EQ(history.Check(std::move(answers)), "");
  for (const v1::Resource& each : resources) {
    grpc::ClientContext context;
    v1::GetCampaignRequest request;
    request.set_name(each.campaign().name());
    v1::Resource stored;
    ASSERT_TRUE(
        ops->GetCampaign(&context, request, stored.mutable_campaign()).ok());
    EXPECT_TRUE(SameContent(stored, each)) << request.name();
  }
  EXPECT_EQ(server.Stop(), 0);
}

TEST_F(OutageTest, AnEmptiedRedisIsHeldAndRestoredByOneCommand) {
  {
    PlacarddProcess server(Args(Redis()));
    server.AwaitServing();
    ApplyAll(*server.campaigns(), {Acme(), Spring()});
    DecideSince(*server.decisions(), SimplePage(), 2);
    redis_.Command({"FLUSHALL"});
    ASSERT_TRUE(server.AwaitLine("level=error msg=\"catalogue is held\""));
    EXPECT_EQ(OutcomeAt(server), v1::OUTCOME_FILLED);

    grpc::ClientContext context;
    v1::CreateAdvertiserRequest request;
    *request.mutable_advertiser() = AnAdvertiser("other");
    v1::Advertiser ignored;
    EXPECT_EQ(server.campaigns()
                  ->CreateAdvertiser(&context, request, &ignored)
                  .error_code(),
              StatusCode::FAILED_PRECONDITION);
    EXPECT_EQ(server.Stop(), 0);
  }
  PlacarddProcess server(Args(Redis(), {"--restore-store"}));
  server.AwaitServing();
  ASSERT_TRUE(server.AwaitLine("store is restored from the local copy"));
  EXPECT_EQ(OutcomeAt(server), v1::OUTCOME_FILLED);
  // The catalogue of the new epoch is accepted, and takes writes.
  ASSERT_TRUE(server.AwaitLine("msg=\"catalogue is read\""));
  v1::Resource paused = Spring();
  paused.mutable_campaign()->set_status(v1::STATUS_PAUSED);
  const uint64_t revision = ApplyUntilTaken(*server.campaigns(), paused);
  DecideSince(*server.decisions(), SimplePage(), revision);
  EXPECT_EQ(OutcomeAt(server), v1::OUTCOME_UNFILLED);
  EXPECT_EQ(server.Stop(), 0);
}

TEST_F(OutageTest, AServerThatStartsWithoutRedisServesItsLocalCopy) {
  {
    PlacarddProcess server(Args(Redis()));
    server.AwaitServing();
    ApplyAll(*server.campaigns(), {Acme(), Spring()});
    DecideSince(*server.decisions(), SimplePage(), 2);
    EXPECT_EQ(server.Stop(), 0);
  }
  PlacarddProcess server(Args("unix:" + dir_.path() + "/nobody"));
  server.AwaitServing();
  EXPECT_TRUE(server.AwaitLine("msg=\"local copy is served\""));
  EXPECT_EQ(OutcomeAt(server), v1::OUTCOME_FILLED);
  v1::ListCampaignsResponse list;
  grpc::ClientContext listing;
  ASSERT_TRUE(server.campaigns()->ListCampaigns(&listing, {}, &list).ok());
  EXPECT_EQ(list.campaigns_size(), 1);
  grpc::ClientContext context;
  v1::CreateAdvertiserRequest request;
  *request.mutable_advertiser() = AnAdvertiser("other");
  v1::Advertiser ignored;
  EXPECT_EQ(server.campaigns()
                ->CreateAdvertiser(&context, request, &ignored)
                .error_code(),
            StatusCode::UNAVAILABLE);
  EXPECT_EQ(server.Stop(), 0);
}

}  // namespace
}  // namespace placard
