// Decisions while changes are made, and while nothing changes, in turns: the
// machine's other guests slow a minute by as much as changes may at most, and a
// round's halves lie within seconds.
//
// Thread safety: thread-compatible.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bench/changes/change_process.h"
#include "bench/changes/change_run.h"
#include "bench/changes/decision_load.h"
#include "bench/changes/server_process.h"
#include "bench/load/histogram.h"
#include "bench/summary/summary.h"

namespace placard {

struct RoundsPlan {
  size_t count = 0;
  // Of the changes of a round, and of its quiet half.
  std::chrono::duration<double> length{0};
  // Of which each round makes its part.
  ChangePlan changes;
  // Where what the changing process says is kept meanwhile.
  std::string log_path;
};

class ChangeRounds {
 public:
  // `server` outlives it.
  ChangeRounds(const ServerProcess& server, RoundsPlan plan)
      : server_(server), plan_(std::move(plan)) {}

  // Says each round when it is over. Precondition: `load` has found its rate.
  // Errors: those of DecisionLoad and ChangeProcess; INTERNAL when a change
  // failed or never became effective.
  absl::Status Run(DecisionLoad& load);

  // Adds the rows.
  void Report(Summary& found) const;

 private:
  using Halves = std::vector<LatencyHistogram>;  // a round each

  absl::Status Quiet(DecisionLoad& load);
  absl::Status Changing(DecisionLoad& load, size_t round);
  absl::StatusOr<ChangeProcess> StartChanges(size_t round) const;
  void ReportChanges(Summary& found) const;
  void ReportDecisions(Summary& found) const;
  void ReportDrift(Summary& found) const;

  // What the server holds when it has nothing to do.
  struct Holding {
    size_t resident_bytes = 0;
    size_t files = 0;
  };
  Holding Look(size_t usual_files) const;

  const ServerProcess& server_;
  const RoundsPlan plan_;
  Halves quiet_;
  Halves during_;
  ChangeTimes times_;
  Holding first_;  // after the first round
  Holding last_;
};

}  // namespace placard
