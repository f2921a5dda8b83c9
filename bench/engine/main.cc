// placard-bench-engine [--summary FILE] [Google Benchmark's options]
//
// Measures the engine alone. With --summary, exits with 1 if a bound does not
// hold.

#include <cstddef>

#include "bench/engine/benchmarks.h"
#include "bench/engine/mode_catalog.h"
#include "bench/summary/benchmark_program.h"
#include "bench/summary/summary.h"
#include "bench/workload/modes.h"

namespace placard {
namespace {

constexpr size_t kFull = 1'000'000;
// What Redis is compared at.
constexpr size_t kRedis = 100'000;

bool IsHard(Mode mode) { return static_cast<size_t>(mode) >= kModes; }

// What is asked of the largest catalogues alone.
void RegisterFull(Mode mode, Summary& summary) {
  if (!IsHard(mode)) RegisterColdSearch(mode, kFull, summary);
  if (mode == Mode::kDense) RegisterScaling(mode, kFull, summary);
}

void RegisterCatalog(Mode mode, size_t line_items, Summary& summary) {
  const bool ends = line_items == 10'000 || line_items == kFull;
  if (IsHard(mode) && !ends) return;
  AnnounceCatalog(mode, line_items);
  if (!IsHard(mode)) RegisterSearch(mode, line_items, summary);
  if (ends) RegisterDecide(mode, line_items, summary);
  // The others take as long and say no more.
  if (ends && mode <= Mode::kSparse) RegisterBuild(mode, line_items, summary);
  if (mode == Mode::kDense && line_items == 100'000) {
    RegisterDecideByPage(mode, line_items, summary);
  }
  // Of the largest the table of rules alone takes as long as all else.
  const bool rivals_full = line_items == kFull && mode <= Mode::kRunOfSite;
  if (!IsHard(mode) && (line_items == kRedis || rivals_full)) {
    RegisterBaselines(mode, line_items, summary);
  }
  if (mode <= Mode::kSparse && line_items == kRedis) {
    RegisterRedisBaselines(mode, line_items, summary);
  }
  if (line_items == kFull) RegisterFull(mode, summary);
  if (mode != Mode::kDense) return;
  RegisterExplain(mode, line_items, summary);
  RegisterLint(mode, line_items, summary);
  // Last, for it changes the catalogue.
  RegisterPublish(mode, line_items, summary);
}

// All of one catalogue one after another, so that it is built once.
void RegisterAll(Summary& summary) {
  RegisterNothing(summary);
  RegisterBase(summary);
  RegisterText(summary);
  RegisterTargeting(summary);
  RegisterDelivery(summary);
  RegisterFiller(summary);
  for (size_t i = 0; i < kModesAndHardCases; ++i) {
    for (size_t line_items = 1'000; line_items <= kFull; line_items *= 10) {
      RegisterCatalog(static_cast<Mode>(i), line_items, summary);
    }
  }
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  return placard::RunBenchmarks(argc, argv,
                                {.prefix = "",
                                 .register_all = placard::RegisterAll,
                                 .summarise = placard::SummariseGrowth});
}
