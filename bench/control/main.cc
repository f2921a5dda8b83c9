// placard-bench-control [--summary FILE] [Google Benchmark's options]
//
// Measures the rooms that a campaign change comes through, beside decisions:
// documents, the store, the campaign service, what servers keep, the log. With
// --summary, exits with 1 if an answer was wrong.

#include <cstdio>
#include <string>

#include "bench/control/benchmarks.h"
#include "bench/summary/check_reporter.h"
#include "bench/summary/summary.h"
#include "benchmark/benchmark.h"
#include "services/heap/process_heap.h"

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
  placard::PrepareHeap(argv);  // as placardd's is
  const std::string file = placard::TakeSummaryFlag(argc, argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  placard::Summary summary;
  placard::RegisterAll(summary);
  placard::CheckReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  summary.Add(reporter.row("control/"));
  if (file.empty()) return 0;
  const absl::Status written = summary.Write(file);
  if (!written.ok()) {
    std::fprintf(stderr, "%s\n", written.ToString().c_str());
    return 2;
  }
  return summary.holds() ? 0 : 1;
}
