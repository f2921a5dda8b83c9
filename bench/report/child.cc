#include "bench/report/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "absl/time/clock.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr absl::Duration kTell = absl::Seconds(1);
constexpr int kCannotStart = 127;

// The child leads a process group, and dies with this program.
pid_t Spawn(std::vector<std::string>& words, int log) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t pid = fork();
  if (pid != 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setpgid(0, 0);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  execv(arguments[0], arguments.data());
  _exit(kCannotStart);
}

// The last line of the log that is not empty.
std::string LastLine(int log) {
  char tail[1024];
  const off_t end = lseek(log, 0, SEEK_END);
  const off_t begin = std::max<off_t>(0, end - static_cast<off_t>(sizeof tail));
  const ssize_t got = pread(log, tail, sizeof tail, begin);
  std::string_view text(tail, got > 0 ? static_cast<size_t>(got) : 0);
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

// Whether it ended before `limit` had passed.
bool AwaitEnd(pid_t pid, int log, absl::Time start, absl::Duration limit,
              const Tell& tell) {
  const auto end = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (end < 0) return true;  // waitpid will say
  bool ended = false;
  for (absl::Duration elapsed; !ended && elapsed < limit;) {
    pollfd event = {.fd = end, .events = POLLIN, .revents = 0};
    // Rounded up, so that the limit is over after the last time.
    const auto wait = static_cast<int>(
        absl::ToInt64Milliseconds(std::min(kTell, limit - elapsed)) + 1);
    ended = poll(&event, 1, wait) > 0;
    elapsed = absl::Now() - start;
    tell(elapsed, LastLine(log));
  }
  close(end);
  return ended;
}

std::string WhyFailed(int status) {
  if (WIFSIGNALED(status)) {
    return Concat("was ended by signal ", WTERMSIG(status));
  }
  return WEXITSTATUS(status) == kCannotStart ? "could not be started" : "";
}

}  // namespace

Ending RunChild(std::vector<std::string> words, const std::string& log,
                absl::Duration limit, const Tell& tell) {
  const absl::Time start = absl::Now();
  const int file = open(
      log.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) {
    return {.failure = Concat("cannot write ", log, ": ", strerror(errno))};
  }
  const pid_t pid = Spawn(words, file);
  if (pid < 0) {
    close(file);
    return {.failure = Concat("cannot fork: ", strerror(errno))};
  }
  setpgid(pid, pid);  // whoever of the two comes first
  const bool ended = AwaitEnd(pid, file, start, limit, tell);
  kill(-pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  close(file);
  Ending ending = {.took = absl::Now() - start};
  if (!ended) {
    ending.failure =
        Concat("took longer than its limit of ", absl::FormatDuration(limit));
  } else {
    ending.failure = WhyFailed(status);
    ending.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  }
  return ending;
}

}  // namespace placard
