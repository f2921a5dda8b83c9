// What counting why line items do not serve costs a decision.
//
// Thread safety: thread-compatible.
#pragma once

#include "bench/codec/sample_pages.h"
#include "bench/summary/summary.h"

namespace placard {

// Answers each page by two deciders, one of which counts, in turns; leaves
// what it finds in `summary` under "counters/<slots> slots/...", the ratio of
// the two 99th percentiles with its bound; nothing when a page was refused or
// none counted, and then the benchmark fails.
void RegisterCounters(const PageSize& size, Summary& summary);

}  // namespace placard
