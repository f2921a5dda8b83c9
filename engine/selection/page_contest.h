// All that competing for the places of one page is made of, set up for it.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Lifetime: what it begins with must stay.
// Cost: allocates nothing once warm, but for `force`.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "engine/catalog/snapshot.h"
#include "engine/delivery/delivery_view.h"
#include "engine/model/page.h"
#include "engine/selection/forced_ad.h"
#include "engine/selection/page_candidates.h"
#include "engine/selection/page_shown.h"
#include "engine/selection/page_slots.h"
#include "engine/selection/rotation.h"

namespace placard {

struct PageContest {
  PageSlots slots;
  CreativeOrder rotation;
  PageShown shown;
  ForcedAd forced;
  std::vector<uint8_t> places;  // by slot: how many it takes besides `forced`
  PageCandidates candidates;
  // What was chosen, best first.
  std::vector<PageCandidates::Source> chosen;
  // By slot: how many of its advertisements are paid for.
  std::vector<uint8_t> paid;
  bool ties_all = false;      // the site policy or the page view, see below
  bool shows_chosen = false;  // `shown`

  // Whether something but another one of its campaign on this page may keep the
  // line item off.
  bool may_conflict(const Row& row) const {
    return ties_all || row.has(Row::kHasPageRules) || row.has(Row::kHasLabels);
  }

  // What the page view shows, with all that was chosen and is paid for.
  const PageShown& ShownWithChosen();

  // Precondition: `search` is prepared for the request.
  void Begin(const Snapshot& snapshot, const SearchScratch& search,
             const PageRequest& request, absl::Time instant, uint64_t seed,
             const DeliveryView& delivery);
};

}  // namespace placard
