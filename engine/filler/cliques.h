// Parts candidates into cliques: those of one clique exclude each other, so
// that of each at most one is chosen. A bound that counts a clique once is much
// nearer to the truth than one that counts its members.
//
// Thread safety: thread-compatible.
// Cost: Build() O(candidates and their claims). Allocates nothing once warm.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/filler/cleared_table.h"
#include "engine/filler/fill_problem.h"

namespace placard {

class Cliques {
 public:
  void Build(const FillProblem& problem);

  // How many there are.
  uint32_t size() const { return size_; }

  // The clique of a candidate.
  uint32_t Of(uint32_t position) const { return clique_[position]; }

  // The next candidate of its clique, in order; kNoNumber if it is the last.
  uint32_t Next(uint32_t position) const { return next_[position]; }

 private:
  // Of all candidates of a party the widest unit, if it is the same.
  struct Party {
    bool seen = false;
    uint32_t unit = kNoNumber;
  };

  // A label, and the clique of those that have chosen it; or a unit.
  struct Meeting {
    uint32_t candidates = 0;
    uint32_t clique = kNoNumber;
    uint32_t last = 0;
  };

  void SurveyParties(const FillProblem& problem);
  bool MayMeetByLabel(const LabelClaim& claim) const;
  Meeting* MeetingOf(const FillProblem& problem,
                     const FillCandidate& candidate);
  void Join(Meeting* meeting, uint32_t position);

  uint32_t size_ = 0;
  std::vector<uint32_t> clique_;
  std::vector<uint32_t> next_;
  ClearedTable<Party> parties_;
  ClearedTable<Meeting> by_label_;
  ClearedTable<Meeting> by_unit_;
};

}  // namespace placard
