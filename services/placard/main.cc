#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "absl/synchronization/mutex.h"
#include "services/placard/command_line.h"

int main(int argc, char** argv) {
  // gRPC locks with absl, whose search for deadlocks costs more than a lock.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  placard::SystemClock clock;
  placard::Terminal terminal{
      .in = std::cin,
      .out = std::cout,
      .err = std::cerr,
      .clock = clock,
      .is_colourful = placard::WantsColour(std::getenv("NO_COLOR"),
                                           isatty(STDOUT_FILENO) == 1),
      .shows_progress = isatty(STDERR_FILENO) == 1};
  return placard::RunCommandLine(
      std::vector<std::string>(argv + 1, argv + argc), terminal);
}
