#include "services/refresh/refresher.h"

#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "placard/v1/campaign_service.pb.h"
#include "services/codec/campaign_codec.h"
#include "services/refresh/local_copy.h"
#include "tests/support/captured_log.h"
#include "tests/support/fake_catalog_store.h"
#include "tests/support/feed_waiter.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string AdvertiserBody(const std::string& name) {
  v1::Resource resource;
  resource.mutable_advertiser()->set_name(name);
  resource.mutable_advertiser()->set_status(v1::STATUS_ACTIVE);
  return SerializeDocument(resource);
}

std::string CampaignBody(const std::string& name) {
  v1::Resource resource;
  v1::Campaign& campaign = *resource.mutable_campaign();
  campaign.set_name(name);
  campaign.set_advertiser("advertisers/acme");
  campaign.set_status(v1::STATUS_ACTIVE);
  campaign.mutable_flight()->mutable_start_time()->set_seconds(1);
  campaign.set_tier(v1::TIER_STANDARD);
  v1::LineItem& item = *campaign.add_line_items();
  item.set_id("l");
  item.set_status(v1::STATUS_ACTIVE);
  v1::Creative& creative = *campaign.add_creatives();
  creative.set_id("c");
  creative.mutable_size()->mutable_fluid();
  creative.set_click_url("https://example.com/");
  creative.mutable_html()->set_markup("<p>");
  return SerializeDocument(resource);
}

std::string PolicyBody() {
  v1::Resource resource;
  resource.mutable_site_policy()->set_name("sitePolicy");
  resource.mutable_site_policy()->set_currency("EUR");
  return SerializeDocument(resource);
}

// One server's refresher, over a store that may suffer accidents.
class RefresherTest : public testing::Test {
 protected:
  struct Server {
    Server(CatalogStore& store, const std::string& copy_path,
           const std::string& epoch)
        : refresher(store, serving, clock, log.log(),
                    {.copy_path = copy_path,
                     .new_epoch = epoch,
                     .on_serving = [this] { ++times_serving; },
                     .poll = absl::Milliseconds(20),
                     .retry_away = absl::Milliseconds(5),
                     .retry_unwell = absl::Milliseconds(5),
                     .save_every = absl::ZeroDuration()}) {
      refresher.Start();
    }

    bool AwaitRevision(uint64_t revision) {
      return waiter.Await(
          [&] { return serving.changes.version().revision == revision; });
    }
    std::string epoch() { return serving.changes.version().epoch; }
    std::vector<std::string> Names() {
      std::vector<std::string> names;
      serving.documents.Load()->documents.VisitFrom(
          "", [&](const DocumentMirror::Entry& entry) {
            names.push_back(entry->document.name);
            return true;
          });
      return names;
    }
    size_t LineItems() { return serving.snapshot.Load()->line_items(); }

    SystemClock clock;
    CapturedLog log{clock};
    Serving serving;
    FeedWaiter waiter{serving.changes};
    std::atomic<int> times_serving = 0;
    Refresher refresher;
  };

  std::unique_ptr<Server> Start(const std::string& epoch = "e1") {
    return std::make_unique<Server>(store_, copy_path(), epoch);
  }
  std::string copy_path() const { return dir_.path() + "/catalogue.copy"; }

  // The revision of the last write.
  uint64_t Write(std::vector<WriteOp> ops) {
    std::string epoch = store_.ReadPosition().value()->epoch;
    return store_
        .Commit({.epoch = epoch,
                 .ops = std::move(ops),
                 .request_id = "",
                 .actor = "test"},
                nullptr)
        .value()
        .revision;
  }
  uint64_t Put(const std::string& name, std::string body) {
    return Write({{.name = name,
                   .expected = Expected::Any(),
                   .body = std::move(body),
                   .references = {}}});
  }
  uint64_t Delete(const std::string& name) {
    return Write({{.name = name,
                   .expected = Expected::Any(),
                   .body = std::nullopt,
                   .references = {}}});
  }
  // An advertiser, then so many campaigns.
  uint64_t PutCampaigns(int campaigns) {
    uint64_t last = Put("advertisers/acme", AdvertiserBody("advertisers/acme"));
    for (int i = 0; i < campaigns; ++i) {
      const std::string name = "campaigns/c" + std::to_string(i);
      last = Put(name, CampaignBody(name));
    }
    return last;
  }

  TempDir dir_;
  FakeCatalogStore store_;
};

