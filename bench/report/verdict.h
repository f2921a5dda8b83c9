// What makes a whole run fail. A missed bound does not: whether it matters is
// for people. These do:
//
//   steps/<name>       a program failed or took too long
//   .../checks/failed  a program found answers wrong
//   .../equal          a baseline's answers are others, or it gave none
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "bench/report/figure.h"

namespace placard {

// Whether the figure of this id says if answers were right.
bool JudgesAnswers(std::string_view id);

// Whether the figure alone makes the run fail.
bool FailsRun(const Figure& figure);

bool RunFailed(const Figures& figures);

}  // namespace placard
