// placard-twin: a bare RPC server to measure placardd against.
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>

#include "absl/synchronization/mutex.h"
#include "bench/twin/twin.h"
#include "engine/base/status.h"
#include "services/heap/process_heap.h"

namespace {

constexpr char kUsage[] =
    "usage: placard-twin [--listen ADDRESS]\n"
    "\n"
    "Serves DecisionService without deciding anything: reads each request and\n"
    "answers with one advertisement in every slot. Prints the address that it\n"
    "listens on, and runs until SIGINT or SIGTERM.\n"
    "\n"
    "  --listen ADDRESS  127.0.0.1:PORT, [::1]:PORT or unix:PATH; port 0 is "
    "any\n"
    "                    that is free (default 127.0.0.1:0)\n";

// Signals that end the process, kept from every thread: main waits for them.
sigset_t BlockSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int Serve(const std::string& address) {
  const sigset_t signals = BlockSignals();
  const auto twin = placard::Twin::Start(address);
  if (!twin.ok()) {
    const std::string message(placard::ToStd(twin.status().message()));
    std::fprintf(stderr, "placard-twin: %s\n", message.c_str());
    return 1;
  }
  std::printf("listening on %s\n", (*twin)->address().c_str());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  placard::PrepareHeap(argv);  // as placardd's is
  // gRPC locks with absl, whose search for deadlocks costs it a sixth.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  if (argc == 1) return Serve("127.0.0.1:0");
  if (argc == 3 && std::strcmp(argv[1], "--listen") == 0) return Serve(argv[2]);
  const bool asked = argc == 2 && (std::strcmp(argv[1], "--help") == 0 ||
                                   std::strcmp(argv[1], "-h") == 0);
  std::fputs(kUsage, asked ? stdout : stderr);
  return asked ? 0 : 2;
}
