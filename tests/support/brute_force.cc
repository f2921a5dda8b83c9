#include "tests/support/brute_force.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <variant>

#include "engine/base/hash.h"
#include "engine/selection/draw.h"
#include "tests/support/candidate.h"

namespace placard {
namespace {

int64_t Value(const BruteForce::Item& item) {
  return item.campaign->tier == Tier::kPricePriority
             ? EcpmMicros(*item.line_item)
             : item.line_item->weight;
}

bool BeforeInRank(const BruteForce::Item& a, const BruteForce::Item& b) {
  const auto key = [](const BruteForce::Item& item) {
    const std::string& name = item.line_item->name;
    return std::tuple<Tier, int32_t, int64_t, uint64_t, const std::string&>(
        item.campaign->tier, item.campaign->priority, -Value(item),
        HashBytes(name), name);
  };
  return key(a) < key(b);
}

// The line item with what it needs; none when it can serve at no instant.
std::optional<BruteForce::Item> ReadItem(const CatalogContents& contents,
                                         const Campaign& campaign,
                                         const LineItem& line_item) {
  const auto advertiser = contents.advertisers.find(campaign.advertiser);
  if (advertiser == contents.advertisers.end() ||
      std::holds_alternative<BadRule>(line_item.rule) ||
      (campaign.tier == Tier::kPricePriority && !line_item.price)) {
    return std::nullopt;
  }
  BruteForce::Item item{
      .advertiser = advertiser->second.get(),
      .campaign = &campaign,
      .line_item = &line_item,
      .rule = EffectiveRule(*advertiser->second, campaign, line_item)};
  if (!ListsExist(contents, item.rule)) return std::nullopt;
  return item;
}

// Fills the slots of one page from its candidates, which are in rank order.
class PageFiller {
 public:
  PageFiller(const PageRequest& request, uint64_t seed,
             std::vector<Candidate>& candidates)
      : request_(request),
        seed_(seed),
        candidates_(candidates),
        paid_ads_(request.slots.size()) {
    decision_.slots.resize(request.slots.size());
  }

  Decision Fill();

 private:
  using List = std::vector<const Candidate*>;

  int32_t Remaining(size_t slot) const {
    return request_.slots[slot].count -
           static_cast<int32_t>(decision_.slots[slot].ads.size());
  }
  bool IsUsed(const Creative* creative) const {
    return used_creatives_.count(creative) > 0;
  }

  void FillTier(Tier tier);
  void Draw(Tier tier, const std::vector<size_t>& open);
  List ListFor(Tier tier, size_t slot) const;
  int64_t Units(Tier tier, size_t slot, const List& list) const;
  bool TakeBest(Tier tier, size_t slot, const List& list);
  const Creative* ChooseCreative(const Candidate& candidate, size_t slot) const;
  void CountReasons(size_t slot);
  Reason ReasonAgainst(const Candidate& candidate, size_t slot) const;
  bool ServesIn(const Candidate& candidate, size_t slot) const;

