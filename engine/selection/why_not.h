// Why slots are not filled with paid advertisements: the first kReasonSample
// paid candidates of the page, in rank order, each under the first reason that
// holds for it.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Cost: allocates nothing once warm.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/catalog/snapshot.h"
#include "engine/model/decision.h"
#include "engine/selection/page_candidates.h"
#include "engine/selection/page_shown.h"
#include "engine/selection/page_slots.h"

namespace placard {

class WhyNot {
 public:
  void Begin() { sample_.clear(); }

  bool full() const { return sample_.size() == kReasonSample; }

  // The next paid candidate, in rank order, the slots whose targeting accepts
  // it and how far it came. Ignored once full.
  void Add(const Row& row, uint64_t accepting, Standing standing);

  // Writes the reasons of every slot that holds fewer paid advertisements than
  // it takes. `shown`: all that the page view shows, but for this page's house
  // advertisements.
  void Explain(const PageSlots& slots, const PageShown& shown,
               Decision& decision) const;

 private:
  struct Candidate {
    const Row* row;
    uint64_t accepting;
    Standing standing;
  };

  static Reason ReasonFor(const Candidate& candidate, int slot,
                          const PageSlots& slots, const PageShown& shown);

  std::vector<Candidate> sample_;
};

}  // namespace placard
