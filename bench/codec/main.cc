// placard-bench-codec [--summary FILE] [Google Benchmark's options]
//
// Measures what an answer costs beside the decision: reading and writing its
// messages, and counting why line items do not serve. With --summary, exits
// with 1 if a bound does not hold or an answer was wrong.

#include <cstdio>
#include <string>

#include "bench/codec/codec_bench.h"
#include "bench/codec/counters_bench.h"
#include "bench/summary/check_reporter.h"
#include "bench/summary/summary.h"
#include "benchmark/benchmark.h"
#include "services/heap/process_heap.h"

namespace placard {
namespace {

void RegisterAll(Summary& summary) {
  for (const size_t slots : {1, 3, 10}) {
    RegisterCodec({.slots = slots, .keywords = 15}, summary);
  }
  for (const size_t keywords : {5, 50, 256}) {
    RegisterCodec({.slots = 3, .keywords = keywords}, summary);
  }
  for (const size_t slots : {1, 3, 10}) {
    RegisterCounters({.slots = slots, .keywords = 15}, summary);
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
  summary.Add(reporter.row("codec/"));
  if (file.empty()) return 0;
  const absl::Status written = summary.Write(file);
  if (!written.ok()) {
    std::fprintf(stderr, "%s\n", written.ToString().c_str());
    return 2;
  }
  return summary.holds() ? 0 : 1;
}
