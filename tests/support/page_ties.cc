#include "tests/support/page_ties.h"

#include <algorithm>

namespace placard {
namespace {

std::vector<std::string> LabelsOf(const Candidate& candidate,
                                  const Creative& creative) {
  std::vector<std::string> labels;
  for (const auto* some :
       {&candidate.item->advertiser->exclusion_labels,
        &candidate.campaign().exclusion_labels, &creative.exclusion_labels}) {
    labels.insert(labels.end(), some->begin(), some->end());
  }
  return labels;
}

}  // namespace

void PageTies::Show(const Candidate& candidate, const Creative& creative) {
  ShownAd shown = {.campaign = PageViewHash(candidate.campaign().name),
                   .advertiser = PageViewHash(candidate.campaign().advertiser),
                   .line_item = PageViewHash(candidate.line_item().name),
                   .creative = PageViewHash(creative.name)};
  for (const std::string& label : LabelsOf(candidate, creative)) {
    shown.labels.push_back(PageViewHash(label));
  }
  shown_.push_back(shown);
}

std::set<std::string> PageTies::UnitsOf(const Choice& choice) const {
  const Candidate& candidate = *choice.candidate;
  std::set<std::string> units;
  if (choice.creative != nullptr) units.insert(choice.creative->name);
  if (IsHouse(candidate.campaign())) return units;
  const NoDuplicates mode = policy_.no_duplicates;
  if (mode != NoDuplicates::kCreative) {
    units.insert(candidate.line_item().name);
  }
  const bool one_of_campaign =
      mode == NoDuplicates::kCampaign || mode == NoDuplicates::kAdvertiser;
  if (one_of_campaign && !IsCompanion(candidate) &&
      candidate.campaign().roadblock == Roadblock::kOnlyOne) {
    units.insert(candidate.campaign().name);
  }
  return units;
}

std::vector<PageTies::Claim> PageTies::ClaimsOf(const Choice& choice) const {
  const Candidate& candidate = *choice.candidate;
  const Campaign& campaign = candidate.campaign();
  const Advertiser& advertiser = *candidate.item->advertiser;
  std::vector<Claim> claims;
  const Creative& creative =
      choice.creative != nullptr
          ? *choice.creative
          : campaign.creatives[candidate.line_item().creatives.front()];
  for (const std::string& label : LabelsOf(candidate, creative)) {
    claims.push_back({.label = "label " + label,
                      .party = advertiser.same_advertiser_exception
                                   ? advertiser.name
                                   : campaign.name});
  }
  if (policy_.no_duplicates == NoDuplicates::kAdvertiser &&
      !IsHouse(campaign)) {
    claims.push_back({.label = advertiser.name, .party = campaign.name});
  }
  return claims;
}

int32_t PageTies::LimitOf(const Candidate& candidate) const {
  if (IsHouse(candidate.campaign())) return INT32_MAX;
  int32_t limit = INT32_MAX;
  for (const int32_t some : {policy_.advertiser_page_limit,
                             candidate.item->advertiser->page_limit}) {
    if (some > 0) limit = std::min(limit, some);
  }
  if (limit == INT32_MAX) return limit;
  return std::max(limit - ShownOf(candidate.campaign().advertiser), 0);
}

int32_t PageTies::ShownOf(const std::string& advertiser) const {
  return static_cast<int32_t>(
      std::count_if(shown_.begin(), shown_.end(), [&](const ShownAd& ad) {
        return ad.advertiser == PageViewHash(advertiser) && !ad.house;
      }));
}

std::string PageTies::MasterOf(const Candidate& candidate) const {
  if (!IsCompanion(candidate)) return "";
  const std::string& master =
      candidate.campaign().line_items[*candidate.line_item().companion_of].name;
  for (const ShownAd& ad : earlier_) {
    if (ad.line_item == PageViewHash(master)) return "";
  }
  return master;
}

bool PageTies::IsOfWhole(const Candidate& candidate) const {
  return candidate.campaign().roadblock == Roadblock::kAll &&
         !IsHouse(candidate.campaign());
}

std::optional<Reason> PageTies::Against(const Candidate& candidate,
                                        const Creative& creative) const {
  const Campaign& campaign = candidate.campaign();
  const Advertiser& advertiser = *candidate.item->advertiser;
  const std::set<std::string> units =
      UnitsOf({.candidate = &candidate, .creative = &creative});
  std::set<uint32_t> unit_hashes;
  for (const std::string& unit : units) unit_hashes.insert(PageViewHash(unit));
  const uint32_t own_campaign = PageViewHash(campaign.name);
  const uint32_t own_advertiser = PageViewHash(campaign.advertiser);
  for (const ShownAd& ad : shown_) {
    if (unit_hashes.contains(ad.creative) ||
        unit_hashes.contains(ad.line_item) ||
        unit_hashes.contains(ad.campaign)) {
      return Reason::kDuplicate;
    }
    if (policy_.no_duplicates == NoDuplicates::kAdvertiser &&
        !IsHouse(campaign) && !ad.house && ad.advertiser == own_advertiser &&
        ad.campaign != own_campaign) {
      return Reason::kDuplicate;
    }
  }
  for (const std::string& label : LabelsOf(candidate, creative)) {
    for (const ShownAd& ad : shown_) {
      if (std::find(ad.labels.begin(), ad.labels.end(), PageViewHash(label)) ==
          ad.labels.end()) {
        continue;
      }
      if (ad.campaign == own_campaign) continue;
      if (advertiser.same_advertiser_exception &&
          ad.advertiser == own_advertiser) {
        continue;
      }
      return Reason::kLabelConflict;
    }
  }
  if (LimitOf(candidate) <= 0) return Reason::kAdvertiserLimit;
  return std::nullopt;
}

}  // namespace placard
