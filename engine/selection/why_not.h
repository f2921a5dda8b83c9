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
  // Precondition: `slots` and `decision` are those of the last decision.
  std::span<const LineItemOutcome> Outcomes(const PageSlots& slots,
                                            const Decision& decision);

 private:
  struct Candidate {
    const Row* row;
    uint64_t accepting;
    bool in_draw;
  };

  static Reason ReasonFor(const Candidate& candidate, int slot,
                          const PageSlots& slots);

  std::optional<Reason> FurthestReason(const Candidate& candidate,
                                       const PageSlots& slots) const;
  void AddServed(const Decision& decision);
  void AddShownCampaign(uint64_t line_item, const Campaign& campaign);
  bool IsCampaignShown(const Row& row, const PageSlots& slots) const;

  std::vector<Candidate> sample_;
  std::vector<LineItemOutcome> outcomes_;
  // Of what is shown: keys of campaigns, and those of line items that are
  // paid for and not in the sample.
  std::vector<uint32_t> shown_campaigns_;
  std::vector<const Campaign*> campaigns_outside_;
};

}  // namespace placard
