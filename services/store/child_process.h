// A child process that does not outlive its parent.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace placard {

// Is a process group of its own, so that a terminal's Ctrl-C reaches the parent
// alone, but in the parent's session: Linux may share out processors by session
// (autogroup), and niceness then counts only within one. Gets SIGTERM when the
// thread that spawned it ends, thus also when its process is killed; inherits
// no signal mask and no file but the output.
//
// Thread safety: thread-compatible.
// Lifetime: the destructor kills and reaps what still runs.
class ChildProcess {
 public:
  // `args[0]` is the program's path. Output and errors are appended to
  // `output_path`, which is made for its owner alone.
  //
  // `niceness` is added to the calling thread's.
  //
  // Errors: INTERNAL, with the system's words, also when the program cannot be
  // executed.
  static absl::StatusOr<ChildProcess> Spawn(
      const std::vector<std::string>& args, const std::string& output_path,
      int niceness = 0);

  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;

  int pid() const { return pid_; }

  // Waits until the child has ended (true), `wake_fd` becomes readable, or
  // `patience` is over (false). A negative `wake_fd` never wakes.
  bool AwaitEnd(absl::Duration patience, int wake_fd);

  // "exit status 1", "signal 9". Precondition: AwaitEnd() said true.
  std::string Reap();

  // SIGTERM, then after `patience` SIGKILL; reaps.
  void Terminate(absl::Duration patience);

 private:
  ChildProcess(int pid, int pidfd) : pid_(pid), pidfd_(pidfd) {}

  int pid_;
  int pidfd_;  // -1 once reaped
};

}  // namespace placard
