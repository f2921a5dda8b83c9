// A server against the bare twin: the same load to both, in turns, so that what
// else the machine does meets both alike.
//
// Throughput is that of a closed loop. Latency is that of an open one, at half
// of what the server answers of one that asks more than it can, the same rate
// for both. What a call costs of the processors is what the process had of them
// in the closed loop: it differs less from round to round than throughput,
// which also owes to how busy the processors are kept.
//
// Thread safety: thread-compatible.
#pragma once

#include <chrono>
#include <string>

#include "absl/status/status.h"
#include "bench/load/requests.h"
#include "bench/summary/summary.h"

namespace placard {

struct Comparison {
  struct Side {
    std::string address;
    // Its process; 0: not known, and not asked for its processor time.
    int pid = 0;
  };
  Side server;
  Side twin;
  // About how long all of it takes.
  std::chrono::seconds length{100};
};

// Leaves in `summary` the ratios, which have bounds, the lowest and highest of
// each over the rounds, and the figures that they are of.
//
// Errors: UNAVAILABLE when one of them cannot be reached; INTERNAL when one of
// them fails a call or gives a wrong answer.
absl::Status Compare(const Comparison& comparison, const Requests& requests,
                     Summary& summary);

// Throughput alone, in a tenth of the time: ratios without bounds, as `id`/....
absl::Status CompareThroughput(const Comparison& comparison,
                               const Requests& requests, const std::string& id,
                               Summary& summary);

}  // namespace placard
