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
#include "engine/selection/page_slots.h"

namespace placard {

class WhyNot {
 public:
  void Begin() { sample_.clear(); }

  bool full() const { return sample_.size() == kReasonSample; }

  // The next paid candidate, in rank order, the slots whose targeting accepts
  // it and whether it was in its tier's draw. Ignored once full.
  void Add(const Row& row, uint64_t accepting, bool in_draw);

  // Writes the reasons of every slot that holds fewer paid advertisements than
  // it takes.
  void Explain(const PageSlots& slots, Decision& decision) const;

  // What became of each line item that is shown, and of each other one of the
  // sample; of each one entry. Good until the next call or decision.
  // Precondition: `slots` are those of the last decision.
  std::span<const LineItemOutcome> Outcomes(const PageSlots& slots);

 private:
  struct Candidate {
    const Row* row;
    uint64_t accepting;
    bool in_draw;
  };

  static Reason ReasonFor(const Candidate& candidate, int slot,
                          const PageSlots& slots);

  // `with_room`: the slots that are not full of what is paid for.
  std::optional<Reason> FurthestReason(const Candidate& candidate,
                                       uint64_t with_room,
                                       const PageSlots& slots) const;
  void AddServed(const PageSlots& slots);

  std::vector<Candidate> sample_;
  std::vector<LineItemOutcome> outcomes_;
};

}  // namespace placard
