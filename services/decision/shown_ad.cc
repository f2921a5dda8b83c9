#include "services/decision/shown_ad.h"

#include <algorithm>

namespace placard {

void DescribeShown(const ServedLineItem& item, const ServedCreative& creative,
                   ShownAd& out) {
  const Campaign& campaign = *item.campaign;
  out.labels.clear();
  for (const ServedLabel& label : creative.labels) {
    out.labels.push_back(PageViewHash(label.hash));
  }
  std::sort(out.labels.begin(), out.labels.end());
  out.labels.erase(std::unique(out.labels.begin(), out.labels.end()),
                   out.labels.end());

  out.house = campaign.tier == Tier::kHouse;
  const bool is_known = !out.house || !out.labels.empty();
  out.campaign = is_known ? PageViewHash(campaign.name) : 0;
  out.advertiser = is_known ? PageViewHash(campaign.advertiser) : 0;
  out.line_item = out.house ? 0 : PageViewHash(item.line_item->name);
  out.creative = PageViewHash(creative.name_hash);
}

}  // namespace placard
