#include "engine/lint/outranked.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <variant>

#include "engine/base/status.h"
#include "engine/explain/words.h"
#include "engine/model/decision.h"

namespace placard {
namespace {

bool IsAlways(const LineItem& item) {
  const auto* rule = std::get_if<Rule>(&item.rule);
  return rule != nullptr && *rule == Rule{AllOfRule{}};
}

// Whether nothing on a page keeps the campaign's advertisements off it.
bool IsUnlimited(const Campaign& campaign, const Advertiser& advertiser,
                 const SitePolicy& policy) {
  const std::vector<std::string>& blocked = policy.blocked_advertisers;
  return policy.no_duplicates != NoDuplicates::kAdvertiser &&
         advertiser.exclusion_labels.empty() && advertiser.page_limit == 0 &&
         advertiser.blocks == Blocks() && campaign.exclusion_labels.empty() &&
         campaign.blocks == Blocks() && policy.advertiser_page_limit == 0 &&
         std::find(blocked.begin(), blocked.end(), campaign.advertiser) ==
             blocked.end();
}

bool IsUnlimited(const Creative& creative, const SitePolicy& policy) {
  return creative.exclusion_labels.empty() && creative.blocks == Blocks() &&
         !policy.BlocksClickHost(creative.click_host);
}

bool MayBlanket(const Campaign& campaign, const LineItem& item) {
  return item.status == ServingStatus::kActive && item.weight > 0 &&
         item.share_of_voice == 0 && !item.companion_of.has_value() &&
         campaign.roadblock == Roadblock::kOnlyOne && IsAlways(item);
}

// The creatives of line items that may serve on every page.
std::vector<uint32_t> BlanketCreatives(const Campaign& campaign,
                                       const SitePolicy& policy) {
  std::vector<uint32_t> creatives;
  for (const LineItem& item : campaign.line_items) {
    if (!MayBlanket(campaign, item)) continue;
    for (const uint32_t position : item.creatives) {
      if (IsUnlimited(campaign.creatives[position], policy)) {
        creatives.push_back(position);
      }
    }
  }
  return creatives;
}

std::vector<bool> FittingPresets(const SitePolicy& policy,
                                 const Campaign& campaign,
                                 const std::vector<uint32_t>& creatives) {
  std::vector<bool> fitting;
  for (const SlotPreset& preset : policy.slot_presets) {
    fitting.push_back(FitsPreset(preset, campaign, creatives));
  }
  return fitting;
}

bool Includes(const std::vector<bool>& all, const std::vector<bool>& some) {
  for (size_t i = 0; i < some.size(); ++i) {
    if (some[i] && !all[i]) return false;
  }
  return true;
}

}  // namespace

bool FitsPreset(const SlotPreset& preset, const Campaign& campaign,
                const std::vector<uint32_t>& creatives) {
  return std::any_of(
      preset.sizes.begin(), preset.sizes.end(), [&](const Size& size) {
        return std::any_of(
            creatives.begin(), creatives.end(), [&](uint32_t position) {
              return Fits(size, campaign.creatives[position].size);
            });
      });
}

Outranked::Outranked(const CatalogContents& contents)
    : policy_(contents.site_policy) {
  for (const SlotPreset& preset : contents.site_policy->slot_presets) {
    places_ += preset.count;
  }
  for (const auto& [name, campaign] : contents.campaigns) {
    line_items_[{campaign->tier, campaign->priority}] +=
        campaign->line_items.size();
    const auto advertiser = contents.advertisers.find(campaign->advertiser);
    if (advertiser == contents.advertisers.end()) continue;
    Add(campaign, *advertiser->second);
  }
  std::stable_sort(
      blankets_.begin(), blankets_.end(),
      [](const Blanket& a, const Blanket& b) { return a.level < b.level; });
}

void Outranked::Add(std::shared_ptr<const Campaign> added,
                    const Advertiser& advertiser) {
  const SitePolicy& policy = *policy_;
  const Campaign& campaign = *added;
  if (campaign.tier > Tier::kStandard || places_ == 0 ||
      campaign.status != ServingStatus::kActive ||
      advertiser.status != ServingStatus::kActive ||
      !IsUnlimited(campaign, advertiser, policy)) {
    return;
  }
  const std::vector<uint32_t> creatives = BlanketCreatives(campaign, policy);
  if (creatives.empty()) return;
  std::vector<bool> presets = FittingPresets(policy, campaign, creatives);
  blankets_.push_back({.level = {campaign.tier, campaign.priority},
                       .campaign = std::move(added),
                       .presets = std::move(presets)});
}

std::optional<Outranked::Verdict> Outranked::Why(const Campaign& campaign,
                                                 const LineItem& item,
                                                 absl::Time now) const {
  // These do not race for places like others.
  if (item.share_of_voice > 0 || item.companion_of.has_value()) {
    return std::nullopt;
  }
  if (campaign.tier == Tier::kPricePriority) {
    std::optional<Verdict> verdict = BelowFloors(item);
    if (verdict.has_value()) return verdict;
  } else if (item.weight == 0) {
    return Verdict{.field = "weight",
                   .message = "its weight is 0, so it never wins a draw"};
  }
  return BehindBlankets(campaign, item, now);
}

std::optional<Outranked::Verdict> Outranked::BelowFloors(
    const LineItem& item) const {
  const std::vector<Floor>& floors = policy_->floors;
  const auto site =
      std::find_if(floors.begin(), floors.end(),
                   [](const Floor& floor) { return floor.section.empty(); });
  // Without one, a page of no section has none.
  if (site == floors.end() || !item.price.has_value()) return std::nullopt;
  const auto lowest = std::min_element(
      floors.begin(), floors.end(),
      [](const Floor& a, const Floor& b) { return a.cpm < b.cpm; });
  const Micros bid = item.price->ecpm();
  if (bid >= lowest->cpm) return std::nullopt;
  return Verdict{
      .field = "price",
      .message = Concat("it bids ", ToDecimal(bid),
                        " for a thousand impressions, which is below the "
                        "lowest floor of the site, ",
                        ToDecimal(lowest->cpm))};
}

// Whether the blanket is there first wherever the campaign's line item of
// these presets could be.
bool Outranked::Covers(const Blanket& blanket, const Campaign& campaign,
                       const std::vector<bool>& presets, absl::Time now) const {
  const Campaign& other = *blanket.campaign;
  return other.name != campaign.name &&
         other.flight.start <= std::max(now, campaign.flight.start) &&
         other.flight.end >= campaign.flight.end &&
         line_items_.at(blanket.level) <= kDrawSize &&
         Includes(blanket.presets, presets);
}

std::optional<Outranked::Verdict> Outranked::BehindBlankets(
    const Campaign& campaign, const LineItem& item, absl::Time now) const {
  const SitePolicy& policy = *policy_;
  // An exempt campaign serves where blankets are blocked.
  const bool serves_alone =
      campaign.exempt_from_site_blocks && policy.blocks != Blocks();
  if (places_ == 0 || serves_alone) return std::nullopt;
  const bool by_advertiser = policy.no_duplicates == NoDuplicates::kAdvertiser;
  const std::vector<bool> presets =
      FittingPresets(policy, campaign, item.creatives);
  std::set<std::string_view> units;  // each is on a page view once
  std::vector<std::string> names;
  for (const Blanket& blanket : blankets_) {
    if (blanket.level >= Level(campaign.tier, campaign.priority)) break;
    if (!Covers(blanket, campaign, presets, now)) continue;
    const Campaign& other = *blanket.campaign;
    if (units.insert(by_advertiser ? other.advertiser : other.name).second) {
      names.push_back(other.name);
    }
  }
  if (static_cast<int64_t>(names.size()) < places_) return std::nullopt;
  return Verdict{.field = "",
                 .message = Concat(
                     "campaigns that serve on every page come first and are "
                     "enough for the ",
                     places_, " places of all slot presets: ", Listed(names))};
}

}  // namespace placard
