// Pictures of the figures. Which belong together their ids say:
//
//   search/<mode>/<line items>/top-<n>/p50
//   decide/<mode>/<line items>/p99
//   baselines/<baseline>/<mode>/<line items>/<top>-ratio
//
// What has no picture of its own is drawn as bars with all that begins alike
// and has the same unit.
//
// Thread safety: pure function.
#pragma once

#include <string>

#include "bench/report/figure.h"

namespace placard {

// SVG elements for a page, one after another.
std::string DrawPlots(const Figures& figures);

}  // namespace placard
