#include "engine/filler/branch.h"

#include "engine/base/check.h"

namespace placard {

void Branch::Reset(const FillProblem& problem) {
  problem_ = &problem;
  BuildLists();
  states_.assign(problem.candidates.size(), State::kOpen);
  trail_.clear();
  propagated_ = 0;
  in_.clear();
  advertiser_in_.assign(problem.advertiser_limits.size(), 0);
  left_.assign(problem.line_items, 0);
  for (const FillCandidate& candidate : problem.candidates) {
    ++left_[candidate.line_item];
  }
  steps_ = 0;
  DropImpossible();
}

void Branch::BuildLists() {
  const std::span<const FillCandidate> candidates = problem_->candidates;
  // The candidates by a number of theirs that may be missing.
  const auto by = [&](uint32_t FillCandidate::*number) {
    return [&candidates, number](auto&& add) {
      for (uint32_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].*number != kNoNumber) add(candidates[i].*number, i);
      }
    };
  };
  by_advertiser_.Build(problem_->advertiser_limits.size(),
                       by(&FillCandidate::advertiser));
  by_line_item_.Build(problem_->line_items, by(&FillCandidate::line_item));
  by_master_.Build(problem_->line_items, by(&FillCandidate::master));
  by_group_.Build(problem_->group_line_items.size(), by(&FillCandidate::group));
  by_unit_.Build(problem_->units, [&](auto&& add) {
    for (uint32_t i = 0; i < candidates.size(); ++i) {
      for (const uint32_t unit : candidates[i].units) {
        if (unit != kNoNumber) add(unit, i);
      }
    }
  });
  by_label_.Build(problem_->labels, [&](auto&& add) {
    for (uint32_t i = 0; i < candidates.size(); ++i) {
      for (const LabelClaim& claim : ClaimsOf(*problem_, candidates[i])) {
        add(claim.label, Bearer{.position = i, .party = claim.party});
      }
    }
  });
}

// What has no master, what is of a group that lacks a line item, and what is of
// an advertiser that may have nothing. Nothing is in yet to contradict.
void Branch::DropImpossible() {
  for (uint32_t a = 0; a < problem_->advertiser_limits.size(); ++a) {
    if (problem_->advertiser_limits[a] == 0) OutAll(by_advertiser_[a]);
  }
  line_item_seen_.Clear(problem_->line_items);
  for (uint32_t g = 0; g < problem_->group_line_items.size(); ++g) {
    uint32_t line_items = 0;
    for (const uint32_t i : by_group_[g]) {
      bool& seen = line_item_seen_[problem_->candidates[i].line_item];
      if (!seen) ++line_items;
      seen = true;
    }
    if (line_items < problem_->group_line_items[g]) OutAll(by_group_[g]);
  }
  for (uint32_t l = 0; l < problem_->line_items; ++l) {
    if (left_[l] == 0) OutAll(by_master_[l]);
  }
  Propagate();
}

bool Branch::OutAll(std::span<const uint32_t> positions) {
  steps_ += positions.size();
  for (const uint32_t i : positions) {
    if (!Exclude(i)) return false;
  }
  return true;
}

bool Branch::Exclude(uint32_t position) {
  if (states_[position] == State::kOut) return true;
  if (states_[position] == State::kIn) return false;
  states_[position] = State::kOut;
  --left_[problem_->candidates[position].line_item];
  trail_.push_back(position);
  return true;
}

// A line item that has nothing left takes its companions and its group along.
bool Branch::Propagate() {
  for (; propagated_ < trail_.size(); ++propagated_) {
    const FillCandidate& out = problem_->candidates[trail_[propagated_]];
    if (left_[out.line_item] > 0) continue;
    if (!OutAll(by_master_[out.line_item])) return false;
    if (out.group != kNoNumber && !OutAll(by_group_[out.group])) return false;
  }
  return true;
}

bool Branch::Out(uint32_t position) { return Exclude(position) && Propagate(); }

bool Branch::In(uint32_t position) {
  PLACARD_DCHECK(is_open(position));
  const FillCandidate& candidate = problem_->candidates[position];
  states_[position] = State::kIn;
  trail_.push_back(position);
  in_.push_back(position);
  if (candidate.advertiser != kNoNumber) {
    ++advertiser_in_[candidate.advertiser];
    if (!FillAdvertiser(candidate.advertiser)) return false;
  }
  return OutByUnits(position) && OutByLabels(position) && Propagate();
}

bool Branch::OutByUnits(uint32_t position) {
  for (const uint32_t unit : problem_->candidates[position].units) {
    if (unit == kNoNumber) continue;
    steps_ += by_unit_[unit].size();
    for (const uint32_t i : by_unit_[unit]) {
      if (i != position && !Exclude(i)) return false;
    }
  }
  return true;
}

bool Branch::OutByLabels(uint32_t position) {
  const FillCandidate& candidate = problem_->candidates[position];
  for (const LabelClaim& claim : ClaimsOf(*problem_, candidate)) {
    steps_ += by_label_[claim.label].size();
    for (const Bearer& bearer : by_label_[claim.label]) {
      if (bearer.party != claim.party && !Exclude(bearer.position)) {
        return false;
      }
    }
  }
  return true;
}

// Puts out what an advertiser at its limit has besides.
bool Branch::FillAdvertiser(uint32_t advertiser) {
  const int32_t limit = problem_->advertiser_limits[advertiser];
  if (advertiser_in_[advertiser] < limit) return true;
  if (advertiser_in_[advertiser] > limit) return false;
  steps_ += by_advertiser_[advertiser].size();
  for (const uint32_t i : by_advertiser_[advertiser]) {
    if (is_open(i)) Exclude(i);
  }
  return true;
}

void Branch::UndoTo(size_t settled) {
  for (; trail_.size() > settled; trail_.pop_back()) {
    const uint32_t position = trail_.back();
    const FillCandidate& candidate = problem_->candidates[position];
    if (states_[position] == State::kIn) {
      in_.pop_back();
      if (candidate.advertiser != kNoNumber) {
        --advertiser_in_[candidate.advertiser];
      }
    } else {
      ++left_[candidate.line_item];
    }
    states_[position] = State::kOpen;
  }
  propagated_ = settled;
}

}  // namespace placard
