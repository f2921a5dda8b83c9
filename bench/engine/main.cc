// placard-bench-engine [--summary FILE] [Google Benchmark's options]
//
// Measures the engine alone. With --summary, exits with 1 if a bound does not
// hold.

#include <cstddef>
#include <cstdio>
#include <string>

#include "bench/engine/benchmarks.h"
#include "bench/summary/summary.h"
#include "bench/workload/modes.h"
#include "benchmark/benchmark.h"

namespace placard {
namespace {

constexpr size_t kFull = 1'000'000;
// What Redis is compared at.
constexpr size_t kRedis = 100'000;

// All of one catalogue one after another, so that it is built once.
void RegisterAll(Summary& summary) {
  for (size_t i = 0; i < kModesAndHardCases; ++i) {
    const auto mode = static_cast<Mode>(i);
    const bool hard = i >= kModes;
    for (size_t line_items = 1'000; line_items <= kFull; line_items *= 10) {
      if (!hard) RegisterSearch(mode, line_items, summary);
      if (!hard && line_items >= 10'000) {
        RegisterBaselines(mode, line_items, summary);
      }
      if (mode <= Mode::kSparse && line_items == kRedis) {
        RegisterRedisBaselines(mode, line_items, summary);
      }
      if (line_items != 10'000 && line_items != kFull) continue;
      RegisterDecide(mode, line_items, summary);
      RegisterBuild(mode, line_items, summary);
    }
    if (!hard) RegisterColdSearch(mode, kFull, summary);
    if (mode <= Mode::kSparse) RegisterScaling(mode, kFull, summary);
  }
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  const std::string file = placard::TakeSummaryFlag(argc, argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  placard::Summary summary;
  placard::RegisterAll(summary);
  benchmark::RunSpecifiedBenchmarks();
  placard::SummariseGrowth(summary);
  if (file.empty()) return 0;
  const absl::Status written = summary.Write(file);
  if (!written.ok()) {
    std::fprintf(stderr, "%s\n", written.ToString().c_str());
    return 2;
  }
  return summary.holds() ? 0 : 1;
}
