#include "bench/load/find_max.h"

#include <algorithm>
#include <cmath>

#include "bench/load/format.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// Below one request a second nothing is worth searching.
constexpr double kLeastRate = 1;

// What the levels so far say of the answer.
struct Between {
  std::optional<double> passed;
  std::optional<double> failed;
};

// The rate to try next; nothing when the answer is known.
std::optional<double> NextRate(const FindMaxBounds& bounds,
                               const Between& known) {
  if (!known.failed && !known.passed) return bounds.first_rate;
  if (!known.failed) {
    if (*known.passed >= bounds.most_rate) return std::nullopt;
    return std::min(*known.passed * 2, bounds.most_rate);
  }
  if (!known.passed) {
    const double half = *known.failed / 2;
    return half >= kLeastRate ? std::optional(half) : std::nullopt;
  }
  if (*known.failed <= *known.passed * (1 + bounds.precision)) {
    return std::nullopt;
  }
  return std::sqrt(*known.passed * *known.failed);
}

}  // namespace

std::string FailureOf(const LoadResult& result, std::chrono::nanoseconds p99) {
  if (result.tally.failed() > 0) {
    return Concat(result.tally.failed(), " failed");
  }
  if (result.tally.wrong > 0) return Concat(result.tally.wrong, " wrong");
  if (result.unsent > 0) return Concat(result.unsent, " unsent");
  if (result.latency.count() == 0) return "nothing was answered";
  const auto measured = result.latency.Percentile(99);
  if (measured <= p99) return "";
  return Concat("p99 above ", ShortDuration(p99));
}

absl::StatusOr<std::vector<Level>> FindMax(
    const FindMaxBounds& bounds,
    const std::function<absl::StatusOr<LoadResult>(double rate)>& measure,
    const std::atomic<bool>& stop) {
  std::vector<Level> levels;
  Between known;
  std::optional<double> suspect;  // failed once
  for (int step = 0; step < bounds.most_steps; ++step) {
    const bool again = suspect.has_value();
    const auto rate = again ? suspect : NextRate(bounds, known);
    if (!rate || stop.load(std::memory_order_relaxed)) break;
    PLACARD_ASSIGN_OR_RETURN(LoadResult result, measure(*rate));
    // A level that was cut short says nothing.
    if (stop.load(std::memory_order_relaxed)) break;
    std::string failure = FailureOf(result, bounds.p99);
    suspect.reset();
    if (failure.empty()) {
      known.passed = rate;
    } else if (again) {
      known.failed = rate;
    } else {
      suspect = rate;
    }
    levels.push_back({.rate = *rate,
                      .result = std::move(result),
                      .failure = std::move(failure)});
  }
  return levels;
}

const Level* BestOf(const std::vector<Level>& levels) {
  const Level* best = nullptr;
  for (const Level& level : levels) {
    if (level.failure.empty() && (best == nullptr || level.rate > best->rate)) {
      best = &level;
    }
  }
  return best;
}

}  // namespace placard
