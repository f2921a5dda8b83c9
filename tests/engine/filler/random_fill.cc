#include "tests/engine/filler/random_fill.h"

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

#include "bench/workload/dice.h"

namespace placard {
namespace {

constexpr size_t kUnits = 12;
constexpr size_t kLabels = 3;
constexpr size_t kParties = 4;
constexpr size_t kLineItems = 6;
constexpr size_t kAdvertisers = 3;
constexpr size_t kGroups = 2;

uint32_t Number(Dice& dice, size_t below) {
  return static_cast<uint32_t>(dice.Below(below));
}

// How much of each rule a page has.
struct Mixture {
  size_t units, labels, limits, companions, groups;
};

Mixture MakeMixture(Dice& dice) {
  const auto some = [&] { return dice.Percent(50) ? dice.Below(80) : 0; };
  return {some(), some(), some(), some(), some()};
}

void GiveUnits(Dice& dice, size_t percent, FillCandidate& candidate) {
  std::set<uint32_t> units;
  for (int i = 0; i < 3; ++i) {
    if (dice.Percent(percent)) units.insert(Number(dice, kUnits));
  }
  std::copy(units.begin(), units.end(), candidate.units.begin());
}

void GiveClaims(Dice& dice, size_t percent, FillPage& page,
                FillCandidate& candidate) {
  candidate.first_claim = static_cast<uint32_t>(page.claims.size());
  for (uint32_t label = 0; label < kLabels; ++label) {
    if (!dice.Percent(percent / 2)) continue;
    page.claims.push_back({.label = label, .party = Number(dice, kParties)});
    ++candidate.claims;
  }
}

void GiveLineItem(Dice& dice, const Mixture& mixture,
                  FillCandidate& candidate) {
  candidate.line_item = Number(dice, kLineItems);
  if (dice.Percent(mixture.companions / 2)) {
    candidate.master = Number(dice, kLineItems);
  }
  // One group to a line item.
  if (mixture.groups > 0) {
    const uint32_t group = candidate.line_item / 2;
    if (group < kGroups) candidate.group = group;
  }
}

void SizeGroups(Dice& dice, FillPage& page) {
  for (uint32_t group = 0; group < kGroups; ++group) {
    std::set<uint32_t> line_items;
    for (const FillCandidate& candidate : page.candidates) {
      if (candidate.group == group) line_items.insert(candidate.line_item);
    }
    const size_t missing = dice.OneIn(6) ? 1 : 0;
    page.group_line_items.push_back(
        static_cast<uint32_t>(line_items.size() + missing));
  }
}

// Stages that do not fall, and values that do not rise in one.
void GiveStages(Dice& dice, FillPage& page) {
  const size_t stages = dice.Between(1, 3);
  for (size_t i = 0; i < stages; ++i) {
    page.goals.push_back(dice.Percent(50) ? StageGoal::kCount
                                          : StageGoal::kTotal);
  }
  const size_t values = dice.OneIn(2) ? 3 : 1000;
  std::vector<uint32_t> at;
  std::vector<int64_t> worth;
  for (size_t i = 0; i < page.candidates.size(); ++i) {
    at.push_back(Number(dice, stages));
    worth.push_back(static_cast<int64_t>(dice.Below(values)));
  }
  std::sort(at.begin(), at.end());
  std::sort(worth.begin(), worth.end(), std::greater<>());
  for (size_t i = 0; i < page.candidates.size(); ++i) {
    page.candidates[i].stage = at[i];
    page.candidates[i].value = worth[i];
  }
  if (!dice.OneIn(3)) return;
  const auto last = static_cast<uint32_t>(stages - 1);
  const int64_t least = worth.empty() ? 1 : worth.back();
  page.phantoms = {.stage = last,
                   .value = static_cast<int64_t>(
                       dice.Below(static_cast<size_t>(least) + 1))};
}

}  // namespace

FillPage MakeSmallFill(uint64_t seed) {
  Dice dice(seed);
  const Mixture mixture = MakeMixture(dice);
  FillPage page;
  page.units = kUnits;
  page.labels = kLabels;
  page.parties = kParties;
  page.line_items = kLineItems;
  const size_t slots = dice.Between(1, 3);
  for (size_t i = 0; i < slots; ++i) {
    page.places.push_back(static_cast<uint8_t>(dice.Below(3)));
  }
  const size_t candidates = dice.Below(10);
  for (size_t i = 0; i < candidates; ++i) {
    FillCandidate candidate;
    candidate.slots = dice.Below(size_t{1} << slots);
    GiveUnits(dice, mixture.units, candidate);
    GiveClaims(dice, mixture.labels, page, candidate);
    if (dice.Percent(mixture.limits)) {
      candidate.advertiser = Number(dice, kAdvertisers);
    }
    GiveLineItem(dice, mixture, candidate);
    page.candidates.push_back(candidate);
  }
  GiveStages(dice, page);
  for (size_t i = 0; i < kAdvertisers; ++i) {
    page.advertiser_limits.push_back(static_cast<int32_t>(dice.Below(4)));
  }
  SizeGroups(dice, page);
  return page;
}

FillPage WithSlotsInOrder(const FillPage& page, const std::vector<int>& order) {
  FillPage other = page;
  for (size_t s = 0; s < order.size(); ++s) {
    other.places[s] = page.places[order[s]];
  }
  for (size_t i = 0; i < page.candidates.size(); ++i) {
    other.candidates[i].slots = 0;
    for (size_t s = 0; s < order.size(); ++s) {
      other.candidates[i].slots |= (page.candidates[i].slots >> order[s] & 1)
                                   << s;
    }
  }
  return other;
}

}  // namespace placard
