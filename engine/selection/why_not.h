// Why slots are not filled with paid advertisements: the first kReasonSample
// paid candidates of the page, in rank order, each under the first reason that
// holds for it.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Cost: allocates nothing once warm.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/catalog/snapshot.h"
#include "engine/model/decision.h"
#include "engine/model/line_item_outcome.h"
#include "engine/selection/page_contest.h"

namespace placard {

class WhyNot {
 public:
  void Begin() { sample_.clear(); }

  bool full() const { return sample_.size() == kReasonSample; }

  // The next paid candidate, in rank order, the slots whose targeting accepts
  // it and how far it came. Ignored once full.
  void Add(const Row& row, uint64_t accepting, Standing standing);

  // Writes the reasons of every slot that holds fewer paid advertisements than
  // it takes.
  // Precondition: ShowAds() was called.
  void Explain(PageContest& contest, Decision& decision) const;

  // What became of each line item that was chosen, and of each other one of the
  // sample; of each one entry. Good until the next call or decision.
  // Precondition: `contest` is the last decision's.
  std::span<const LineItemOutcome> Outcomes(PageContest& contest);

 private:
  struct Candidate {
    const Row* row;
    uint64_t accepting;
    Standing standing;
  };

  static Reason ReasonFor(const Candidate& candidate, int slot,
                          PageContest& contest);
  // Over all slots.
  static std::optional<Reason> FurthestReason(const Candidate& candidate,
                                              PageContest& contest);

  std::vector<Candidate> sample_;
  std::vector<LineItemOutcome> outcomes_;
};

}  // namespace placard
