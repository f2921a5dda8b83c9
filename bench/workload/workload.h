// A publisher with its campaigns and its readers, made by seed at any scale:
// what benches, load tests and large tests run on.
//
// Shape: advertisers of ten campaigns each, 40 keyword lists (a tenth of them
// dry runs, a tenth expiring), campaigns as bench/workload/campaigns.h tells,
// rules as bench/workload/line_item_rules.h tells, page views as
// bench/workload/page_views.h tells. Sections are skewed, keywords follow
// Zipf's law with exponent 1, a median of 5 a page and 9 at the 95th
// percentile. Advertisers buy only part of the sections, so that slots stay
// empty on the others however many line items there are.
//
// The same shape gives the same workload on every machine.
//
// Thread safety: pure functions.
// Cost: about 10 µs a line item.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/workload/page_views.h"
#include "bench/workload/workload_shape.h"
#include "engine/model/campaign.h"

namespace placard {

struct Workload {
  CatalogContents contents;
  std::vector<PageView> views;
};

Workload MakeWorkload(const WorkloadShape& shape);

// With the pages of the table at `path` (see ParsePageContexts), and with
// campaigns that speak of what those speak of. At most shape.pages, evenly from
// the whole table.
// Errors: those of ReadPageContexts().
absl::StatusOr<Workload> MakeWorkloadFrom(const std::string& path,
                                          const WorkloadShape& shape);

}  // namespace placard
