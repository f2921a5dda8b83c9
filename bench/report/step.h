// The programs that `make bench` runs one after another, and what each left.
//
// Thread safety: thread-compatible.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "bench/report/child.h"
#include "bench/report/figure.h"

namespace placard {

// A program that takes "--summary FILE" and ends with 0, or with 1 when a bound
// does not hold.
struct Step {
  std::string_view name;
  std::string_view program;
  // What follows the summary in a full run, and in a quick one; separated by
  // blanks.
  std::string_view arguments;
  std::string_view quick_arguments;
  // How long it takes on two cores, for those who wait.
  absl::Duration expected;
  absl::Duration quick_expected;
  // When it is ended.
  absl::Duration limit;
};

std::span<const Step> AllSteps();

// Where programs are, and where what they leave goes.
struct Places {
  std::string programs;
  std::string out;
};

// Runs the step; what it says goes to <out>/<name>.log. Its figures, and one of
// the step itself: how long it took, and whether it failed, and how.
Figures RunStep(const Step& step, const Places& places, bool quick,
                const Tell& tell);

}  // namespace placard
