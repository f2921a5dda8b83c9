#include "services/store/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "services/store/file_descriptor.h"

namespace placard {
namespace {

absl::Status SystemError(std::string_view what, int error) {
  return Error(absl::StatusCode::kInternal, what, ": ", strerrordesc_np(error));
}

// This distribution's <sys/pidfd.h> cannot be linked from C++.
int OpenPidfd(pid_t pid) {
  return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
}

// What the child needs, made before the fork: afterwards it may only call what
// is safe in a signal handler, as other threads may have held any lock.
struct Launch {
  std::vector<char*> argv;
  int input;
  int output;
  int failure;  // tells the parent an errno; closed by a successful exec
  pid_t parent;
  int niceness;
};

[[noreturn]] void Become(const Launch& launch) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  setpgid(0, 0);
  umask(0077);
  // If it fails all the same, the work is done as before.
  [[maybe_unused]] int now = nice(launch.niceness);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  // Its parent may have died before it asked to be told.
  if (getppid() != launch.parent) _exit(127);
  if (dup2(launch.input, STDIN_FILENO) >= 0 &&
      dup2(launch.output, STDOUT_FILENO) >= 0 &&
      dup2(launch.output, STDERR_FILENO) >= 0) {
    // Whatever the process opened without close-on-exec stays its own.
    close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    execv(launch.argv[0], launch.argv.data());
  }
  int error = errno;
  [[maybe_unused]] ssize_t told = write(launch.failure, &error, sizeof(error));
  _exit(127);
}

}  // namespace

absl::StatusOr<ChildProcess> ChildProcess::Spawn(
    const std::vector<std::string>& args, const std::string& output_path,
    int niceness) {
  FileDescriptor input(open("/dev/null", O_RDONLY | O_CLOEXEC));
  FileDescriptor output(open(output_path.c_str(),
                             O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (input.get() < 0 || output.get() < 0) {
    return SystemError(output_path, errno);
  }
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return SystemError("pipe", errno);
  FileDescriptor failure(ends[0]);
  FileDescriptor child_end(ends[1]);
  Launch launch = {.argv = {},
                   .input = input.get(),
                   .output = output.get(),
                   .failure = child_end.get(),
                   .parent = getpid(),
                   .niceness = niceness};
  for (const std::string& arg : args) {
    launch.argv.push_back(const_cast<char*>(arg.c_str()));
  }
  launch.argv.push_back(nullptr);

  pid_t pid = fork();
  if (pid < 0) return SystemError("fork", errno);
  if (pid == 0) Become(launch);
  child_end.Reset();
  int error = 0;
  ssize_t told;
  do {
    told = read(failure.get(), &error, sizeof(error));
  } while (told < 0 && errno == EINTR);
  int pidfd = told == 0 ? OpenPidfd(pid) : -1;
  if (pidfd >= 0) return ChildProcess(pid, pidfd);
  if (told == 0) {
    error = errno;
    kill(pid, SIGKILL);
  }
  waitpid(pid, nullptr, 0);
  return SystemError(args[0], error);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(other.pid_), pidfd_(std::exchange(other.pidfd_, -1)) {}

ChildProcess::~ChildProcess() { Terminate(absl::ZeroDuration()); }

bool ChildProcess::AwaitEnd(absl::Duration patience, int wake_fd) {
  SystemClock clock;
  absl::Duration until = clock.Monotonic() + patience;
  while (true) {
    int64_t left = absl::ToInt64Milliseconds(
        absl::Ceil(until - clock.Monotonic(), absl::Milliseconds(1)));
    pollfd waiting[] = {{.fd = pidfd_, .events = POLLIN, .revents = 0},
                        {.fd = wake_fd, .events = POLLIN, .revents = 0}};
    int ready = poll(waiting, 2,
                     static_cast<int>(std::clamp<int64_t>(left, 0, 3'600'000)));
    if (ready >= 0 || errno != EINTR) return waiting[0].revents != 0;
  }
}

std::string ChildProcess::Reap() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  close(std::exchange(pidfd_, -1));
  if (WIFSIGNALED(status)) return Concat("signal ", WTERMSIG(status));
  return Concat("exit status ", WEXITSTATUS(status));
}

void ChildProcess::Terminate(absl::Duration patience) {
  if (pidfd_ < 0) return;
  kill(pid_, SIGTERM);
  if (!AwaitEnd(patience, -1)) kill(pid_, SIGKILL);
  Reap();
}

}  // namespace placard
