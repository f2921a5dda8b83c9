#include "engine/filler/page_search.h"

#include "engine/filler/dominance.h"

namespace placard {
namespace {

// What a node costs besides the candidates that it looks at.
constexpr uint64_t kStepsOfNode = 8;

}  // namespace

PageSearch::Outcome PageSearch::Find(const FillProblem& problem,
                                     ChosenSet& best) {
  problem_ = &problem;
  best.Clear();
  in_order_.Extend(problem, best);
  cliques_.Build(problem);
  branch_.Reset(problem);
  DropDominated(problem, branch_);
  trials_.clear();
  const uint64_t begin = relaxation_.steps();
  Outcome outcome;
  for (bool going = true; going;) {
    const uint64_t steps = branch_.steps() + relaxation_.steps() - begin +
                           kStepsOfNode * outcome.nodes;
    if (steps > kFillSteps) {
      outcome.optimal = false;
      in_order_.Extend(problem, best);
      break;
    }
    ++outcome.nodes;
    const std::optional<uint32_t> offender = Expand(best);
    going = offender.has_value() ? Descend(*offender) || Retreat() : Retreat();
  }
  return outcome;
}

// Solves the branch as it is. Returns what to branch on if it may hold better
// than `best`, which it becomes if it is allowed.
std::optional<uint32_t> PageSearch::Expand(ChosenSet& best) {
  if (!relaxation_.Solve(*problem_, branch_, cliques_)) return std::nullopt;
  if (!IsBetter(*problem_, relaxation_.best(), best)) return std::nullopt;
  const std::optional<uint32_t> offender = Offender();
  if (!offender.has_value()) best = relaxation_.best();
  return offender;
}

// False if nothing can be in besides it.
bool PageSearch::Descend(uint32_t position) {
  trials_.push_back({.position = position, .settled = branch_.settled()});
  return branch_.In(position);
}

// Puts the last candidate that is in out instead, and the one before it if that
// cannot be. False if there is none.
bool PageSearch::Retreat() {
  while (!trials_.empty()) {
    const Trial trial = trials_.back();
    trials_.pop_back();
    branch_.UndoTo(trial.settled);
    if (branch_.Out(trial.position)) return true;
  }
  return false;
}

// The open candidate to decide about because the relaxation breaks a rule.
std::optional<uint32_t> PageSearch::Offender() {
  if (const auto opponent = OpponentIn()) return opponent;
  if (const auto missing = MissingIn()) return missing;
  return relaxation_.Misplaced(*problem_, branch_);
}

// The better one of the first two that exclude each other. It is open: what is
// in has put out what it excludes.
std::optional<uint32_t> PageSearch::OpponentIn() {
  things_.Reset(*problem_);
  for (const uint32_t i : relaxation_.best().positions) {
    const FillCandidate& candidate = problem_->candidates[i];
    const std::optional<uint32_t> opponent = things_.OpponentOf(candidate);
    if (opponent.has_value()) return opponent;
    if (things_.AtLimit(candidate)) {
      return FirstOfAdvertiser(candidate.advertiser);
    }
    things_.Take(i);
  }
  return std::nullopt;
}

std::optional<uint32_t> PageSearch::FirstOfAdvertiser(
    uint32_t advertiser) const {
  for (const uint32_t i : relaxation_.best().positions) {
    if (problem_->candidates[i].advertiser == advertiser &&
        branch_.is_open(i)) {
      return i;
    }
  }
  return std::nullopt;
}

// The best candidate of a line item that is missing: a master, or one of a
// group. There is one, or what needs it were out.
std::optional<uint32_t> PageSearch::MissingIn() {
  for (const uint32_t i : relaxation_.best().positions) {
    const FillCandidate& candidate = problem_->candidates[i];
    if (candidate.group != kNoNumber) {
      if (const auto missing = MissingOfGroup(candidate.group)) return missing;
    }
    if (candidate.master == kNoNumber ||
        things_.HasLineItem(candidate.master)) {
      continue;
    }
    for (const uint32_t of_master : branch_.WithLineItem(candidate.master)) {
      if (branch_.is_open(of_master)) return of_master;
    }
  }
  return std::nullopt;
}

std::optional<uint32_t> PageSearch::MissingOfGroup(uint32_t group) const {
  for (const uint32_t i : branch_.WithGroup(group)) {
    if (branch_.is_open(i) &&
        !things_.HasLineItem(problem_->candidates[i].line_item)) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace placard
