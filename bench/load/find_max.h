// Searches the highest rate at which the server still answers in time.
//
// Thread safety: pure but for what `measure` does.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/load/load_run.h"

namespace placard {

struct FindMaxBounds {
  // What "in time" means: 99 of 100 requests take no longer.
  std::chrono::nanoseconds p99{0};
  double first_rate = 0;  // a second
  double most_rate = 0;
  // The search ends after so many rates, or once the lowest that failed is no
  // more than `precision` above the highest that passed.
  int most_steps = 24;
  double precision = 0.05;
};

// One rate that was tried.
struct Level {
  double rate;
  LoadResult result;
  // Why it does not pass; empty when it does.
  std::string failure;
};

// Why `result` breaks the bound; empty when it does not. Whoever answers fast
// because some calls fail, or because not all were sent, does not pass.
std::string FailureOf(const LoadResult& result, std::chrono::nanoseconds p99);

// Doubles the rate until one fails, then halves what lies between, on a scale
// of ratios. A rate fails for good only the second time: on a busy machine one
// hiccup would end the search far too low. Gives the levels in the order in
// which they were tried; fewer than the bounds allow once `stop` is true.
//
// Errors: those of `measure`.
absl::StatusOr<std::vector<Level>> FindMax(
    const FindMaxBounds& bounds,
    const std::function<absl::StatusOr<LoadResult>(double rate)>& measure,
    const std::atomic<bool>& stop);

// The highest rate that passed; null when none did.
const Level* BestOf(const std::vector<Level>& levels);

}  // namespace placard
