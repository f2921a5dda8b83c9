// Changes of a campaign as the gRPC service makes them.
#include <string>

#include "bench/control/benchmarks.h"
#include "bench/control/stored_catalog.h"
#include "bench/control/timed.h"
#include "engine/base/status.h"
#include "services/campaign/catalog_editor.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

WriteRequest ByBench(const StoredCatalog& catalog) {
  return {.epoch = catalog.position().epoch,
          .etag = "",
          .request_id = "",
          .actor = "bench"};
}

// Never what the call before bid.
void Bid(size_t number, v1::Campaign& campaign) {
  const auto bid = static_cast<int32_t>(1 + number % 1000);
  v1::LineItem& item = *campaign.mutable_line_items(0);
  if (item.has_price()) {
    item.mutable_price()->set_cpm_micros(1'000'000 + bid);
  } else {
    item.set_weight(bid);
  }
}

void Updating(benchmark::State& state, StoredCatalog& catalog,
              Summary& summary) {
  CatalogEditor editor(catalog.store(), catalog.clock());
  google::protobuf::FieldMask mask;
  mask.add_paths("line_items");
  TimeEach(state, summary,
           {.id = Concat("control/campaign/update/", catalog.line_items()),
            .what = "one bid changed: read, checked and written"},
           [&](size_t number) {
             v1::Resource resource;
             if (!resource.ParseFromString(catalog.campaign(number).body)) {
               return false;
             }
             Bid(number, *resource.mutable_campaign());
             const absl::StatusOr<v1::Resource> after = editor.Update(
                 resource, mask, /*allow_missing=*/false, ByBench(catalog));
             return after.ok() && SameContent(*after, resource);
           });
}

void Refusing(benchmark::State& state, StoredCatalog& catalog,
              Summary& summary) {
  CatalogEditor editor(catalog.store(), catalog.clock());
  v1::Resource bad;
  v1::Campaign& campaign = *bad.mutable_campaign();
  campaign.set_name("campaigns/UPPER");
  campaign.set_advertiser("advertisers/nobody");
  campaign.set_priority(99);
  campaign.add_line_items()->set_id("no weight, no creative");
  TimeEach(state, summary,
           {.id = Concat("control/campaign/refuse/", catalog.line_items()),
            .what = "a campaign refused with all its faults"},
           [&](size_t) {
             const absl::Status refused =
                 editor.Create(bad, ByBench(catalog)).status();
             return ViolationsIn(refused).size() >= 5;
           });
}

}  // namespace

void RegisterCampaigns(size_t line_items, Summary& summary) {
  RegisterWithCatalog(
      {.name = "UpdateCampaign", .run = Updating, .iterations = 300},
      line_items, summary);
  RegisterWithCatalog(
      {.name = "RefuseCampaign", .run = Refusing, .iterations = 1000},
      line_items, summary);
}

}  // namespace placard
