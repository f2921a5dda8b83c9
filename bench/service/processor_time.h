// What a process has had of the processors, all its threads together.
//
// Thread safety: pure function of the process.
// Cost: a system call.
#pragma once

#include "absl/time/time.h"

namespace placard {

// Zero for a process that is not there.
absl::Duration ProcessorTime(int pid);

}  // namespace placard
