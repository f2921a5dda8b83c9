// The benchmarks of the engine, for main.cc to register catalogue by catalogue.
// Each leaves what it found in the summary, under
// "<benchmark>/<mode>/<line items>...".
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>

#include "bench/engine/summary.h"
#include "bench/workload/modes.h"

namespace placard {

// The harness with nothing to measure.
void RegisterNothing(Summary& summary);
// Snapshot::Search alone, after Prepare, for the best 1, 5, 20 and all.
void RegisterSearch(Mode mode, size_t line_items, Summary& summary);
// The best 5 with 64 MiB of other memory touched before each search.
void RegisterColdSearch(Mode mode, size_t line_items, Summary& summary);
// Decide of whole pages, and what Prepare takes of it.
void RegisterDecide(Mode mode, size_t line_items, Summary& summary);
// The index built anew.
void RegisterBuild(Mode mode, size_t line_items, Summary& summary);
// Decisions of two threads against those of two processes.
void RegisterScaling(Mode mode, size_t line_items, Summary& summary);

// What the searches of one mode at two sizes say of growth.
void SummariseGrowth(Summary& summary);

}  // namespace placard
