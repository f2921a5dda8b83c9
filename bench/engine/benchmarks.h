// The benchmarks of the engine, for main.cc to register catalogue by catalogue.
// Each leaves what it found in the summary, under
// "<benchmark>/<mode>/<line items>...".
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <vector>

#include "bench/summary/summary.h"
#include "bench/workload/modes.h"
#include "bench/workload/page_views.h"

namespace placard {

// The harness with nothing to measure.
void RegisterNothing(Summary& summary);
// Snapshot::Search alone, after Prepare, for the best 1, 5, 20 and all.
void RegisterSearch(Mode mode, size_t line_items, Summary& summary);
// The best 5 with 64 MiB of other memory touched before each search.
void RegisterColdSearch(Mode mode, size_t line_items, Summary& summary);
// Decide of whole pages, and what Prepare takes of it.
void RegisterDecide(Mode mode, size_t line_items, Summary& summary);
// Decide of pages with 1 to 10 slots and 5 to 256 keywords.
void RegisterDecideByPage(Mode mode, size_t line_items, Summary& summary);
// One campaign paused, bid for or targeted otherwise, and a snapshot published;
// and Snapshot::NextEdge. Other snapshots than the catalogue's own come of it.
void RegisterPublish(Mode mode, size_t line_items, Summary& summary);
// The index built anew.
void RegisterBuild(Mode mode, size_t line_items, Summary& summary);
// Decisions of two threads against those of two processes.
void RegisterScaling(Mode mode, size_t line_items, Summary& summary);
// Why pages got what they got, asked of one line item and of all.
void RegisterExplain(Mode mode, size_t line_items, Summary& summary);
// What lint says of one campaign and of all of them.
void RegisterLint(Mode mode, size_t line_items, Summary& summary);
// The search against what a user would otherwise write: a scan with early exit
// and an index of Roaring bitmaps.
void RegisterBaselines(Mode mode, size_t line_items, Summary& summary);
// Against Redis' sets and BITOP.
void RegisterRedisBaselines(Mode mode, size_t line_items, Summary& summary);

// What needs no catalogue: hashes, texts, rules without an index, and what is
// known of deliveries.
void RegisterBase(Summary& summary);
void RegisterText(Summary& summary);
void RegisterTargeting(Summary& summary);
void RegisterDelivery(Summary& summary);

// Choosing the ads of pages from candidates that are in each other's way.
void RegisterFiller(Summary& summary);

// The same pages with so many other keywords, drawn as the modes' are.
std::vector<PageView> WithKeywords(std::vector<PageView> views,
                                   size_t keywords);

// What the searches of one mode at two sizes say of growth.
void SummariseGrowth(Summary& summary);

}  // namespace placard
