// Does all that the options ask for: warms up, measures one server, or two of
// them in turns, or searches the highest rate.
//
// Thread safety: as RunLoad.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/load/find_max.h"
#include "bench/load/load_run.h"
#include "bench/load/options.h"
#include "bench/load/requests.h"

namespace placard {

// One server, over all rounds.
struct Measured {
  std::string address;
  LoadResult total;
  // Answers a second of each round.
  std::vector<double> rates;

  // The median of the rounds: one of them may have been disturbed.
  double Rate() const;
};

struct Report {
  Options options;
  size_t pages = 0;
  // The target, then what it was measured against, if anything. Of a search:
  // the highest level that passed, if any did.
  std::vector<Measured> measured;
  // Of a search: the rates that were tried.
  std::vector<Level> levels;
  // Somebody ended it early.
  bool stopped = false;

  // Calls that failed and answers that were wrong.
  uint64_t errors() const;
  // Whether there were more errors than allowed, or no answer at all.
  bool failed() const;
};

// `watch` is told what is measured just now.
using SessionWatch =
    std::function<void(const std::string& what, const LoadResult& so_far)>;

// Precondition: CheckOptions finds nothing.
// Errors: those of RunLoad.
absl::StatusOr<Report> RunSession(const Options& options,
                                  const Requests& requests,
                                  const std::atomic<bool>& stop,
                                  const SessionWatch& watch);

}  // namespace placard
