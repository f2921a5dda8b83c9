#include "tests/support/campaign_world.h"

#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {

v1::Advertiser AnAdvertiser(const std::string& id) {
  v1::Advertiser advertiser;
  advertiser.set_name(Concat("advertisers/", id));
  advertiser.set_display_name(Concat("The ", id, " company"));
  return advertiser;
}

v1::Campaign ACampaign(const std::string& id,
                       const std::string& advertiser_id) {
  v1::Campaign campaign;
  campaign.set_name(Concat("campaigns/", id));
  campaign.set_advertiser(Concat("advertisers/", advertiser_id));
  campaign.mutable_flight()->mutable_start_time()->set_seconds(1);
  campaign.set_tier(v1::TIER_STANDARD);
  campaign.add_line_items()->set_id("l1");
  v1::Creative& creative = *campaign.add_creatives();
  creative.set_id("c1");
  creative.mutable_size()->mutable_fixed()->set_width(300);
  creative.mutable_size()->mutable_fixed()->set_height(250);
  creative.set_click_url("https://example.com/");
  creative.mutable_html()->set_markup("<p>");
  return campaign;
}

v1::KeywordList AKeywordList(const std::string& id) {
  v1::KeywordList list;
  list.set_name(Concat("keywordLists/", id));
  list.set_owner("desk");
  list.add_terms()->set_text("crash");
  return list;
}

v1::Taxonomy ATaxonomy(const std::string& id) {
  v1::Taxonomy taxonomy;
  taxonomy.set_name(Concat("taxonomies/", id));
  taxonomy.add_nodes()->set_id("1");
  return taxonomy;
}

CampaignWorld::CampaignWorld()
    : refresher_(store_, serving_, system_clock_, log_.log(),
                 {.copy_path = dir_.path() + "/catalogue.copy",
                  .new_epoch = "e1",
                  .poll = absl::Milliseconds(20)}) {
  refresher_.Start();
  PLACARD_CHECK(waiter_.Await(
      [this] { return serving_.changes.version().epoch == "e1"; }));
  service_ = MakeCampaignService(calls_, serving_, workers_);
  grpc::ServerBuilder builder;
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  channel_ = server_->InProcessChannel(grpc::ChannelArguments());
  stub_ = v1::CampaignService::NewStub(channel_);
}

CampaignWorld::~CampaignWorld() {
  serving_.changes.Close();
  server_->Shutdown();
  workers_.Stop();
  refresher_.Stop();
}

void CampaignWorld::AwaitServed() {
  const uint64_t revision = StoreRevision();
  PLACARD_CHECK(waiter_.Await(
      [&] { return serving_.changes.version().revision >= revision; }));
}

}  // namespace placard
