// Chooses from the candidates of one page the slow way, by names: who is in the
// draw, who may stand beside whom, and why the rest does not serve. Which
// assignment is best it asks the page filler, of everybody in the draw at once.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/delivery/delivery_view.h"
#include "engine/filler/page_filler.h"
#include "tests/support/candidate.h"
#include "tests/support/page_ties.h"

namespace placard {

class PageOracle {
 public:
  // `candidates` in rank order.
  PageOracle(const CatalogContents& contents, const PageRequest& request,
             absl::Time instant, uint64_t seed, const DeliveryView& delivery,
             std::vector<Candidate>& candidates);

  Decision Decide();

 private:
  using Level = std::vector<Candidate*>;

  void HoldDraw();
  void Draw(Level& level);
  bool InShare(const Candidate& candidate, int32_t& begin) const;
  uint64_t OpenSlots();
  void Order(Level& level) const;
  void AddChoices(const Candidate& candidate);
  bool IsByCreative(const Candidate& candidate) const;
  bool Precedes(const Candidate& candidate, const Creative* a,
                const Creative* b) const;
  uint64_t EligibleSlots(const Candidate& candidate,
                         const Creative* creative) const;
  uint64_t JoiningSlots(const Candidate& candidate) const;

  void Fill();
  const Creative* CreativeFor(const Choice& choice, int slot) const;
  void CountReasons(size_t slot);
  Reason ReasonAgainst(const Candidate& candidate, size_t slot) const;

  const SitePolicy& policy_;
  const PageRequest& request_;
  const absl::Time instant_;
  const uint64_t seed_;
  const DeliveryView& delivery_;
  std::vector<Candidate>& candidates_;
  PageTies ties_;
  std::vector<Choice> choices_;  // best first
  size_t spares_ = 0;
  bool left_out_ = false;
  Decision decision_;
};

}  // namespace placard
