#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/campaign_world.h"

namespace placard {
namespace {

using grpc::StatusCode;

class WatchTest : public testing::Test {
 protected:
  struct Watcher {
    Watcher(CampaignWorld& world, const v1::WatchCampaignsRequest& request)
        : stream(world.stub().WatchCampaigns(&context, request)) {}

    v1::WatchCampaignsResponse Next() {
      v1::WatchCampaignsResponse response;
      EXPECT_TRUE(stream->Read(&response));
      return response;
    }
    StatusCode End() {
      v1::WatchCampaignsResponse response;
      EXPECT_FALSE(stream->Read(&response));
      return stream->Finish().error_code();
    }

    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::WatchCampaignsResponse>> stream;
  };

  std::unique_ptr<Watcher> Watch() {
    return std::make_unique<Watcher>(world_, v1::WatchCampaignsRequest());
  }
  std::unique_ptr<Watcher> WatchFrom(const std::string& epoch,
                                     uint64_t revision) {
    v1::WatchCampaignsRequest request;
    request.mutable_from()->set_epoch(epoch);
    request.mutable_from()->set_revision(revision);
    return std::make_unique<Watcher>(world_, request);
  }
  void Create(const std::string& id) {
    v1::CreateAdvertiserRequest request;
    *request.mutable_advertiser() = AnAdvertiser(id);
    grpc::ClientContext context;
    v1::Advertiser ignored;
    ASSERT_TRUE(
        world_.stub().CreateAdvertiser(&context, request, &ignored).ok());
  }
  void Delete(const std::string& id) {
    v1::DeleteAdvertiserRequest request;
    request.set_name("advertisers/" + id);
    grpc::ClientContext context;
    google::protobuf::Empty ignored;
    ASSERT_TRUE(
        world_.stub().DeleteAdvertiser(&context, request, &ignored).ok());
  }

  CampaignWorld world_;
};

TEST_F(WatchTest, SaysFirstFromWhereOnChangesFollow) {
  Create("before");
  world_.AwaitServed();
  const auto watcher = Watch();
  const v1::WatchCampaignsResponse first = watcher->Next();
  EXPECT_EQ(first.config_version().epoch(), "e1");
  EXPECT_EQ(first.config_version().revision(), 1u);
  EXPECT_EQ(first.name(), "");
  EXPECT_FALSE(first.has_resource());
}

TEST_F(WatchTest, SendsEachChangeOnceItIsServed) {
  const auto watcher = Watch();
  watcher->Next();
  Create("acme");
  const v1::WatchCampaignsResponse created = watcher->Next();
  EXPECT_GE(world_.serving().snapshot.Load()->version().revision, 1u);
  EXPECT_EQ(created.config_version().revision(), 1u);
  EXPECT_EQ(created.name(), "advertisers/acme");
  EXPECT_EQ(created.resource().advertiser().etag(), "1");
  EXPECT_EQ(created.resource().advertiser().display_name(), "The acme company");
  EXPECT_NE(created.actor(), "");
  EXPECT_TRUE(created.has_time());
  Delete("acme");
  const v1::WatchCampaignsResponse deleted = watcher->Next();
  EXPECT_EQ(deleted.config_version().revision(), 2u);
  EXPECT_EQ(deleted.name(), "advertisers/acme");
  EXPECT_FALSE(deleted.has_resource());
}

TEST_F(WatchTest, RepeatsWhatCameAfterTheVersionAskedFor) {
  for (int i = 0; i < 100; ++i) Create("a" + std::to_string(i));
  world_.AwaitServed();
  const auto watcher = WatchFrom("e1", 3);
  EXPECT_EQ(watcher->Next().config_version().revision(), 3u);
  for (uint64_t revision = 4; revision <= 100; ++revision) {
    ASSERT_EQ(watcher->Next().config_version().revision(), revision);
  }
  Create("live");
  EXPECT_EQ(watcher->Next().name(), "advertisers/live");
}

TEST_F(WatchTest, ManyWatchersMissNothingWhileWritesFlow) {
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < 8; ++i) watchers.push_back(Watch());
  for (const auto& watcher : watchers) watcher->Next();
  std::vector<std::thread> readers;
  for (const auto& watcher : watchers) {
    readers.emplace_back([&watcher] {
      for (uint64_t revision = 1; revision <= 300; ++revision) {
        ASSERT_EQ(watcher->Next().config_version().revision(), revision);
      }
    });
  }
  for (int i = 0; i < 300; ++i) Create("a" + std::to_string(i));
  for (std::thread& reader : readers) reader.join();
}

TEST_F(WatchTest, EndsWithOutOfRangeForWhatIsNotKnown) {
  EXPECT_EQ(WatchFrom("other", 0)->End(), StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(WatchFrom("e1", 7)->End(), StatusCode::OUT_OF_RANGE);
}

TEST_F(WatchTest, EndsWhenHistoryBreaks) {
  Create("acme");
  world_.AwaitServed();
  const auto watcher = Watch();
  watcher->Next();
  world_.serving().changes.Reset({"e2", 9});
  EXPECT_EQ(watcher->End(), StatusCode::OUT_OF_RANGE);
}

TEST_F(WatchTest, EndsAtOnceWhenTheServerStops) {
  const auto watcher = Watch();
  watcher->Next();
  world_.serving().changes.Close();
  EXPECT_EQ(watcher->End(), StatusCode::UNAVAILABLE);
}

TEST_F(WatchTest, AWatcherThatGoesAwayHurtsNobody) {
  for (int i = 0; i < 50; ++i) {
    const auto watcher = Watch();
    watcher->Next();
    watcher->context.TryCancel();
    Create("a" + std::to_string(i));
    EXPECT_EQ(watcher->stream->Finish().error_code(), StatusCode::CANCELLED);
  }
}

}  // namespace
}  // namespace placard
