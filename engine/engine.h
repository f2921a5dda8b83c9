// The roof: one page in, one decision out.
//
// A pure function of its arguments. The same snapshot, request, instant, seed
// and delivery view give the same decision, on every machine, in every thread,
// whatever the scratch was used for before.
#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "engine/catalog/snapshot.h"
#include "engine/delivery/delivery_view.h"
#include "engine/filler/page_filler.h"
#include "engine/model/decision.h"
#include "engine/selection/page_contest.h"
#include "engine/selection/why_not.h"

namespace placard {

// The longest that an answer may say it holds.
inline constexpr absl::Duration kMaxTtl = absl::Minutes(5);

// Working memory of decisions, one after another.
//
// Thread safety: thread-compatible; one a thread.
struct DecideScratch {
  SearchScratch search;
  PageContest contest;
  PageFiller filler;
  WhyNot why_not;
};

// Decides all slots of `request` at once, as of `instant`. What `decision`
// points to lives as long as `snapshot`.
//
// Cost: allocates nothing once scratch and decision are warm, but for `force`;
// reads no clock, takes no lock.
void Decide(const Snapshot& snapshot, const PageRequest& request,
            absl::Time instant, uint64_t seed, const DeliveryView& delivery,
            DecideScratch& scratch, Decision& decision);

// When nothing is known of deliveries.
void Decide(const Snapshot& snapshot, const PageRequest& request,
            absl::Time instant, uint64_t seed, DecideScratch& scratch,
            Decision& decision);

}  // namespace placard
