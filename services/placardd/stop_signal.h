// SIGTERM and SIGINT, as something to wait for.
#pragma once

#include <condition_variable>
#include <mutex>

namespace placard {

// The first signal asks the process to stop, whatever it is doing; the second
// one ends it at once with exit status 130, and what it runs ends with it. From
// then on SIGPIPE is ignored.
//
// Thread safety: thread-safe. One a process, made first thing in main: threads
// that were there before could take the signals.
// Lifetime: until the process ends.
class StopSignal {
 public:
  StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // Blocks until the process is asked to stop.
  void Await();

 private:
  void Listen();

  std::mutex mu_;
  std::condition_variable changed_;
  bool asked_ = false;  // guarded by mu_
};

}  // namespace placard
