// What placard-load was asked to do, and the bounds that keep it from doing
// harm: every load has an end, a highest rate and a highest number of requests
// under way, and goes nowhere but to this machine.
//
// Thread safety: plain data; pure functions, but for a look at the folders that
// reports go to.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "bench/load/find_max.h"
#include "bench/load/load_run.h"
#include "bench/load/pages.h"
#include "engine/base/status.h"

namespace placard {

enum class LoadMode {
  // Requests at a rate, for a time.
  kOpen,
  // So many requests, so many of them under way.
  kClosed,
  // Several open loads, to find the highest rate with p99 under a bound.
  kFindMax,
};

struct Options {
  Traffic traffic;
  LoadMode mode = LoadMode::kOpen;
  OpenLoad open;  // of kFindMax: one level, at any rate
  ClosedLoad closed;
  FindMaxBounds find_max;

  // Another server that gets the same load in turns; empty: none.
  std::string against;
  // How many times each of the two gets it.
  int rounds = 3;

  // How long the server gets the load before what counts.
  std::chrono::nanoseconds warmup{0};

  // Where pages are read from; empty: they are made up.
  std::string corpus;
  MadeUpPages pages;

  // Calls that may fail, and answers that may be wrong, before the exit says
  // so.
  uint64_t max_errors = 0;
  // Where the report is written besides; empty: nowhere.
  std::string json_path;
  std::string svg_path;
  bool quiet = false;
};

inline constexpr double kMostRate = 1e6;
inline constexpr std::chrono::minutes kLongestLoad{10};
inline constexpr uint64_t kMostRequests = 1'000'000'000;
inline constexpr size_t kMostOutstanding = 1 << 20;
inline constexpr size_t kMostConnections = 1000;
inline constexpr size_t kMostThreads = 64;

// Everything that is wrong, after what is `known` to be; fields are named as
// the flags are, and each only once: what else is wrong with it is most often a
// consequence. A bound that was not given is a violation: nothing runs for
// ever.
FieldViolations CheckOptions(const Options& options,
                             FieldViolations known = {});

}  // namespace placard
