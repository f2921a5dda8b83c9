// One measurement: sends a load to a server and counts what comes back.
//
// Thread safety: RunLoad may be called once at a time. It starts a sending and
// a receiving thread for each of `traffic.threads`, and none of them outlives
// it. Cost: blocks until the load is over and every call has ended, at most the
// load's own length and `traffic.timeout` after it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "bench/load/histogram.h"
#include "bench/load/requests.h"
#include "bench/load/schedule.h"
#include "bench/load/tally.h"
#include "bench/load/transport.h"

namespace placard {

// How requests travel, whatever the load.
struct Traffic {
  std::string target;
  Method method = Method::kUnary;
  size_t connections = 4;
  size_t threads = 1;
  // Requests under way at once, over all connections. What is due beyond it
  // waits at the client and is late.
  size_t max_outstanding = 10'000;
  // A call's deadline; also how long a connection may take.
  std::chrono::milliseconds timeout{5'000};
  // Every how many answers one is looked into; 1: all of them.
  uint64_t check_every = 16;
};

// Requests come when they come.
struct OpenLoad {
  double rate = 0;  // a second
  std::chrono::nanoseconds duration{0};
  Arrivals arrivals = Arrivals::kConstant;
  uint64_t seed = 1;
};

// Each answer brings the next request: finds throughput, not latency.
struct ClosedLoad {
  uint64_t requests = 0;
  size_t outstanding = 0;
  // What is not sent by then is not sent.
  std::chrono::nanoseconds at_most{0};
};

using Load = std::variant<OpenLoad, ClosedLoad>;

struct LoadResult {
  // scheduled = sent + unsent; sent = answered + failed (see `tally`).
  uint64_t scheduled = 0;
  // Due, and not sent when the load ended: the window was full to the end.
  uint64_t unsent = 0;
  // Sent after they were due, for the window was full.
  uint64_t late = 0;
  // From the first to the last thing that happened.
  std::chrono::nanoseconds elapsed{0};
  // Of answered calls, from the instant at which the request was due.
  LatencyHistogram latency;
  // The same from the instant at which it was sent: less honest, for it leaves
  // out who had to wait at the client.
  LatencyHistogram service;
  Tally tally;

  uint64_t sent() const { return scheduled - unsent; }
  // Answers a second.
  double Rate() const;
  // Counts add up, times are the longer ones.
  void Merge(const LoadResult& other);
};

// Called about every second, on the thread of RunLoad, with what there is so
// far.
using Watch = std::function<void(const LoadResult&)>;

// Ends early, and well, once `stop` is true.
//
// Errors: UNAVAILABLE when a connection cannot be made. Calls that fail are no
// error of RunLoad, but counted.
// Precondition: connections and max_outstanding are at least `threads`, so that
// each thread has some.
absl::StatusOr<LoadResult> RunLoad(const Traffic& traffic, const Load& load,
                                   const Requests& requests,
                                   const std::atomic<bool>& stop,
                                   const Watch& watch = {});

}  // namespace placard
