#include "bench/engine/slow_answers.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <tuple>
#include <variant>

#include "engine/base/hash.h"
#include "engine/explain/rank_order.h"
#include "engine/targeting/slow_evaluator.h"

namespace placard {
namespace {

// So many evaluations take a fraction of a second; the fewest pages of a
// million take about a second.
constexpr size_t kRules = 200'000;
constexpr size_t kFewestPages = 3;

bool FitsSlot(const Creative& creative, const Slot& slot) {
  return std::any_of(
      slot.sizes.begin(), slot.sizes.end(),
      [&](const Size& size) { return Fits(size, creative.size); });
}

bool IsHouse(const Campaign& campaign) { return campaign.tier == Tier::kHouse; }

// The campaigns of the page view, by hash: what it showed before and shows now.
// House advertisements are no one's duplicates within a page.
bool Repeats(const PageRequest& request, const Decision& decision) {
  std::vector<uint32_t> shown;
  for (const ShownAd& ad : request.page_view.shown) {
    shown.push_back(ad.campaign);
  }
  for (const SlotResult& slot : decision.slots) {
    for (const Ad& ad : slot.ads) {
      if (IsHouse(*ad.campaign)) continue;
      const uint32_t hash = PageViewHash(ad.campaign->name);
      if (std::find(shown.begin(), shown.end(), hash) != shown.end()) {
        return true;
      }
      shown.push_back(hash);
    }
  }
  return false;
}

bool IsShown(const Campaign& campaign, const PageRequest& request,
             const Decision& decision) {
  const auto shows = [&](const Ad& ad) { return ad.campaign == &campaign; };
  for (const SlotResult& slot : decision.slots) {
    if (std::any_of(slot.ads.begin(), slot.ads.end(), shows)) return true;
  }
  const std::vector<ShownAd>& before = request.page_view.shown;
  return !before.empty() &&
         std::any_of(before.begin(), before.end(),
                     [hash = PageViewHash(campaign.name)](const ShownAd& ad) {
                       return ad.campaign == hash;
                     });
}

}  // namespace

SlowAnswers::SlowAnswers(const Snapshot& snapshot,
                         std::span<const PageView> views)
    : snapshot_(snapshot),
      views_(views.first(std::min(
          views.size(),
          std::max(kFewestPages,
                   kRules / std::max<size_t>(snapshot.line_items(), 1000))))),
      matches_(views_.size()) {
  FindMatches();
  for (MatchList& matches : matches_) {
    std::sort(matches.begin(), matches.end(), BeforeInRank);
  }
}

bool SlowAnswers::BeforeInRank(const Match& a, const Match& b) {
  const auto key = [](const Match& match) {
    const Campaign& campaign = *match.campaign;
    const std::string& name = match.line_item->name;
    const int64_t value = campaign.tier == Tier::kPricePriority
                              ? EcpmMicros(*match.line_item)
                              : match.line_item->weight;
    return std::tuple<Tier, int32_t, int64_t, uint64_t, const std::string&>(
        campaign.tier, campaign.priority, -value, HashBytes(name), name);
  };
  return key(a) < key(b);
}

// All slots of a page have the same key-values, so the first speaks for all.
void SlowAnswers::FindMatches() {
  std::vector<SlowEvaluator> evaluators;
  for (const auto& [request, instant, seed] : views_) {
    evaluators.emplace_back(snapshot_.SharedDocuments(), request.page,
                            request.viewer, instant);
  }
  const auto look_at = [&](const Campaign& campaign, const LineItem& item) {
    for (size_t page = 0; page < views_.size(); ++page) {
      const PageView& view = views_[page];
      if (campaign.flight.Contains(view.instant) &&
          evaluators[page].Holds(std::get<Rule>(item.rule),
                                 campaign.flight.zone,
                                 &view.request.slots[0])) {
        matches_[page].push_back({.campaign = &campaign, .line_item = &item});
      }
    }
  };
  snapshot_.ForEachCampaign([&](const ServedCampaign& served) {
    const Campaign& campaign = *served.campaign();
    if (campaign.status != ServingStatus::kActive) return;
    for (const LineItem& item : campaign.line_items) look_at(campaign, item);
  });
}

bool SlowAnswers::FindsBestOf(size_t page, size_t top,
                              SearchScratch& scratch) const {
  const MatchList& matches = matches_[page];
  const size_t wanted =
      top == 0 ? matches.size() : std::min(top, matches.size());
  size_t found = 0;
  bool equal = true;
  snapshot_.Prepare(views_[page].request, views_[page].instant, scratch);
  snapshot_.Search(scratch, [&](const SearchCandidate& candidate) {
    equal = equal && found < wanted &&
            snapshot_.line_item(*candidate.row).line_item ==
                matches[found].line_item;
    return ++found == top || !equal ? Visit::kStop : Visit::kNext;
  });
  return equal && found == wanted;
}

bool SlowAnswers::FindsBest(size_t top, SearchScratch& scratch) const {
  for (size_t page = 0; page < views_.size(); ++page) {
    if (!FindsBestOf(page, top, scratch)) return false;
  }
  return true;
}

bool SlowAnswers::Allows(size_t page, const PageRequest& request,
                         const Decision& decision) const {
  if (decision.slots.size() != request.slots.size()) return false;
  if (Repeats(request, decision)) return false;
  for (size_t i = 0; i < request.slots.size(); ++i) {
    const Slot& slot = request.slots[i];
    const std::vector<Ad>& ads = decision.slots[i].ads;
    const auto may_show = [&](const Ad& ad) { return MayShow(page, ad, slot); };
    if (ads.size() > static_cast<size_t>(slot.count) ||
        !std::all_of(ads.begin(), ads.end(), may_show) ||
        !IsUnbeaten(page, request, decision, i)) {
      return false;
    }
  }
  return true;
}

bool SlowAnswers::Matches(size_t page, const Match& line_item) const {
  const MatchList& matches = matches_[page];
  const auto found =
      std::lower_bound(matches.begin(), matches.end(), line_item, BeforeInRank);
  return found != matches.end() && found->line_item == line_item.line_item;
}

bool SlowAnswers::MayShow(size_t page, const Ad& ad, const Slot& slot) const {
  const Match match = {.campaign = ad.campaign, .line_item = ad.line_item};
  return Matches(page, match) && FitsSlot(*ad.creative, slot) &&
         MayFill(match, views_[page].request, slot);
}

// With any of its creatives.
bool SlowAnswers::MayFill(const Match& match, const PageRequest& request,
                          const Slot& slot) const {
  if (match.campaign->tier == Tier::kPricePriority) {
    const Micros floor =
        std::max(slot.floor, snapshot_.site_policy().FloorFor(request.page));
    if (EcpmMicros(*match.line_item) < floor.value()) return false;
  }
  const std::vector<uint32_t>& creatives = match.line_item->creatives;
  return std::any_of(
      creatives.begin(), creatives.end(), [&](uint32_t position) {
        return FitsSlot(match.campaign->creatives[position], slot);
      });
}

// Whoever is better and shown nowhere could be there instead, to the page's
// gain. (Not if so many of its level fit other slots alone that it is not in
// the draw; no page of the modes has that.) House advertisements are not
// compared with each other.
bool SlowAnswers::IsUnbeaten(size_t page, const PageRequest& request,
                             const Decision& decision, size_t slot) const {
  const Slot& asked = request.slots[slot];
  const std::vector<Ad>& ads = decision.slots[slot].ads;
  const bool full = ads.size() == static_cast<size_t>(asked.count);
  for (const Match& match : matches_[page]) {
    if (full) {
      const Ad& last = ads.back();
      if (IsHouse(*match.campaign) ||
          !IsBetter(*match.campaign, *match.line_item, *last.campaign,
                    *last.line_item)) {
        return true;
      }
    }
    if (MayFill(match, request, asked) &&
        !IsShown(*match.campaign, request, decision)) {
      return false;
    }
  }
  return true;
}

}  // namespace placard
