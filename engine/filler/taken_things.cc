#include "engine/filler/taken_things.h"

#include <span>

namespace placard {

void TakenThings::Reset(const FillProblem& problem) {
  problem_ = &problem;
  units_.Clear(problem.units);
  labels_.Clear(problem.labels);
  advertisers_.Clear(problem.advertiser_limits.size());
  line_items_.Clear(problem.line_items);
}

void TakenThings::Take(uint32_t position) {
  const FillCandidate& candidate = problem_->candidates[position];
  for (const uint32_t unit : candidate.units) {
    if (unit != kNoNumber) units_[unit] = position + 1;
  }
  for (const LabelClaim& claim : ClaimsOf(*problem_, candidate)) {
    Bearers& bearers = labels_[claim.label];
    if (bearers.count++ > 0) continue;
    bearers.party = claim.party;
    bearers.first = position;
  }
  if (candidate.advertiser != kNoNumber) ++advertisers_[candidate.advertiser];
  ++line_items_[candidate.line_item];
}

void TakenThings::Release(uint32_t position) {
  const FillCandidate& candidate = problem_->candidates[position];
  for (const uint32_t unit : candidate.units) {
    if (unit != kNoNumber) units_[unit] = 0;
  }
  for (const LabelClaim& claim : ClaimsOf(*problem_, candidate)) {
    --labels_[claim.label].count;
  }
  if (candidate.advertiser != kNoNumber) --advertisers_[candidate.advertiser];
  --line_items_[candidate.line_item];
}

std::optional<uint32_t> TakenThings::HolderOf(uint32_t unit) const {
  const uint32_t holder = units_[unit];
  if (holder == 0) return std::nullopt;
  return holder - 1;
}

std::optional<uint32_t> TakenThings::OpponentOf(
    const FillCandidate& candidate) const {
  for (const uint32_t unit : candidate.units) {
    if (unit != kNoNumber && units_[unit] != 0) return units_[unit] - 1;
  }
  for (const LabelClaim& claim : ClaimsOf(*problem_, candidate)) {
    const Bearers bearers = labels_[claim.label];
    if (bearers.count > 0 && bearers.party != claim.party) {
      return bearers.first;
    }
  }
  return std::nullopt;
}

}  // namespace placard
