#include "engine/selection/page_shown.h"

#include <algorithm>

#include "engine/base/hash.h"

namespace placard {

int32_t PageLimit(const SitePolicy& policy, const Advertiser& advertiser) {
  const int32_t site = policy.advertiser_page_limit;
  const int32_t own = advertiser.page_limit;
  return site == 0 || own == 0 ? std::max(site, own) : std::min(site, own);
}

void PageShown::Begin(const SitePolicy& policy,
                      const PageViewHistory& history) {
  policy_ = &policy;
  ads_.clear();
  labels_.clear();
  for (const ShownAd& ad : history.shown) {
    ads_.push_back({.campaign = ad.campaign,
                    .advertiser = ad.advertiser,
                    .line_item = ad.line_item,
                    .creative = ad.creative,
                    .first_label = labels_.size(),
                    .labels = ad.labels.size(),
                    .house = ad.house});
    labels_.insert(labels_.end(), ad.labels.begin(), ad.labels.end());
  }
}

PageShown::ShownThing PageShown::Of(const ServedLineItem& item,
                                    const ServedCreative& creative) const {
  return {.campaign = PageViewHash(item.campaign->name),
          .advertiser = PageViewHash(item.campaign->advertiser),
          .line_item = PageViewHash(item.line_item->name),
          .creative = PageViewHash(creative.name_hash),
          .first_label = labels_.size(),
          .labels = creative.labels.size(),
          .house = item.campaign->tier == Tier::kHouse};
}

void PageShown::Add(const ServedLineItem& item,
                    const ServedCreative& creative) {
  ads_.push_back(Of(item, creative));
  for (const ServedLabel& label : creative.labels) {
    labels_.push_back(PageViewHash(label.hash));
  }
}

bool PageShown::IsDuplicate(const ShownThing& shown, const ShownThing& ad,
                            const ServedLineItem& item) const {
  const NoDuplicates mode = policy_->no_duplicates;
  if (shown.creative == ad.creative) return true;
  if (ad.house || mode == NoDuplicates::kCreative) return false;
  if (shown.line_item == ad.line_item) return true;
  if (mode == NoDuplicates::kLineItem) return false;
  if (shown.campaign == ad.campaign) {
    return item.campaign->roadblock == Roadblock::kOnlyOne &&
           !item.line_item->companion_of.has_value();
  }
  return mode == NoDuplicates::kAdvertiser && !shown.house &&
         shown.advertiser == ad.advertiser;
}

bool PageShown::SharesLabel(const ShownThing& shown,
                            const ServedCreative& creative) const {
  const auto begin =
      labels_.begin() + static_cast<std::ptrdiff_t>(shown.first_label);
  const auto end = begin + static_cast<std::ptrdiff_t>(shown.labels);
  return std::any_of(creative.labels.begin(), creative.labels.end(),
                     [&](const ServedLabel& label) {
                       return std::find(begin, end, PageViewHash(label.hash)) !=
                              end;
                     });
}

std::optional<Reason> PageShown::Against(const ServedLineItem& item,
                                         const ServedCreative& creative) const {
  const ShownThing ad = Of(item, creative);
  bool label = false;
  int32_t of_advertiser = 0;
  for (const ShownThing& shown : ads_) {
    if (IsDuplicate(shown, ad, item)) return Reason::kDuplicate;
    const bool same_advertiser = shown.advertiser == ad.advertiser;
    of_advertiser += same_advertiser && !shown.house;
    const bool same_party =
        shown.campaign == ad.campaign ||
        (same_advertiser && item.advertiser->same_advertiser_exception);
    label = label || (!same_party && SharesLabel(shown, creative));
  }
  if (label) return Reason::kLabelConflict;
  const int32_t limit = ad.house ? 0 : PageLimit(*policy_, *item.advertiser);
  if (limit > 0 && of_advertiser >= limit) return Reason::kAdvertiserLimit;
  return std::nullopt;
}

bool PageShown::ShowsLineItem(std::string_view name) const {
  const uint32_t hash = PageViewHash(name);
  return std::any_of(ads_.begin(), ads_.end(), [&](const ShownThing& shown) {
    return shown.line_item == hash;
  });
}

int32_t PageShown::PaidOf(std::string_view advertiser) const {
  const uint32_t hash = PageViewHash(advertiser);
  return static_cast<int32_t>(
      std::count_if(ads_.begin(), ads_.end(), [&](const ShownThing& shown) {
        return shown.advertiser == hash && !shown.house;
      }));
}

}  // namespace placard
