// Timing of calls that are too short to be timed one by one, by the processor's
// time: what else the machine does meanwhile does not count.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>

#include "bench/heap/allocations.h"
#include "bench/summary/summary.h"
#include "benchmark/benchmark.h"

namespace placard {

// In microseconds.
inline double ThreadTime() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 +
         static_cast<double>(time.tv_nsec) * 1e-3;
}

// Runs f(number of the call) as often as Google Benchmark wants and leaves the
// mean, in microseconds, in the summary and the allocations in the counters.
// The first call is not timed, so that it may warm what the others use.
template <typename F>
double TimeCalls(benchmark::State& state, Summary& summary,
                 const std::string& id, const std::string& what, F&& f) {
  size_t number = 0;
  f(number++);
  const uint64_t before = Allocations();
  const double begin = ThreadTime();
  for (auto _ : state) f(number++);
  const double spent = ThreadTime() - begin;
  const auto calls = static_cast<double>(state.iterations());
  state.counters["allocs"] =
      static_cast<double>(Allocations() - before) / calls;
  const double us = spent / calls;
  summary.Add({.id = id, .what = what, .value = us, .unit = "us"});
  return us;
}

}  // namespace placard
