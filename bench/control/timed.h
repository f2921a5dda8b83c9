// How benchmarks of the control plane time their calls, and what they leave.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <string>

#include "bench/engine/latency.h"
#include "bench/heap/allocations.h"
#include "bench/summary/summary.h"
#include "benchmark/benchmark.h"

namespace placard {

// Where in the summary, and what it is that took so long.
struct Timed {
  std::string id;
  std::string what;
};

// Times f(number of the call), call by call, and leaves their median and their
// 99th percentile, unless a call has found something wrong: f says so by
// returning false, then and ever after.
template <typename F>
void TimeEach(benchmark::State& state, Summary& summary, const Timed& timed,
              F&& f) {
  f(size_t{0});
  Latency latency(state.max_iterations);
  size_t number = 0;
  bool right = true;
  const uint64_t before = Allocations();
  for (auto _ : state) {
    state.SetIterationTime(latency.Time([&] { right = f(++number) && right; }));
  }
  state.counters["allocs"] =
      benchmark::Counter(static_cast<double>(Allocations() - before),
                         benchmark::Counter::kAvgIterations);
  state.counters["p50_us"] = latency.Quantile(0.5);
  state.counters["p99_us"] = latency.Quantile(0.99);
  if (!right) return state.SkipWithError("a call found something wrong");
  for (const double quantile : {0.5, 0.99}) {
    summary.Add({.id = timed.id + (quantile == 0.5 ? "/p50" : "/p99"),
                 .what = timed.what,
                 .value = latency.Quantile(quantile),
                 .unit = "us"});
  }
}

// The same of calls that do `documents` documents each: leaves the median a
// document.
template <typename F>
void TimeAll(benchmark::State& state, Summary& summary, const Timed& timed,
             size_t documents, F&& f) {
  Latency latency(state.max_iterations);
  bool right = true;
  for (auto _ : state) {
    state.SetIterationTime(latency.Time([&] { right = f() && right; }));
  }
  const double us = latency.Quantile(0.5) / static_cast<double>(documents);
  state.counters["us_per_document"] = us;
  if (!right) return state.SkipWithError("a call found something wrong");
  summary.Add({.id = timed.id + "/per-document",
               .what = timed.what,
               .value = us,
               .unit = "us"});
}

}  // namespace placard
