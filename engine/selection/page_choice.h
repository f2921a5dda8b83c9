// Makes the slots' advertisements of what the filler has chosen.
//
// Thread safety: pure functions.
// Cost: linear in the creatives of what is chosen; allocates nothing once
// `decision` is warm.
#pragma once

#include <cstdint>

#include "engine/filler/page_filler.h"
#include "engine/model/decision.h"
#include "engine/selection/page_contest.h"
#include "engine/selection/page_slots.h"

namespace placard {

// Shows what `fill` has chosen, behind what is forced, and leaves it in
// `contest`.
void ShowAds(const FillResult& fill, PageContest& contest, Decision& decision);

}  // namespace placard
