#include "engine/selection/feasible_set.h"

#include <bit>

namespace placard {
namespace {

template <typename T>
auto At(std::vector<T>& table, uint32_t number) -> decltype(table[number]) {
  if (number >= table.size()) table.resize(size_t{number} + 1);
  return table[number];
}

}  // namespace

void FeasibleSet::Begin(std::span<const uint8_t> places, uint64_t slots) {
  matching_.Reset(places);
  open_ = slots;
  changed_ = false;
  units_.clear();
  labels_.clear();
  advertisers_.clear();
}

bool FeasibleSet::KeepsApart(const FillCandidate& candidate,
                             std::span<const LabelClaim> claims,
                             int32_t limit) {
  for (const uint32_t unit : candidate.units) {
    if (unit != kNoNumber && At(units_, unit) != 0) return false;
  }
  for (const LabelClaim& claim : claims) {
    const Bearers& bearers = At(labels_, claim.label);
    if (bearers.any && bearers.party != claim.party) return false;
  }
  return candidate.advertiser == kNoNumber ||
         At(advertisers_, candidate.advertiser) < limit;
}

void FeasibleSet::Offer(const FillCandidate& candidate,
                        std::span<const LabelClaim> claims, int32_t limit) {
  if ((candidate.slots & open_) == 0) return;
  if (candidate.master != kNoNumber || candidate.group != kNoNumber) return;
  if (!KeepsApart(candidate, claims, limit)) return;
  if (!matching_.Add(candidate.slots)) return;
  changed_ = true;
  for (const uint32_t unit : candidate.units) {
    if (unit != kNoNumber) At(units_, unit) = 1;
  }
  for (const LabelClaim& claim : claims) {
    At(labels_, claim.label) = {.any = true, .party = claim.party};
  }
  if (candidate.advertiser != kNoNumber) {
    ++At(advertisers_, candidate.advertiser);
  }
}

uint64_t FeasibleSet::open() {
  if (!changed_) return open_;
  changed_ = false;
  for (uint64_t rest = open_; rest != 0; rest &= rest - 1) {
    const uint64_t bit = rest & -rest;
    if (!matching_.Fits(bit)) open_ &= ~bit;
  }
  return open_;
}

}  // namespace placard
