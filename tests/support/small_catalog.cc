#include "tests/support/small_catalog.h"

#include <utility>

#include "engine/base/status.h"

namespace placard {

Campaign MakeCampaign(const SmallCampaign& campaign) {
  Campaign made;
  made.name = "campaigns/" + campaign.id;
  made.advertiser = "advertisers/acme";
  made.flight.start = absl::InfinitePast();
  made.flight.zone = absl::UTCTimeZone();
  made.tier = campaign.tier;
  made.priority = campaign.priority;
  LineItem item;
  item.name = made.name + "/lineItems/l";
  if (campaign.cpm_micros.has_value()) {
    item.price.emplace();
    item.price->cpm = Micros(*campaign.cpm_micros);
  }
  item.weight = campaign.weight;
  item.rule = campaign.rule;
  for (const Size& size : campaign.creatives) {
    const auto number = static_cast<uint32_t>(made.creatives.size());
    item.creatives.push_back(number);
    Creative& creative = made.creatives.emplace_back();
    creative.name = Concat(made.name, "/creatives/c", number);
    creative.size = size;
    creative.click_host = "shop.example";
    creative.click_url = "https://shop.example/";
  }
  made.line_items.push_back(std::move(item));
  return made;
}

Slot BoxSlot(std::string id) {
  Slot slot;
  slot.id = std::move(id);
  slot.sizes = {kTestBox};
  return slot;
}

SmallCatalog::SmallCatalog()
    : acme_(std::make_shared<Advertiser>()),
      policy_(std::make_shared<SitePolicy>()) {
  acme_->name = "advertisers/acme";
  contents_.advertisers.emplace(acme_->name, acme_);
  contents_.site_policy = policy_;
}

void SmallCatalog::Add(Campaign campaign) {
  std::string name = campaign.name;
  contents_.campaigns.insert_or_assign(
      std::move(name), std::make_shared<Campaign>(std::move(campaign)));
}

void SmallCatalog::AddList(KeywordList list) {
  std::string name = list.name;
  contents_.keyword_lists.insert_or_assign(
      std::move(name), std::make_shared<KeywordList>(std::move(list)));
}

}  // namespace placard
