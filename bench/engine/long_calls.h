// Timing of calls that take from tens of microseconds to a second, one by one:
// as many as go into a fifth of a second, or, of long ones, three or as many as
// go into a second.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <cstdint>

#include "bench/engine/latency.h"
#include "bench/heap/allocations.h"
#include "benchmark/benchmark.h"

namespace placard {

// Times f(number of the call) after prepare(number), which is not timed, and
// returns the median in microseconds. Leaves it, how many calls it is of, and
// what a call allocates in the counters. The first call is not timed, so that
// it may make what is made once.
//
// Precondition: the benchmark has one iteration, of manual time.
template <typename Prepare, typename F>
double TimeLongCalls(benchmark::State& state, const Prepare& prepare,
                     const F& f) {
  constexpr double kSeconds = 0.2;
  constexpr double kMostSeconds = 1;
  constexpr size_t kFew = 3;
  constexpr size_t kMost = 2000;
  prepare(0);
  f(0);
  Latency latency(kMost);
  uint64_t allocations = 0;
  for (auto _ : state) {
    double spent = 0;
    for (size_t call = 1; call <= kMost; ++call) {
      if (spent > (call > kFew ? kSeconds : kMostSeconds)) break;
      prepare(call);
      const uint64_t before = Allocations();
      spent += latency.Time([&] { f(call); });
      allocations += Allocations() - before;
    }
    state.SetIterationTime(latency.Mean());
  }
  const double p50 = latency.Quantile(0.5);
  const auto calls = static_cast<double>(latency.calls());
  state.counters["calls"] = calls;
  state.counters["p50_us"] = p50;
  state.counters["allocs"] = static_cast<double>(allocations) / calls;
  return p50;
}

}  // namespace placard
