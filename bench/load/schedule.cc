#include "bench/load/schedule.h"

#include <cmath>

#include "engine/base/check.h"
#include "engine/base/hash.h"

namespace placard {
namespace {

// In (0, 1): neither end, so that its logarithm is finite and below zero.
double UnitInterval(uint64_t bits) {
  return (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53;
}

}  // namespace

Schedule::Schedule(Arrivals arrivals, double rate, uint64_t seed, Share share)
    : arrivals_(arrivals),
      gap_ns_(1e9 / rate),
      share_(share),
      seed_(Mix(seed, share.index)) {
  PLACARD_CHECK(rate > 0);
  PLACARD_CHECK(share.index < share.of);
}

std::chrono::nanoseconds Schedule::Next() {
  const uint64_t n = arrived_++;
  if (arrivals_ == Arrivals::kConstant) {
    // Each from the start, so that rounding does not add up.
    const uint64_t of_all = n * share_.of + share_.index;
    return std::chrono::nanoseconds(
        std::llround(static_cast<double>(of_all) * gap_ns_));
  }
  poisson_ns_ -= std::log(UnitInterval(Mix(seed_, n))) * gap_ns_ * share_.of;
  return std::chrono::nanoseconds(std::llround(poisson_ns_));
}

}  // namespace placard
