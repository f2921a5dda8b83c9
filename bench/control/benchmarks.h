// The benchmarks of the rooms that a campaign change comes through, for main.cc
// to register catalogue by catalogue. Each leaves what it found in the summary,
// under "control/<room>/<what>/<line items>...".
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>

#include "bench/summary/summary.h"

namespace placard {

// The harness with nothing to measure, and lines of the log.
void RegisterLog(Summary& summary);

// Campaign documents: read to the model, and written as the store keeps them.
void RegisterDocuments(size_t line_items, Summary& summary);
// A Redis of its own: one document changed, one read, all read, what changed
// read.
void RegisterStore(size_t line_items, Summary& summary);
// A campaign changed, and one refused, as the gRPC service does it.
void RegisterCampaigns(size_t line_items, Summary& summary);
// All documents prepared for serving; the local copy written and read.
void RegisterCopy(size_t line_items, Summary& summary);

}  // namespace placard
