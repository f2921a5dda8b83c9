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

void AwaitOne() {
  const sigset_t signals = StopSignals();
  int signal;
  PLACARD_CHECK(sigwait(&signals, &signal) == 0);
}

}  // namespace

StopSignal::StopSignal() {
  PLACARD_CHECK(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
  const sigset_t signals = StopSignals();
  PLACARD_CHECK(pthread_sigmask(SIG_BLOCK, &signals, nullptr) == 0);
  std::thread([this] { Listen(); }).detach();
}

void StopSignal::Listen() {
  AwaitOne();
  {
    const std::lock_guard lock(mu_);
    asked_ = true;
  }
  changed_.notify_all();
  AwaitOne();
  _exit(kInterrupted);
}

void StopSignal::Await() {
  std::unique_lock lock(mu_);
  changed_.wait(lock, [this] { return asked_; });
}

}  // namespace placard
