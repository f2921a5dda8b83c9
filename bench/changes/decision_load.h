// Decisions at a quarter of the highest rate that the server answers, due at
// random instants.
//
// Thread safety: thread-compatible.
#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bench/load/histogram.h"
#include "bench/load/load_run.h"
#include "bench/load/requests.h"

namespace placard {

class DecisionLoad {
 public:
  // `target`: the server's address.
  DecisionLoad(std::string target, Requests requests)
      : traffic_{.target = std::move(target)}, requests_(std::move(requests)) {}

  // Takes a few seconds. Errors: as Run.
  absl::Status FindRate();

  // How long decisions took, each from the instant at which it was due.
  // Errors: those of RunLoad; INTERNAL when a decision failed or was wrong.
  // Precondition: the rate was found.
  absl::StatusOr<LatencyHistogram> Run(std::chrono::duration<double> length);

 private:
  absl::StatusOr<LoadResult> Run(const Load& load);

  const Traffic traffic_;
  const Requests requests_;
  double rate_ = 0;
};

}  // namespace placard
