// A benchmark of one mode's catalogue that times its calls itself.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "bench/workload/modes.h"
#include "benchmark/benchmark.h"

namespace placard {

// `run` finds the mode and the number of line items in the state's ranges, and
// says how long each of so many iterations took.
template <typename F>
void RegisterOfMode(const std::string& name, F run, Mode mode,
                    size_t line_items, int64_t iterations) {
  benchmark::RegisterBenchmark(name.c_str(), std::move(run))
      ->ArgNames({"mode", "line_items"})
      ->Args({static_cast<int64_t>(mode), static_cast<int64_t>(line_items)})
      ->Unit(benchmark::kMicrosecond)
      ->UseManualTime()
      ->Iterations(iterations);
}

}  // namespace placard