TEST_F(RefresherTest, GivesAnEmptyStoreItsFirstEpochAndServesNothingFromIt) {
  const auto server = Start("e1");
  ASSERT_TRUE(server->waiter.Await([&] { return server->epoch() == "e1"; }));
  EXPECT_EQ(store_.ReadPosition().value()->epoch, "e1");
  EXPECT_EQ(server->LineItems(), 0u);
  EXPECT_EQ(server->serving.snapshot.Load()->version(),
            (CatalogVersion{"e1", 0}));
}

TEST_F(RefresherTest, ReadsAStoreThatHasAnEpoch) {
  ASSERT_TRUE(store_.CreateEpoch("old").ok());
  const uint64_t last = PutCampaigns(3);
  const auto server = Start("new");
  ASSERT_TRUE(server->AwaitRevision(last));
  EXPECT_EQ(server->epoch(), "old");
  EXPECT_EQ(server->LineItems(), 3u);
  server->refresher.Stop();
  EXPECT_EQ(server->times_serving, 1);
}

TEST_F(RefresherTest, ServesAndListsAndTellsWhatIsWritten) {
  const auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  const uint64_t last = PutCampaigns(1);
  ASSERT_TRUE(server->AwaitRevision(last));
  EXPECT_THAT(server->Names(), ElementsAre("advertisers/acme", "campaigns/c0"));
  EXPECT_EQ(server->LineItems(), 1u);
  EXPECT_EQ(server->serving.snapshot.Load()->version().revision, last);

  ASSERT_TRUE(server->AwaitRevision(Delete("campaigns/c0")));
  EXPECT_THAT(server->Names(), ElementsAre("advertisers/acme"));
  EXPECT_EQ(server->LineItems(), 0u);
  const auto changes = server->serving.changes.After({"e1", last}, 10).value();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0]->name, "campaigns/c0");
  EXPECT_EQ(changes[0]->document, nullptr);
  EXPECT_EQ(changes[0]->actor, "test");
}

TEST_F(RefresherTest, TellsOfEachChangeThoughManyAreServedAtOnce) {
  const auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  const uint64_t first = server->serving.changes.version().revision;
  const uint64_t last = PutCampaigns(100);
  ASSERT_TRUE(server->AwaitRevision(last));
  EXPECT_EQ(server->LineItems(), 100u);
  const auto changes =
      server->serving.changes.After({"e1", first}, 1000).value();
  ASSERT_EQ(changes.size(), 101u);
  for (size_t i = 0; i < changes.size(); ++i) {
    EXPECT_EQ(changes[i]->revision, first + 1 + i);
  }
}

TEST_F(RefresherTest, StartsFromTheLocalCopyWhileTheStoreIsAway) {
  auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  const uint64_t last = PutCampaigns(3);
  ASSERT_TRUE(server->AwaitRevision(last));
  server.reset();

  store_.SetReachable(false);
  server = Start();
  ASSERT_TRUE(server->AwaitRevision(last));
  EXPECT_EQ(server->LineItems(), 3u);
  EXPECT_TRUE(server->log.Await("msg=\"store is away\""));

  // And catches up from there once it is back.
  store_.SetReachable(true);
  ASSERT_TRUE(server->AwaitRevision(Delete("campaigns/c1")));
  EXPECT_EQ(server->LineItems(), 2u);
  EXPECT_TRUE(server->log.Await("msg=\"store is well again\""));
  EXPECT_EQ(server->log.Count("msg=\"catalogue is read again\""), 0u);
}

TEST_F(RefresherTest, KeepsServingAndAlarmsOnceWhenTheStoreIsLost) {
  const auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  const uint64_t last = PutCampaigns(3);
  ASSERT_TRUE(server->AwaitRevision(last));
  store_.Wipe();
  ASSERT_TRUE(server->log.Await("level=error msg=\"catalogue is held\""));
  EXPECT_EQ(server->LineItems(), 3u);
  EXPECT_FALSE(store_.ReadPosition().value().has_value())
      << "a server that knew the store must not begin it anew";

  // Somebody begins it anew: still held, for it holds less than half.
  ASSERT_TRUE(store_.CreateEpoch("e2").ok());
  ASSERT_TRUE(server->log.Await("begun a new epoch, e2, with 0 campaigns"));
  EXPECT_EQ(server->LineItems(), 3u);
  EXPECT_EQ(server->epoch(), "e1");
  EXPECT_EQ(server->log.Count("msg=\"catalogue is held\""), 2u);

  // Until it holds enough.
  const uint64_t enough = PutCampaigns(2);
  ASSERT_TRUE(server->waiter.Await([&] { return server->epoch() == "e2"; }));
  ASSERT_TRUE(server->AwaitRevision(enough));
  EXPECT_EQ(server->LineItems(), 2u);
}

