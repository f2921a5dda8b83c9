#include "services/placardd/stop_signal.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <thread>

#include "engine/base/check.h"

namespace placard {
namespace {

constexpr int kInterrupted = 130;

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void HoldStopSignals() {
  PLACARD_CHECK(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
  const sigset_t signals = StopSignals();
  PLACARD_CHECK(pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0);
}

void AwaitStop() {
  const sigset_t signals = StopSignals();
  int signal;
  PLACARD_CHECK(sigwait(&signals, &signal) == 0);
}

void EndAtNextStop() {
  std::thread([] {
    AwaitStop();
    _exit(kInterrupted);
  }).detach();
}

}  // namespace placard
