#include <chrono>
#include <optional>
#include <string>

#include "bench/engine/benchmarks.h"
#include "bench/engine/mode_catalog.h"
#include "bench/heap/allocations.h"
#include "benchmark/benchmark.h"
#include "engine/base/status.h"

namespace placard {
namespace {

struct Building {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                     static_cast<size_t>(state.range(1)));
    state.SetLabel(std::string(ModeName(catalog.mode)));
    const RebuildJob job = catalog.builder.StartRebuild();
    double bytes = 0;
    double seconds = 0;
    for (auto _ : state) {
      const int64_t before = HeapBytes();
      const auto begin = std::chrono::steady_clock::now();
      RebuiltSegment rebuilt = job.Run();
      const auto end = std::chrono::steady_clock::now();
      rebuilt.revisions = {};  // no part of the index
      seconds = std::chrono::duration<double>(end - begin).count();
      state.SetIterationTime(seconds);
      bytes = static_cast<double>(HeapBytes() - before) /
              static_cast<double>(catalog.line_items);
      if (rebuilt.segment->rows() != catalog.line_items) {
        state.SkipWithError("a line item has no row");
      }
    }
    state.counters["bytes_per_line_item"] = bytes;
    const bool full = catalog.line_items == 1'000'000;
    const std::string id =
        Concat("build/", ModeName(catalog.mode), "/", catalog.line_items);
    summary.Add({.id = id + "/time",
                 .what = "index built from parsed campaigns, one core",
                 .value = seconds,
                 .unit = "s",
                 .bound = full ? std::optional(5.0) : std::nullopt});
    summary.Add({.id = id + "/memory",
                 .what = "heap that the index keeps, a line item",
                 .value = bytes,
                 .unit = "B",
                 .bound = full ? std::optional(280.0) : std::nullopt});
  }
};

}  // namespace

void RegisterBuild(Mode mode, size_t line_items, Summary& summary) {
  benchmark::RegisterBenchmark("BuildIndex", Building{.summary = summary})
      ->ArgNames({"mode", "line_items"})
      ->Args({static_cast<int64_t>(mode), static_cast<int64_t>(line_items)})
      ->Unit(benchmark::kMillisecond)
      ->UseManualTime()
      ->Iterations(1);
}

}  // namespace placard
