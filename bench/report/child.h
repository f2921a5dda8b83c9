// A program that is run to its end or to a limit of time.
//
// Thread safety: thread-compatible.
// Cost: waits; looks about once a second, so that what is measured is not
// disturbed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace placard {

struct Ending {
  absl::Duration took;
  int exit_code = 0;  // if nothing failed
  // Why it did not come to an exit: could not start, was killed, took longer
  // than its limit.
  std::string failure;
};

// Called with the time that passed and the last line that the program wrote.
using Tell =
    std::function<void(absl::Duration elapsed, const std::string& line)>;

// `words`: the program and its arguments. What it writes to stdout and stderr
// goes to the file `log`. What it has started and left is ended with it, unless
// that made itself a process group of its own.
Ending RunChild(std::vector<std::string> words, const std::string& log,
                absl::Duration limit, const Tell& tell);

}  // namespace placard
