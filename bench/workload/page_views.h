// Readers opening pages.
//
// Thread safety: pure function.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "bench/workload/market.h"
#include "bench/workload/site_vocabulary.h"
#include "bench/workload/workload_shape.h"
#include "engine/model/page.h"

namespace placard {

// All that a decision takes, but the catalogue.
struct PageView {
  PageRequest request;
  absl::Time instant;
  uint64_t seed = 0;
};

// One for each context: the reader, the slots, the time and the key-values are
// drawn. The title is the keywords in a row.
std::vector<PageView> MakePageViews(const WorkloadShape& shape,
                                    const Market& market,
                                    const std::vector<PageContext>& contexts);

}  // namespace placard
