// What the programs of benchmarks have in common:
//
//   placard-bench-... [--summary FILE] [Google Benchmark's options]
//
// Thread safety: for main().
#pragma once

#include <functional>
#include <string>

#include "bench/summary/summary.h"

namespace placard {

struct BenchmarkProgram {
  // Of the row that says how many answers were wrong: "<prefix>checks/failed".
  std::string prefix;
  std::function<void(Summary&)> register_all;
  // What is made of the rows once all have run; may be empty.
  std::function<void(Summary&)> summarise;
};

// Runs what is registered, as far as the options select it, in a process whose
// heap is as placardd's. To be called before anything else is done: it may
// start the process anew.
//
// Returns the exit code: 2 for options that are unknown and for a file that
// cannot be written; with --summary, 1 if a bound does not hold or an answer
// was wrong; else 0.
int RunBenchmarks(int argc, char** argv, const BenchmarkProgram& program);

}  // namespace placard