TEST_F(RefresherTest, NeverBeginsAStoreAnewThatItHasACopyOf) {
  auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  server.reset();
  store_.Wipe();
  server = Start("e2");
  ASSERT_TRUE(server->log.Await("msg=\"catalogue is held\""));
  EXPECT_EQ(server->epoch(), "e1");
  server.reset();

  // Not even when the copy cannot be read.
  std::ofstream(copy_path()) << "rubbish";
  server = Start("e3");
  ASSERT_TRUE(server->log.Await("msg=\"local copy is refused\""));
  ASSERT_TRUE(server->log.Await("msg=\"catalogue is held\""));
  EXPECT_EQ(server->times_serving, 0);
  EXPECT_FALSE(store_.ReadPosition().value().has_value());
}

TEST_F(RefresherTest, TakesBackWhatAFailoverLost) {
  const auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  PutCampaigns(3);
  store_.Backup();
  const uint64_t lost = Delete("campaigns/c0");
  ASSERT_TRUE(server->AwaitRevision(lost));
  store_.Restore();
  // Another write takes the revision that was lost.
  ASSERT_EQ(Delete("campaigns/c1"), lost);
  ASSERT_TRUE(server->waiter.Await([&] {
    return server->Names() == std::vector<std::string>{"advertisers/acme",
                                                       "campaigns/c0",
                                                       "campaigns/c2"};
  }));
}

TEST_F(RefresherTest, ReadsAllAgainWhenTheLogIsTrimmed) {
  auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  ASSERT_TRUE(server->AwaitRevision(PutCampaigns(1)));
  server.reset();
  const uint64_t last = PutCampaigns(5);
  store_.TrimLog(last);
  server = Start();
  ASSERT_TRUE(server->AwaitRevision(last));
  EXPECT_EQ(server->log.Count("msg=\"catalogue is read again\""), 1u);
  EXPECT_EQ(server->LineItems(), 5u);
}

TEST_F(RefresherTest, AnUnreadableCampaignGoesAndTheOthersServeOn) {
  const auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  PutCampaigns(2);
  ASSERT_TRUE(server->AwaitRevision(Put("campaigns/c0", "\xff")));
  EXPECT_EQ(server->LineItems(), 1u);
  EXPECT_TRUE(server->log.Await("msg=\"document cannot be read\""));
  // It stands in the store, so it stands in the copy and in the mirror.
  EXPECT_THAT(server->Names(),
              ElementsAre("advertisers/acme", "campaigns/c0", "campaigns/c1"));
}

TEST_F(RefresherTest, AnUnreadableSitePolicyLeavesTheLastOne) {
  const auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  Put("sitePolicy", PolicyBody());
  ASSERT_TRUE(server->AwaitRevision(Put("sitePolicy", "\xff")));
  EXPECT_EQ(server->serving.snapshot.Load()->site_policy().currency, "EUR");
}

TEST_F(RefresherTest, HoldsAReloadWithManyUnreadableDocuments) {
  auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  ASSERT_TRUE(server->AwaitRevision(PutCampaigns(12)));
  server.reset();
  uint64_t last = 0;
  for (int i = 0; i < 10; ++i) {
    last = Put("campaigns/c" + std::to_string(i), "\xff");
  }
  store_.TrimLog(last);
  server = Start();
  ASSERT_TRUE(server->log.Await("10 of 13 documents in the store"));
  EXPECT_EQ(server->LineItems(), 12u);
}

TEST_F(RefresherTest, SavesWhatItServesWhenItStops) {
  auto server = Start();
  ASSERT_TRUE(server->waiter.Await([&] { return !server->epoch().empty(); }));
  const uint64_t last = PutCampaigns(3);
  ASSERT_TRUE(server->AwaitRevision(last));
  server->refresher.Stop();
  const absl::StatusOr<LocalCopy> copy = ReadLocalCopy(copy_path());
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ(copy->position, *store_.ReadPosition().value());
  EXPECT_EQ(copy->documents.size(), 4u);
}

TEST_F(RefresherTest, SaysWhenTheCopyCannotBeSaved) {
  Server server(store_, dir_.path() + "/missing/catalogue.copy", "e1");
  EXPECT_TRUE(server.log.Await("msg=\"local copy cannot be saved\""));
  ASSERT_TRUE(server.AwaitRevision(PutCampaigns(1)));
}

}  // namespace
}  // namespace placard
