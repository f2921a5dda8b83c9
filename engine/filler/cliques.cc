#include "engine/filler/cliques.h"

#include <cstddef>

namespace placard {

void Cliques::Build(const FillProblem& problem) {
  const size_t candidates = problem.candidates.size();
  SurveyParties(problem);
  by_unit_.Clear(problem.units);
  clique_.resize(candidates);
  next_.resize(candidates);
  size_ = 0;
  for (uint32_t i = 0; i < candidates; ++i) {
    Join(MeetingOf(problem, problem.candidates[i]), i);
  }
}

void Cliques::SurveyParties(const FillProblem& problem) {
  parties_.Clear(problem.parties);
  by_label_.Clear(problem.labels);
  for (const FillCandidate& candidate : problem.candidates) {
    const uint32_t unit = WidestUnit(candidate);
    for (const LabelClaim& claim : ClaimsOf(problem, candidate)) {
      Party& party = parties_[claim.party];
      if (party.seen && party.unit != unit) {
        party.unit = kNoNumber;
      } else {
        party = {.seen = true, .unit = unit};
      }
    }
  }
  for (const FillCandidate& candidate : problem.candidates) {
    for (const LabelClaim& claim : ClaimsOf(problem, candidate)) {
      if (MayMeetByLabel(claim)) ++by_label_[claim.label].candidates;
    }
  }
}

// Whether two of its party exclude each other anyway, by a unit.
bool Cliques::MayMeetByLabel(const LabelClaim& claim) const {
  return parties_[claim.party].unit != kNoNumber;
}

// The label that the most candidates have: a clique holds what it can.
Cliques::Meeting* Cliques::MeetingOf(const FillProblem& problem,
                                     const FillCandidate& candidate) {
  Meeting* largest = nullptr;
  for (const LabelClaim& claim : ClaimsOf(problem, candidate)) {
    if (!MayMeetByLabel(claim)) continue;
    Meeting& meeting = by_label_[claim.label];
    if (largest == nullptr || meeting.candidates > largest->candidates) {
      largest = &meeting;
    }
  }
  if (largest != nullptr) return largest;
  const uint32_t unit = WidestUnit(candidate);
  return unit == kNoNumber ? nullptr : &by_unit_[unit];
}

void Cliques::Join(Meeting* meeting, uint32_t position) {
  next_[position] = kNoNumber;
  if (meeting == nullptr) {
    clique_[position] = size_++;
    return;
  }
  if (meeting->clique == kNoNumber) {
    meeting->clique = size_++;
  } else {
    next_[meeting->last] = position;
  }
  clique_[position] = meeting->clique;
  meeting->last = position;
}

}  // namespace placard
