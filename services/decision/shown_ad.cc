#include "services/decision/shown_ad.h"

#include <algorithm>
#include <string>
#include <vector>

namespace placard {
namespace {

void AddLabels(const std::vector<std::string>& labels,
               std::vector<uint32_t>& out) {
  for (const std::string& label : labels) out.push_back(PageViewHash(label));
}

}  // namespace

void DescribeShown(const Ad& ad, const Snapshot& snapshot, ShownAd& out) {
  const Campaign& campaign = *ad.campaign;
  out.labels.clear();
  AddLabels(ad.creative->exclusion_labels, out.labels);
  AddLabels(campaign.exclusion_labels, out.labels);
  const Advertiser* advertiser = snapshot.FindAdvertiser(campaign.advertiser);
  if (advertiser != nullptr)
    AddLabels(advertiser->exclusion_labels, out.labels);
  std::sort(out.labels.begin(), out.labels.end());
  out.labels.erase(std::unique(out.labels.begin(), out.labels.end()),
                   out.labels.end());

  out.house = campaign.tier == Tier::kHouse;
  const bool is_known = !out.house || !out.labels.empty();
  out.campaign = is_known ? PageViewHash(campaign.name) : 0;
  out.advertiser = is_known ? PageViewHash(campaign.advertiser) : 0;
  out.line_item = out.house ? 0 : PageViewHash(ad.line_item->name);
  out.creative = PageViewHash(ad.creative->name);
}

}  // namespace placard
