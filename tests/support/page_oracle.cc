#include "tests/support/page_oracle.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "absl/numeric/int128.h"
#include "engine/base/hash.h"
#include "engine/delivery/click_rate.h"
#include "engine/filler/matching.h"
#include "engine/selection/draw.h"
#include "engine/selection/page_candidates.h"
#include "engine/selection/rotation.h"

namespace placard {
namespace {

bool IsBid(const Campaign& campaign) {
  return campaign.tier == Tier::kPricePriority;
}
bool StandsTogether(const Candidate& candidate) {
  return candidate.campaign().roadblock == Roadblock::kAsManyAsPossible ||
         candidate.campaign().roadblock == Roadblock::kAll;
}

// What levels and stages differ in.
std::tuple<Tier, int32_t, int64_t> LevelOf(const Candidate& candidate) {
  const Campaign& campaign = candidate.campaign();
  return {campaign.tier, campaign.priority,
          IsBid(campaign) ? EcpmMicros(candidate.line_item()) : 0};
}
std::pair<Tier, int32_t> StageOf(const Candidate& candidate) {
  const Campaign& campaign = candidate.campaign();
  return {campaign.tier, IsHouse(campaign) ? 0 : campaign.priority};
}

bool BeforeInRace(const Candidate& a, const Candidate& b) {
  const bool share_a = a.line_item().share_of_voice > 0;
  const bool share_b = b.line_item().share_of_voice > 0;
  if (share_a != share_b) return share_a;
  if (IsBid(a.campaign())) {
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

// Numbers for names, in the order in which they are met.
class Numbers {
 public:
  uint32_t operator[](const std::string& name) {
    return numbers_.emplace(name, static_cast<uint32_t>(numbers_.size()))
        .first->second;
  }
  uint32_t size() const { return static_cast<uint32_t>(numbers_.size()); }

 private:
  std::map<std::string, uint32_t> numbers_;
};

}  // namespace

PageOracle::PageOracle(const CatalogContents& contents,
                       const PageRequest& request, absl::Time instant,
                       uint64_t seed, const DeliveryView& delivery,
                       std::vector<Candidate>& candidates)
    : policy_(*contents.site_policy),
      request_(request),
      instant_(instant),
      seed_(seed),
      delivery_(delivery),
      candidates_(candidates),
      ties_(policy_, request.page_view) {
  decision_.slots.resize(request.slots.size());
}

Decision PageOracle::Decide() {
  HoldDraw();
  Fill();
  for (size_t slot = 0; slot < decision_.slots.size(); ++slot) {
    SlotResult& result = decision_.slots[slot];
    const auto paid =
        std::count_if(result.ads.begin(), result.ads.end(),
                      [](const Ad& ad) { return !IsHouse(*ad.campaign); });
    result.outcome = paid > 0             ? Outcome::kFilled
                     : result.ads.empty() ? Outcome::kUnfilled
                                          : Outcome::kHouse;
    if (paid < request_.slots[slot].count) CountReasons(slot);
  }
  return decision_;
}

void PageOracle::HoldDraw() {
  for (size_t begin = 0; begin < candidates_.size();) {
    Level level;
    size_t end = begin;
    while (end < candidates_.size() &&
           LevelOf(candidates_[end]) == LevelOf(candidates_[begin])) {
      level.push_back(&candidates_[end++]);
    }
    Draw(level);
    begin = end;
  }
}

// Leaves in `level` those who are in the draw, and makes choices of them.
void PageOracle::Draw(Level& level) {
  const uint64_t open = OpenSlots();
  int32_t share_begin = 0;
  size_t drawn = 0;
  Level in_draw;
  for (Candidate* candidate : level) {
    if (EligibleSlots(*candidate, nullptr) == 0) continue;
    if (!InShare(*candidate, share_begin)) {
      candidate->out_of_share = true;
      continue;
    }
    const uint64_t slots = JoiningSlots(*candidate);
    if (slots == 0) continue;
    const bool spare = (slots & open) == 0;
    if (drawn == kDrawSize || (spare && spares_ == kSpares)) {
      candidate->cut = true;
      left_out_ = left_out_ || drawn < kDrawSize;
      continue;
    }
    ++(spare ? spares_ : drawn);
    candidate->in_draw = true;
    in_draw.push_back(candidate);
  }
  Order(in_draw);
  for (const Candidate* candidate : in_draw) AddChoices(*candidate);
}

bool PageOracle::InShare(const Candidate& candidate, int32_t& begin) const {
  const int32_t share = candidate.line_item().share_of_voice;
  if (share == 0) return true;
  const absl::uint128 hash = PageHash(seed_, request_, "share of voice");
  const auto point = static_cast<int32_t>(absl::Uint128High64(hash * 100));
  std::set<int32_t> own;
  for (int32_t i = begin; i < begin + share; ++i) own.insert(i % 100);
  begin += share;
  return own.contains(point);
}

// Where something fits besides what is taken in order of all choices so far.
uint64_t PageOracle::OpenSlots() {
  std::vector<uint8_t> places;
  for (const Slot& slot : request_.slots) {
    places.push_back(static_cast<uint8_t>(slot.count));
  }
  Matching matching;
  matching.Reset(places);
  std::set<std::string> units;
  std::map<std::string, std::string> party_of;
  std::map<std::string, int32_t> of_advertiser;
  for (const Choice& choice : choices_) {
    const Candidate& candidate = *choice.candidate;
    if (!ties_.MasterOf(candidate).empty() || ties_.IsOfWhole(candidate))
      continue;
    const std::set<std::string> own = ties_.UnitsOf(choice);
    const std::vector<PageTies::Claim> claims = ties_.ClaimsOf(choice);
    const int32_t limit = ties_.LimitOf(candidate);
    int32_t& count = of_advertiser[candidate.campaign().advertiser];
    const bool apart =
        std::none_of(own.begin(), own.end(),
                     [&](const auto& unit) { return units.contains(unit); }) &&
        std::none_of(claims.begin(), claims.end(),
                     [&](const PageTies::Claim& claim) {
                       const auto found = party_of.find(claim.label);
                       return found != party_of.end() &&
                              found->second != claim.party;
                     }) &&
        count < limit;
    if (!apart || !matching.Add(choice.slots)) continue;
    units.insert(own.begin(), own.end());
    for (const PageTies::Claim& claim : claims)
      party_of[claim.label] = claim.party;
    if (limit != INT32_MAX) ++count;
  }
  uint64_t open = 0;
  for (size_t i = 0; i < places.size(); ++i) {
    if (matching.Fits(uint64_t{1} << i)) open |= uint64_t{1} << i;
  }
  return open;
}

void PageOracle::Order(Level& level) const {
  std::sort(level.begin(), level.end(),
            [](const Candidate* a, const Candidate* b) {
              return BeforeInRace(*a, *b);
            });
  const auto master_in = [](const Candidate& companion, const Level& among) {
    return std::find_if(
        among.begin(), among.end(), [&](const Candidate* other) {
          return IsCompanion(companion) &&
                 &companion.campaign() == &other->campaign() &&
                 &other->line_item() ==
                     &other->campaign()
                          .line_items[*companion.line_item().companion_of];
        });
  };
  // Masters and those without, campaigns that stand together as one.
  Level leaders;
  for (Candidate* candidate : level) {
    if (master_in(*candidate, level) != level.end()) continue;
    auto place = leaders.end();
    if (StandsTogether(*candidate)) {
      for (auto at = leaders.begin(); at != leaders.end(); ++at) {
        if (&(*at)->campaign() == &candidate->campaign()) place = at + 1;
      }
    }
    leaders.insert(place, candidate);
  }
  Level ordered;
  for (Candidate* leader : leaders) {
    ordered.push_back(leader);
    for (Candidate* candidate : level) {
      const auto master = master_in(*candidate, level);
      if (master != level.end() && *master == leader) {
        ordered.push_back(candidate);
      }
    }
  }
  level = ordered;
}

bool PageOracle::IsByCreative(const Candidate& candidate) const {
  const Campaign& campaign = candidate.campaign();
  const bool campaign_is_one =
      policy_.no_duplicates == NoDuplicates::kCampaign ||
      policy_.no_duplicates == NoDuplicates::kAdvertiser;
  if (IsHouse(campaign) || !campaign_is_one) return true;
  if (campaign.roadblock != Roadblock::kOnlyOne) return true;
  for (const LineItem& item : campaign.line_items) {
    if (item.companion_of.has_value()) return true;
  }
  for (const uint32_t position : candidate.line_item().creatives) {
    if (!campaign.creatives[position].exclusion_labels.empty()) return true;
  }
  return false;
}

bool PageOracle::Precedes(const Candidate& candidate, const Creative* a,
                          const Creative* b) const {
  const LineItem& item = candidate.line_item();
  const auto draw = [&](const Creative* creative) {
    return PageHash(seed_, request_, creative->name);
  };
  const auto position = [&](const Creative* creative) {
    const auto in_campaign =
        static_cast<uint32_t>(creative - candidate.campaign().creatives.data());
    return std::find(item.creatives.begin(), item.creatives.end(),
                     in_campaign) -
           item.creatives.begin();
  };
  const auto creatives = static_cast<int64_t>(item.creatives.size());
  Rotation::Mode mode = item.rotation.mode;
  if (mode == Rotation::Mode::kOptimised && item.rotation.frozen) {
    mode = Rotation::Mode::kWeighted;
  }
  if (mode == Rotation::Mode::kEven) {
    return std::pair(draw(a), a->name) < std::pair(draw(b), b->name);
  }
  if (mode == Rotation::Mode::kSequential) {
    const int64_t first = absl::ToUnixSeconds(instant_) / 60 % creatives;
    const auto wait = [&](const Creative* creative) {
      return (position(creative) - first + 2 * creatives) % creatives;
    };
    return wait(a) < wait(b);
  }
  if (mode == Rotation::Mode::kWeighted) {
    const uint64_t e_a = ExponentialDraw(draw(a));
    const uint64_t e_b = ExponentialDraw(draw(b));
    if (BeforeInDraw(e_a, a->rotation_weight, e_b, b->rotation_weight)) {
      return true;
    }
    if (BeforeInDraw(e_b, b->rotation_weight, e_a, a->rotation_weight)) {
      return false;
    }
    return a->name < b->name;
  }
  const absl::uint128 floor =
      Mix(Mix(seed_, HashBytes(request_.request_id)),
          Mix(HashBytes(item.name), HashBytes("rotation floor")));
  const auto point = static_cast<int64_t>(
      absl::Uint128High64(floor * static_cast<uint64_t>(std::max<int64_t>(
                                      100, creatives * kFloorPercent))));
  const bool rated = item.price.has_value() && item.price->clicks_per_million;
  const auto rate = [&](const Creative* creative) {
    if (position(creative) == point / kFloorPercent) return INT64_MAX;
    return static_cast<int64_t>(DrawClickRate(
        delivery_.CountsOf(HashBytes(creative->name)),
        rated ? item.price->clicks_per_million : kUsualClicksPerMillion,
        draw(creative)));
  };
  return std::pair(-rate(a), a->name) < std::pair(-rate(b), b->name);
}

// Where the creative, or any, may be shown whatever else is.
uint64_t PageOracle::EligibleSlots(const Candidate& candidate,
                                   const Creative* creative) const {
  uint64_t slots = 0;
  for (size_t i = 0; i < candidate.slots.size(); ++i) {
    const InSlot& in_slot = candidate.slots[i];
    if (!in_slot.eligible || request_.slots[i].count == 0) continue;
    const std::vector<const Creative*>& usable = in_slot.usable;
    if (creative == nullptr ||
        std::find(usable.begin(), usable.end(), creative) != usable.end()) {
      slots |= uint64_t{1} << i;
    }
  }
  return slots;
}

uint64_t PageOracle::JoiningSlots(const Candidate& candidate) const {
  uint64_t slots = 0;
  for (const uint32_t position : candidate.line_item().creatives) {
    const Creative& creative = candidate.campaign().creatives[position];
    if (ties_.Against(candidate, creative).has_value()) continue;
    slots |= EligibleSlots(candidate, &creative);
  }
  return slots;
}

void PageOracle::AddChoices(const Candidate& candidate) {
  if (!IsByCreative(candidate)) {
    choices_.push_back(
        {.candidate = &candidate, .slots = EligibleSlots(candidate, nullptr)});
    return;
  }
  std::vector<const Creative*> creatives;
  for (const uint32_t position : candidate.line_item().creatives) {
    creatives.push_back(&candidate.campaign().creatives[position]);
  }
  std::sort(creatives.begin(), creatives.end(),
            [&](const Creative* a, const Creative* b) {
              return Precedes(candidate, a, b);
            });
  for (const Creative* creative : creatives) {
    const uint64_t slots = EligibleSlots(candidate, creative);
    if (slots == 0 || ties_.Against(candidate, *creative).has_value()) continue;
    choices_.push_back(
        {.candidate = &candidate, .creative = creative, .slots = slots});
  }
}

void PageOracle::Fill() {
  std::vector<uint8_t> places;
  std::vector<uint64_t> slot_draws;
  for (const Slot& slot : request_.slots) {
    places.push_back(static_cast<uint8_t>(slot.count));
    slot_draws.push_back(PageHash(seed_, request_, slot.id));
  }
  Numbers units;
  Numbers labels;
  Numbers parties;
  Numbers advertisers;
  Numbers line_items;
  Numbers groups;
  std::vector<FillCandidate> candidates;
  std::vector<LabelClaim> claims;
  std::vector<StageGoal> goals;
  std::vector<int32_t> limits;
  std::vector<uint32_t> group_sizes;
  for (const Choice& choice : choices_) {
    const Candidate& candidate = *choice.candidate;
    const Campaign& campaign = candidate.campaign();
    if (goals.empty() || StageOf(*choices_[candidates.size() - 1].candidate) !=
                             StageOf(candidate)) {
      goals.push_back(IsBid(campaign) ? StageGoal::kTotal : StageGoal::kCount);
    }
    FillCandidate filler = {
        .slots = choice.slots,
        .value = IsBid(campaign) ? EcpmMicros(candidate.line_item()) : 0,
        .stage = static_cast<uint32_t>(goals.size() - 1),
        .first_claim = static_cast<uint32_t>(claims.size()),
        .line_item = line_items[candidate.line_item().name]};
    size_t at = 0;
    for (const std::string& name :
         {choice.creative == nullptr ? std::string() : choice.creative->name,
          candidate.line_item().name, campaign.name}) {
      if (ties_.UnitsOf(choice).contains(name))
        filler.units[at++] = units[name];
    }
    for (const PageTies::Claim& claim : ties_.ClaimsOf(choice)) {
      claims.push_back(
          {.label = labels[claim.label], .party = parties[claim.party]});
      ++filler.claims;
    }
    if (const int32_t limit = ties_.LimitOf(candidate); limit != INT32_MAX) {
      filler.advertiser = advertisers[campaign.advertiser];
      limits.resize(advertisers.size());
      limits[filler.advertiser] = limit;
    }
    if (const std::string master = ties_.MasterOf(candidate); !master.empty()) {
      filler.master = line_items[master];
    }
    if (ties_.IsOfWhole(candidate)) {
      filler.group = groups[campaign.name];
      group_sizes.resize(groups.size());
      group_sizes[filler.group] = static_cast<uint32_t>(
          std::count_if(campaign.line_items.begin(), campaign.line_items.end(),
                        [](const LineItem& item) {
                          return item.status == ServingStatus::kActive;
                        }));
    }
    candidates.push_back(filler);
  }
  PageFiller filler;
  const FillResult result = filler.Fill(
      {.places = places,
       .candidates = candidates,
       .claims = claims,
       .goals = goals,
       .advertiser_limits = limits,
       .group_line_items = group_sizes,
       .units = units.size(),
       .labels = labels.size(),
       .parties = parties.size(),
       .line_items = line_items.size(),
       .slot_draws = slot_draws},
      [&](uint32_t candidate, int slot) {
        const Choice& choice = choices_[candidate];
        const uint64_t pair = Mix(
            Mix(slot_draws[slot],
                HashBytes(choice.candidate->line_item().name)),
            choice.creative == nullptr ? 0 : HashBytes(choice.creative->name));
        return static_cast<uint32_t>(pair >> 32);
      });
  decision_.optimal = result.optimal && !(left_out_ && result.nodes > 0);
  for (const FilledPlace& place : result.ads) {
    const Choice& choice = choices_[place.candidate];
    const Candidate& candidate = *choice.candidate;
    const Creative* creative = CreativeFor(choice, place.slot);
    decision_.slots[place.slot].ads.push_back(
        {.campaign = &candidate.campaign(),
         .line_item = &candidate.line_item(),
         .creative = creative});
    if (IsHouse(candidate.campaign())) continue;
    ties_.Show(candidate, *creative);
  }
}

const Creative* PageOracle::CreativeFor(const Choice& choice, int slot) const {
  if (choice.creative != nullptr) return choice.creative;
  const std::vector<const Creative*>& usable =
      choice.candidate->slots[slot].usable;
  return *std::min_element(usable.begin(), usable.end(),
                           [&](const Creative* a, const Creative* b) {
                             return Precedes(*choice.candidate, a, b);
                           });
}

void PageOracle::CountReasons(size_t slot) {
  SlotResult& result = decision_.slots[slot];
  size_t sampled = 0;
  for (const Candidate& candidate : candidates_) {
    if (IsHouse(candidate.campaign())) continue;
    if (++sampled > kReasonSample) break;
    const bool serves = std::any_of(
        result.ads.begin(), result.ads.end(),
        [&](const Ad& ad) { return ad.line_item == &candidate.line_item(); });
    if (serves) continue;
    ++result.reasons[static_cast<size_t>(ReasonAgainst(candidate, slot))];
  }
  if (sampled == 0) {
    result.reasons[static_cast<size_t>(Reason::kNoCandidate)] = 1;
  }
}

Reason PageOracle::ReasonAgainst(const Candidate& candidate,
                                 size_t slot) const {
  const InSlot& in_slot = candidate.slots[slot];
  if (!in_slot.accepts) return Reason::kSlotTargeting;
  if (!in_slot.fits) return Reason::kSize;
  if (in_slot.usable.empty()) return Reason::kBlocked;
  if (in_slot.below_floor) return Reason::kBelowFloor;
  if (!in_slot.eligible || candidate.cut) return Reason::kOutsideDraw;
  if (candidate.out_of_share) return Reason::kShareOfVoice;
  Reason farthest = Reason::kDuplicate;
  for (const Creative* creative : in_slot.usable) {
    farthest = std::max(
        farthest,
        ties_.Against(candidate, *creative).value_or(Reason::kRoadblock));
  }
  return farthest;
}

}  // namespace placard
