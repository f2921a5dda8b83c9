// The campaigns of a workload and all that they share.
//
// 2 % of the line items are sponsorships, 28 % standard, 60 % price priority
// and 10 % house. A campaign has 1 to 9 line items and 2 to 4 creatives of the
// usual formats; three in four are live in the week of the page views, the
// others are over, still to come, or begin or end within it.
//
// Thread safety: pure function.
#pragma once

#include "bench/workload/market.h"
#include "bench/workload/workload_shape.h"
#include "engine/model/campaign.h"

namespace placard {

CatalogContents MakeContents(const WorkloadShape& shape, const Market& market);

}  // namespace placard
