#include "engine/explain/shown.h"

#include <algorithm>

#include "engine/selection/page_shown.h"

namespace placard {
namespace {

template <typename T>
bool Contains(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool IsHouse(const Campaign& campaign) { return campaign.tier == Tier::kHouse; }

}  // namespace

bool Shown::One::is_house() const {
  return ad != nullptr ? IsHouse(*ad->campaign) : earlier->house;
}

bool Shown::One::ShowsLineItem(const LineItem& line_item) const {
  return ad != nullptr ? ad->line_item == &line_item
                       : earlier->line_item == PageViewHash(line_item.name);
}

bool Shown::One::ShowsCreative(const Creative& creative) const {
  return ad != nullptr ? ad->creative == &creative
                       : earlier->creative == PageViewHash(creative.name);
}

bool Shown::One::IsOfCampaign(const Campaign& campaign) const {
  return ad != nullptr ? ad->campaign == &campaign
                       : earlier->campaign == PageViewHash(campaign.name);
}

bool Shown::One::IsOfAdvertiser(const Advertiser& a) const {
  return ad != nullptr ? advertiser == &a
                       : earlier->advertiser == PageViewHash(a.name);
}

bool Shown::One::HasLabel(const std::string& label) const {
  if (ad == nullptr) return Contains(earlier->labels, PageViewHash(label));
  return Contains(ad->creative->exclusion_labels, label) ||
         Contains(ad->campaign->exclusion_labels, label) ||
         (advertiser != nullptr &&
          Contains(advertiser->exclusion_labels, label));
}

bool Shown::One::IsCampaignUnit() const {
  return ad == nullptr || !ad->line_item->companion_of.has_value();
}

Shown::Shown(const CatalogContents& contents, const PageRequest& request,
             const Decision& decision)
    : policy_(*contents.site_policy), decision_(decision) {
  for (size_t i = 0; i < decision.slots.size(); ++i) {
    const auto count = static_cast<size_t>(request.slots[i].count);
    size_t paid = 0;
    for (const Ad& ad : decision.slots[i].ads) {
      const auto found = contents.advertisers.find(ad.campaign->advertiser);
      const bool exists = found != contents.advertisers.end();
      all_.push_back({.ad = &ad,
                      .slot = i,
                      .advertiser = exists ? found->second.get() : nullptr});
      if (!IsHouse(*ad.campaign)) ++paid;
    }
    const uint64_t bit = uint64_t{1} << i;
    if (decision.slots[i].ads.size() >= count) full_ |= bit;
    if (paid >= count) paid_ |= bit;
  }
  for (const ShownAd& earlier : request.page_view.shown) {
    all_.push_back({.earlier = &earlier});
  }
}

uint64_t Shown::SlotsOf(const LineItem& line_item) const {
  uint64_t slots = 0;
  for (const One& one : all_) {
    if (one.ad != nullptr && one.ad->line_item == &line_item) {
      slots |= uint64_t{1} << one.slot;
    }
  }
  return slots;
}

const Ad* Shown::LastOf(size_t i) const {
  const std::vector<Ad>& ads = decision_.slots[i].ads;
  return ads.empty() ? nullptr : &ads.back();
}

Miss Shown::Like(Cause cause, const One& one, uint64_t slots) const {
  return {
      .cause = cause, .slots = slots, .other = one.ad, .other_slot = one.slot};
}

// The advertisement that what the line item would show counts as one with.
const Shown::One* Shown::DuplicateOf(
    const Subject& subject, std::span<const Creative* const> usable) const {
  const bool house = IsHouse(*subject.campaign);
  const NoDuplicates rule = policy_.no_duplicates;
  const bool one_line_item = !house && rule != NoDuplicates::kCreative;
  const bool one_campaign =
      one_line_item && rule != NoDuplicates::kLineItem &&
      subject.campaign->roadblock == Roadblock::kOnlyOne &&
      !subject.line_item->companion_of.has_value();
  const bool one_advertiser = one_line_item &&
                              rule == NoDuplicates::kAdvertiser &&
                              subject.advertiser != nullptr;
  for (const One& one : all_) {
    if (one_line_item && one.ShowsLineItem(*subject.line_item)) return &one;
    if (one_campaign && one.IsCampaignUnit() &&
        one.IsOfCampaign(*subject.campaign)) {
      return &one;
    }
    if (one_advertiser && !one.is_house() &&
        one.IsOfAdvertiser(*subject.advertiser) &&
        !one.IsOfCampaign(*subject.campaign)) {
      return &one;
    }
  }
  const One* shows = nullptr;
  for (const Creative* creative : usable) {
    const auto found = std::find_if(
        all_.begin(), all_.end(),
        [&](const One& one) { return one.ShowsCreative(*creative); });
    if (found == all_.end()) return nullptr;
    shows = &*found;
  }
  return shows;
}

const Shown::One* Shown::LabelConflict(const Subject& subject,
                                       const std::vector<std::string>& labels,
                                       std::string_view& label) const {
  for (const std::string& own : labels) {
    for (const One& one : all_) {
      if (one.IsOfCampaign(*subject.campaign) || !one.HasLabel(own)) continue;
      // It is here because nothing paid for is.
      const bool gives_way = one.ad != nullptr && one.is_house();
      if (gives_way && !IsHouse(*subject.campaign)) continue;
      if (subject.advertiser != nullptr &&
          subject.advertiser->same_advertiser_exception &&
          one.IsOfAdvertiser(*subject.advertiser)) {
        continue;
      }
      label = own;
      return &one;
    }
  }
  return nullptr;
}

void Shown::FindLabelConflict(const Subject& subject,
                              std::span<const Creative* const> usable,
                              uint64_t slots, std::vector<Miss>& out) const {
  std::string_view label;
  const One* with = nullptr;
  if (subject.advertiser != nullptr) {
    with = LabelConflict(subject, subject.advertiser->exclusion_labels, label);
  }
  if (with == nullptr) {
    with = LabelConflict(subject, subject.campaign->exclusion_labels, label);
  }
  for (size_t i = 0; i < usable.size() && with == nullptr; ++i) {
    with = LabelConflict(subject, usable[i]->exclusion_labels, label);
    if (with == nullptr) return;  // this one may stand beside all
    if (i + 1 < usable.size()) with = nullptr;
  }
  if (with == nullptr) return;
  Miss& miss = out.emplace_back(Like(Cause::kLabelConflict, *with, slots));
  miss.detail = label;
}

void Shown::FindLimit(const Subject& subject, uint64_t slots,
                      std::vector<Miss>& out) const {
  if (subject.advertiser == nullptr || IsHouse(*subject.campaign)) return;
  const int32_t limit = PageLimit(policy_, *subject.advertiser);
  int32_t shown = 0;
  for (const One& one : all_) {
    if (one.is_house() || !one.IsOfAdvertiser(*subject.advertiser)) continue;
    if (limit > 0 && ++shown >= limit) {
      out.push_back(Like(Cause::kAdvertiserLimit, one, slots));
      return;
    }
  }
}

void Shown::FindRoadblock(const Subject& subject, uint64_t slots,
                          std::vector<Miss>& out) const {
  const Campaign& campaign = *subject.campaign;
  const auto shows = [&](const LineItem& line_item) {
    return std::any_of(all_.begin(), all_.end(), [&](const One& one) {
      return one.ShowsLineItem(line_item);
    });
  };
  if (subject.line_item->companion_of.has_value()) {
    const LineItem& master =
        campaign.line_items[*subject.line_item->companion_of];
    if (!shows(master)) {
      out.push_back(
          {.cause = Cause::kRoadblock, .slots = slots, .detail = master.name});
      return;
    }
  }
  if (campaign.roadblock == Roadblock::kAll &&
      SlotsOf(*subject.line_item) == 0) {
    out.push_back({.cause = Cause::kRoadblock, .slots = slots});
  }
}

void Shown::FindConflicts(const Subject& subject,
                          std::span<const Creative* const> usable,
                          uint64_t slots, std::vector<Miss>& out) const {
  if (const One* one = DuplicateOf(subject, usable)) {
    out.push_back(Like(Cause::kDuplicate, *one, slots));
  }
  // One that is shown already is out, whatever its labels.
  std::vector<const Creative*> rest;
  for (const Creative* creative : usable) {
    const bool shown = std::any_of(
        all_.begin(), all_.end(),
        [&](const One& one) { return one.ShowsCreative(*creative); });
    if (!shown) rest.push_back(creative);
  }
  FindLabelConflict(subject, rest.empty() ? usable : rest, slots, out);
  FindLimit(subject, slots, out);
  FindRoadblock(subject, slots, out);
}

}  // namespace placard
