// Google Benchmark's output on the console, and how many benchmarks found an
// answer wrong: those that called SkipWithError().
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/summary/summary.h"
#include "benchmark/benchmark.h"

namespace placard {

class CheckReporter : public benchmark::ConsoleReporter {
 public:
  CheckReporter() : ConsoleReporter(OO_None) {}

  void ReportRuns(const std::vector<Run>& runs) override;

  // "<prefix>checks/failed", at most none. So that one program's row does not
  // stand in place of another's, each has a prefix of its own.
  Summary::Row row(const std::string& prefix) const;

 private:
  size_t runs_ = 0;
  size_t failed_ = 0;
};

}  // namespace placard
