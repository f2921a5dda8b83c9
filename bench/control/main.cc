// placard-bench-control [--summary FILE] [Google Benchmark's options]
//
// Measures the rooms that a campaign change comes through, beside decisions:
// documents, the store, the campaign service, what servers keep, the log. With
// --summary, exits with 1 if an answer was wrong.

#include "bench/control/benchmarks.h"
#include "bench/summary/benchmark_program.h"
#include "bench/summary/summary.h"

namespace placard {
namespace {

// All of one catalogue one after another, so that it is stored once; what
// changes it comes last.
void RegisterAll(Summary& summary) {
  RegisterLog(summary);
  for (const size_t line_items : {1'000, 10'000, 100'000}) {
    RegisterDocuments(line_items, summary);
    RegisterCopy(line_items, summary);
    RegisterStore(line_items, summary);
    RegisterCampaigns(line_items, summary);
  }
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  return placard::RunBenchmarks(argc, argv,
                                {.prefix = "control/",
                                 .register_all = placard::RegisterAll,
                                 .summarise = nullptr});
}
