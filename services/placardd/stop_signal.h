// SIGTERM and SIGINT, as something to wait for.
#pragma once

#include "absl/time/time.h"

namespace placard {

// Makes the signals wait for AwaitStop in every thread that is started from now
// on, and ignores SIGPIPE. Call first thing in main.
void HoldStopSignals();

// Blocks until the process is asked to stop.
void AwaitStop();

// From now on the process ends at once, with exit status 130, when it is asked
// again; what it runs ends with it.
void EndAtNextStop();

}  // namespace placard
