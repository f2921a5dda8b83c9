// One server's CampaignService in this process, over a store that may suffer
// accidents, as its clients see it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "placard/v1/campaign_service.grpc.pb.h"
#include "services/campaign/campaign_service.h"
#include "services/refresh/refresher.h"
#include "tests/support/captured_log.h"
#include "tests/support/fake_catalog_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/feed_waiter.h"
#include "tests/support/temp_dir.h"

namespace placard {

v1::Advertiser AnAdvertiser(const std::string& id);
v1::Campaign ACampaign(const std::string& id, const std::string& advertiser_id);
v1::KeywordList AKeywordList(const std::string& id);
v1::Taxonomy ATaxonomy(const std::string& id);

// Thread safety: as its parts.
class CampaignWorld {
 public:
  // Returns once an empty catalogue is served.
  CampaignWorld();
  ~CampaignWorld();

  FakeCatalogStore& store() { return store_; }
  FakeClock& clock() { return clock_; }
  Serving& serving() { return serving_; }
  v1::CampaignService::Stub& stub() { return *stub_; }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }

  // What lint takes for pages seen of late. Change it between calls only.
  std::vector<SeenPage>& recent_pages() { return recent_pages_; }

  // Until this server serves all that the store holds.
  void AwaitServed();

  uint64_t StoreRevision() { return store_.ReadPosition().value()->revision; }

 private:
  TempDir dir_;
  FakeCatalogStore store_;
  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  SystemClock system_clock_;
  CapturedLog log_{system_clock_};
  Serving serving_;
  std::vector<SeenPage> recent_pages_;
  FeedWaiter waiter_{serving_.changes};
  Refresher refresher_;
  CatalogEditor editor_{store_, clock_};
  CampaignLinter linter_{serving_, clock_,
                         [this](size_t) { return recent_pages_; }};
  CampaignCalls calls_{editor_, serving_, linter_};
  WorkerPool workers_{4, 64};
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::CampaignService::Stub> stub_;
};

}  // namespace placard
