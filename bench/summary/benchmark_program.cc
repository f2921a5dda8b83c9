#include "bench/summary/benchmark_program.h"

#include <cstdio>

#include "bench/summary/check_reporter.h"
#include "benchmark/benchmark.h"
#include "services/heap/process_heap.h"

namespace placard {

int RunBenchmarks(int argc, char** argv, const BenchmarkProgram& program) {
  PrepareHeap(argv);
  const std::string file = TakeSummaryFlag(argc, argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  Summary summary;
  program.register_all(summary);
  CheckReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  if (program.summarise) program.summarise(summary);
  summary.Add(reporter.row(program.prefix));
  if (file.empty()) return 0;
  const absl::Status written = summary.Write(file);
  if (!written.ok()) {
    std::fprintf(stderr, "%s\n", written.ToString().c_str());
    return 2;
  }
  return summary.holds() ? 0 : 1;
}

}  // namespace placard
