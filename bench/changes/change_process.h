// The changes, made by a process of its own: their clients stand for other
// machines'. In the process that measures decisions they would answer for each
// other's connections (gRPC has one poller a process), and on the processors
// that decide, which here are the same, they give way.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "bench/changes/change_run.h"
#include "services/store/child_process.h"

namespace placard {

struct ChangePlan {
  std::string server;    // its address
  size_t campaigns = 0;  // how many the world has
  size_t first = 0;      // changes made by processes before
  size_t count = 0;      // of changes
  double rate = 0;       // a second
  // A serialised DecideRequest, for versions to be seen by.
  std::string page_file;
};

class ChangeProcess {
 public:
  // Returns once the first change is due. `program` is this very program.
  // Errors: UNAVAILABLE with the end of its log when it ends before.
  static absl::StatusOr<ChangeProcess> Start(const std::string& program,
                                             const ChangePlan& plan,
                                             const std::string& log_path);

  // Waits for its end. Errors: as Start.
  absl::StatusOr<ChangeTimes> Finish();

 private:
  ChangeProcess(ChildProcess child, std::string log_path)
      : child_(std::move(child)), log_path_(std::move(log_path)) {}

  ChildProcess child_;
  std::string log_path_;
};

// What that process does: prints "begin", makes the changes, and prints a line
// for each: "answered NANOSECONDS", "effective NANOSECONDS".
absl::Status MakeChanges(const ChangePlan& plan);

}  // namespace placard