  const PageRequest& request_;
  const uint64_t seed_;
  std::vector<Candidate>& candidates_;
  Decision decision_;
  std::vector<int32_t> paid_ads_;
  std::set<const Campaign*> used_campaigns_;
  std::set<const Creative*> used_creatives_;
};

Decision PageFiller::Fill() {
  for (Tier tier :
       {Tier::kSponsorship, Tier::kStandard, Tier::kPricePriority}) {
    FillTier(tier);
  }
  for (size_t slot = 0; slot < decision_.slots.size(); ++slot) {
    paid_ads_[slot] = static_cast<int32_t>(decision_.slots[slot].ads.size());
  }
  FillTier(Tier::kHouse);
  for (size_t slot = 0; slot < decision_.slots.size(); ++slot) {
    SlotResult& result = decision_.slots[slot];
    result.outcome = paid_ads_[slot] > 0   ? Outcome::kFilled
                     : !result.ads.empty() ? Outcome::kHouse
                                           : Outcome::kUnfilled;
    if (paid_ads_[slot] < request_.slots[slot].count) CountReasons(slot);
  }
  return std::move(decision_);
}

void PageFiller::FillTier(Tier tier) {
  std::vector<size_t> open;
  int64_t need = 0;
  for (size_t slot = 0; slot < request_.slots.size(); ++slot) {
    if (Remaining(slot) <= 0) continue;
    open.push_back(slot);
    need += Remaining(slot);
  }
  if (open.empty()) return;
  Draw(tier, open);

  std::map<size_t, List> lists;
  std::map<size_t, int64_t> scarcity;
  for (size_t slot : open) {
    lists[slot] = ListFor(tier, slot);
    scarcity[slot] = std::min(need, Units(tier, slot, lists[slot]));
  }
  std::sort(open.begin(), open.end(), [&](size_t a, size_t b) {
    const std::string& id_a = request_.slots[a].id;
    const std::string& id_b = request_.slots[b].id;
    return std::tuple(scarcity[a], PageHash(seed_, request_, id_a), id_a) <
           std::tuple(scarcity[b], PageHash(seed_, request_, id_b), id_b);
  });

  bool taken = true;
  while (taken) {
    taken = false;
    for (size_t slot : open) {
      if (Remaining(slot) > 0 && TakeBest(tier, slot, lists[slot])) {
        taken = true;
      }
    }
  }
}

void PageFiller::Draw(Tier tier, const std::vector<size_t>& open) {
  std::map<std::pair<int32_t, int64_t>, size_t> drawn;  // by level
  for (Candidate& candidate : candidates_) {
    if (candidate.campaign().tier != tier) continue;
    const bool eligible = std::any_of(
        open.begin(), open.end(),
        [&](size_t slot) { return candidate.slots[slot].eligible; });
    if (!eligible) continue;
    const int64_t ecpm =
        tier == Tier::kPricePriority ? EcpmMicros(candidate.line_item()) : 0;
    candidate.in_draw =
        ++drawn[{candidate.campaign().priority, ecpm}] <= kDrawSize;
  }
}

// Best first, of one tier.
bool BeforeInList(const Candidate& a, const Candidate& b) {
  const int32_t priority_a = a.campaign().priority;
  const int32_t priority_b = b.campaign().priority;
  if (priority_a != priority_b) return priority_a < priority_b;
  if (a.campaign().tier == Tier::kPricePriority) {
    const int64_t ecpm_a = EcpmMicros(a.line_item());
    const int64_t ecpm_b = EcpmMicros(b.line_item());
    if (ecpm_a != ecpm_b) return ecpm_a > ecpm_b;
    if (a.draw != b.draw) return a.draw < b.draw;
  } else {
    const uint64_t e_a = ExponentialDraw(a.draw);
    const uint64_t e_b = ExponentialDraw(b.draw);
    const int32_t w_a = a.line_item().weight;
    const int32_t w_b = b.line_item().weight;
    if (BeforeInDraw(e_a, w_a, e_b, w_b)) return true;
    if (BeforeInDraw(e_b, w_b, e_a, w_a)) return false;
  }
  return a.line_item().name < b.line_item().name;
}

PageFiller::List PageFiller::ListFor(Tier tier, size_t slot) const {
  List list;
  for (const Candidate& candidate : candidates_) {
    if (candidate.campaign().tier == tier && candidate.in_draw &&
        candidate.slots[slot].eligible) {
      list.push_back(&candidate);
    }
  }
  std::sort(list.begin(), list.end(),
            [](const Candidate* a, const Candidate* b) {
              return BeforeInList(*a, *b);
            });
  return list;
}

int64_t PageFiller::Units(Tier tier, size_t slot, const List& list) const {
  std::set<const Campaign*> campaigns;
  std::set<const Creative*> creatives;
  for (const Candidate* candidate : list) {
    campaigns.insert(candidate->item->campaign);
    for (const Creative* creative : candidate->slots[slot].usable) {
      creatives.insert(creative);
    }
  }
  return static_cast<int64_t>(tier == Tier::kHouse ? creatives.size()
                                                   : campaigns.size());
}

bool PageFiller::TakeBest(Tier tier, size_t slot, const List& list) {
  for (const Candidate* candidate : list) {
    if (tier != Tier::kHouse &&
        used_campaigns_.count(candidate->item->campaign) > 0) {
      continue;
    }
    const Creative* creative = ChooseCreative(*candidate, slot);
    if (creative == nullptr) continue;
    if (tier != Tier::kHouse) used_campaigns_.insert(candidate->item->campaign);
    used_creatives_.insert(creative);
    decision_.slots[slot].ads.push_back(
        {.campaign = candidate->item->campaign,
         .line_item = candidate->item->line_item,
         .creative = creative});
    return true;
  }
  return false;
}

// Null when all are used.
const Creative* PageFiller::ChooseCreative(const Candidate& candidate,
                                           size_t slot) const {
  const auto key = [&](const Creative* creative) {
    return std::pair<uint64_t, const std::string&>(
        PageHash(seed_, request_, creative->name), creative->name);
  };
  const Creative* chosen = nullptr;
  for (const Creative* creative : candidate.slots[slot].usable) {
    if (IsUsed(creative)) continue;
    if (chosen == nullptr || key(creative) < key(chosen)) chosen = creative;
  }
  return chosen;
}

bool PageFiller::ServesIn(const Candidate& candidate, size_t slot) const {
  const std::vector<Ad>& ads = decision_.slots[slot].ads;
  return std::any_of(ads.begin(), ads.end(), [&](const Ad& ad) {
    return ad.line_item == candidate.item->line_item;
  });
}

Reason PageFiller::ReasonAgainst(const Candidate& candidate,
                                 size_t slot) const {
  const InSlot& in_slot = candidate.slots[slot];
  const bool is_bid = candidate.campaign().tier == Tier::kPricePriority;
  if (!in_slot.accepts) return Reason::kSlotTargeting;
  if (!in_slot.fits) return Reason::kSize;
  if (in_slot.usable.empty()) return Reason::kBlocked;
  if (in_slot.below_floor) return Reason::kBelowFloor;
  if (!is_bid && candidate.line_item().weight <= 0) {
    return Reason::kOutsideDraw;
  }
  if (!candidate.in_draw) return Reason::kOutsideDraw;
  return Reason::kDuplicate;
}

void PageFiller::CountReasons(size_t slot) {
  std::array<int32_t, kReasons>& reasons = decision_.slots[slot].reasons;
  size_t sampled = 0;
  for (const Candidate& candidate : candidates_) {
    if (candidate.campaign().tier == Tier::kHouse) continue;
    if (sampled == kReasonSample) break;
    ++sampled;
    if (ServesIn(candidate, slot)) continue;
    ++reasons[static_cast<size_t>(ReasonAgainst(candidate, slot))];
  }
  if (sampled == 0) reasons[static_cast<size_t>(Reason::kNoCandidate)] = 1;
}

}  // namespace

BruteForce::BruteForce(const CatalogContents& contents) : contents_(contents) {
  for (const auto& [name, campaign] : contents.campaigns) {
    for (const LineItem& line_item : campaign->line_items) {
      std::optional<Item> item = ReadItem(contents, *campaign, line_item);
      if (item.has_value()) items_.push_back(*std::move(item));
    }
  }
  std::sort(items_.begin(), items_.end(), BeforeInRank);
}

Decision BruteForce::Decide(const PageRequest& request, absl::Time instant,
                            uint64_t seed) const {
  CandidateFinder finder(contents_, request, instant, seed);
  std::vector<Candidate> candidates;
  for (const Item& item : items_) {
    std::optional<Candidate> candidate = finder.Find(item);
    if (candidate.has_value()) candidates.push_back(*std::move(candidate));
  }
  return PageFiller(request, seed, candidates).Fill();
}

Decision BruteForceDecide(const CatalogContents& contents,
                          const PageRequest& request, absl::Time instant,
                          uint64_t seed) {
  return BruteForce(contents).Decide(request, instant, seed);
}

}  // namespace placard
