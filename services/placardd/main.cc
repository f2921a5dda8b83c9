// placardd: the decision server.
#include <cstdio>
#include <memory>

#include "absl/synchronization/mutex.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "services/heap/process_heap.h"
#include "services/log/log.h"
#include "services/placardd/foreign_logs.h"
#include "services/placardd/options.h"
#include "services/placardd/server.h"
#include "services/placardd/stop_signal.h"

int main(int argc, char** argv) {
  placard::PrepareHeap(argv);
  // These two are never destroyed: their threads, and gRPC's, run until the
  // process is gone. Static, so that they count as no leak when it ends early.
  static auto& stop_signal = *new placard::StopSignal;
  // gRPC locks with absl's mutexes, whose search for deadlocks costs more than
  // the locks do.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  placard::SilenceForeignLogs();

  const placard::CommandLine line = placard::ParseCommandLine(argc, argv);
  if (!line.options.has_value()) {
    if (line.exit_code == 0) {
      std::fputs(line.text.c_str(), stdout);
    } else {
      std::fprintf(stderr, "placardd: %s\n", line.text.c_str());
    }
    return line.exit_code;
  }

  static const placard::SystemClock kClock;
  static auto& log = *new placard::Log(kClock);
  absl::StatusOr<std::unique_ptr<placard::Server>> server =
      placard::Server::Start(*line.options, kClock, log);
  if (!server.ok()) {
    std::fprintf(stderr, "placardd: %s\n",
                 placard::Concat(server.status().message()).c_str());
    return 1;
  }
  placard::ReportForeignErrorsTo(log);
  stop_signal.Await();
  (*server)->Stop(line.options->drain);
  return 0;
}
