// When requests are due. An open load is what readers do: they come when they
// come, however slow the server is. Latency is measured from these instants,
// so a server that stalls is charged for everybody who had to wait meanwhile
// (no coordinated omission).
//
// Thread safety: thread-compatible. Pure: the same arguments give the same
// instants.
#pragma once

#include <chrono>
#include <cstdint>

namespace placard {

enum class Arrivals {
  // One after another at equal distances.
  kConstant,
  // Independent of each other, as readers are: exponential gaps.
  kPoisson,
};

// One of several senders that make up a load together.
struct Share {
  uint32_t index = 0;
  uint32_t of = 1;
};

class Schedule {
 public:
  // `rate` is that of all senders together, in requests a second. Constant
  // arrivals of the shares interleave; Poisson ones add up to a Poisson process
  // of `rate`.
  //
  // Precondition: rate > 0, share.index < share.of.
  Schedule(Arrivals arrivals, double rate, uint64_t seed, Share share = {});

  // The next instant, counted from the start of the load; never decreases.
  std::chrono::nanoseconds Next();

 private:
  const Arrivals arrivals_;
  const double gap_ns_;  // between two arrivals of all senders together
  const Share share_;
  const uint64_t seed_;
  uint64_t arrived_ = 0;
  double poisson_ns_ = 0;
};

}  // namespace placard
