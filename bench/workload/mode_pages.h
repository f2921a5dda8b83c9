// The pages of the modes.
//
// Thread safety: pure function.
#pragma once

#include <vector>

#include "bench/workload/mode_rules.h"
#include "bench/workload/modes.h"
#include "bench/workload/page_views.h"

namespace placard {

std::vector<PageView> MakeModePages(const ModeShape& shape,
                                    const ModeWorld& world);

// The twelve sizes of creatives, and one that no slot takes.
const std::vector<Size>& ModeSizes();
inline constexpr FixedSize kOddSize = {111, 111};

}  // namespace placard
