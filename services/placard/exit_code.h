// What the command line tells the shell. `placard --help` prints this table.
#pragma once

#include "absl/status/status.h"

namespace placard {

enum class ExitCode {
  kOk = 0,
  kRefused = 1,      // something was wrong or refused
  kUsage = 2,        // the command line itself is wrong
  kNotFound = 3,     // no such resource
  kUnavailable = 4,  // the server cannot be reached or is too slow
  kConflict = 5,     // someone else has written in between, or it exists
  kDifferent = 6,    // diff found differences
  kFindings = 7,     // lint found something
};

inline ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return ExitCode::kOk;
    case absl::StatusCode::kNotFound:
      return ExitCode::kNotFound;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return ExitCode::kUnavailable;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
      return ExitCode::kConflict;
    default:
      return ExitCode::kRefused;
  }
}

}  // namespace placard
