#include "bench/changes/decision_load.h"

#include <atomic>
#include <cstdio>

#include "engine/base/status.h"

namespace placard {
namespace {

using std::chrono::nanoseconds;

constexpr std::chrono::seconds kFindMax(3);
constexpr size_t kOutstanding = 32;

}  // namespace

absl::Status DecisionLoad::FindRate() {
  PLACARD_ASSIGN_OR_RETURN(const LoadResult result,
                           Run(ClosedLoad{.requests = 1'000'000'000,
                                          .outstanding = kOutstanding,
                                          .at_most = kFindMax}));
  rate_ = result.Rate() / 4;
  std::fprintf(stderr, "decisions: %.0f/s at most, a quarter from now on\n",
               result.Rate());
  return absl::OkStatus();
}

absl::StatusOr<LatencyHistogram> DecisionLoad::Run(
    std::chrono::duration<double> length) {
  PLACARD_ASSIGN_OR_RETURN(
      LoadResult result,
      Run(OpenLoad{.rate = rate_,
                   .duration = std::chrono::duration_cast<nanoseconds>(length),
                   .arrivals = Arrivals::kPoisson}));
  return std::move(result.latency);
}

absl::StatusOr<LoadResult> DecisionLoad::Run(const Load& load) {
  const std::atomic<bool> stop = false;
  PLACARD_ASSIGN_OR_RETURN(LoadResult result,
                           RunLoad(traffic_, load, requests_, stop));
  if (result.tally.failed() + result.tally.wrong > 0) {
    return Error(absl::StatusCode::kInternal, result.tally.failed(),
                 " decisions failed, ", result.tally.wrong, " were wrong");
  }
  return result;
}

}  // namespace placard
