// Small problems for the filler with every kind of rule, from a seed.
#pragma once

#include <cstdint>

#include "bench/workload/fill_pages.h"

namespace placard {

// At most nine candidates, three slots and six places. Numbers are shared as
// chance will have it, not as campaigns would.
FillPage MakeSmallFill(uint64_t seed);

// The same page with slot i in the place of slot order[i].
FillPage WithSlotsInOrder(const FillPage& page, const std::vector<int>& order);

}  // namespace placard
