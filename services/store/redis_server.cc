#include "services/store/redis_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <future>
#include <optional>
#include <utility>

#include "absl/strings/str_split.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "services/store/append_only_file.h"
#include "services/store/child_process.h"
#include "services/store/redis_connection.h"

namespace placard {
namespace {

constexpr absl::Duration kPollInterval = absl::Milliseconds(10);
constexpr absl::Duration kProbeDeadline = absl::Seconds(1);
constexpr absl::Duration kShutdownDeadline = absl::Seconds(10);
constexpr absl::Duration kFirstPause = absl::Milliseconds(50);
constexpr absl::Duration kLongestPause = absl::Seconds(5);
// A server that lived this long was well: its death starts the pauses anew.
constexpr absl::Duration kHealthyLife = absl::Seconds(30);
constexpr size_t kLogTailBytes = 600;
// It gives way to decisions as the threads do that wait for it.
constexpr int kNiceness = 10;

bool IsExecutable(const std::string& path) {
  struct stat found;
  return stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
         access(path.c_str(), X_OK) == 0;
}

absl::StatusOr<std::string> FindBinary(const std::string& binary) {
  if (binary.find('/') != std::string::npos) {
    if (IsExecutable(binary)) return binary;
    return NotFound(binary, " is no program that can be run");
  }
  const char* path = std::getenv("PATH");
  std::vector<std::string> directories =
      absl::StrSplit(path == nullptr ? "" : path, ':', absl::SkipEmpty());
  for (const std::string& directory : directories) {
    std::string candidate = Concat(directory, "/", binary);
    if (IsExecutable(candidate)) return candidate;
  }
  return NotFound(binary, " is not in PATH; install it (Debian: apt-get ",
                  "install redis-server) or point to a running Redis");
}

std::string Quote(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

// appendfsync always: with everysec, Redis answers without having written while
// a flush is on its way, and a kill then loses what was acknowledged. People
// and batches write here, so a flush for each answer is affordable.
// aof-load-truncated no: see CutUnfinishedWrite.
std::string Config(const std::string& directory, const std::string& socket) {
  return Concat(
      "# Written at every start; changes are lost.\n"
      "port 0\n"
      "unixsocket ",
      Quote(socket),
      "\n"
      "unixsocketperm 600\n"
      "daemonize no\n"
      "supervised no\n"
      "databases 1\n"
      "dir ",
      Quote(directory),
      "\n"
      "logfile ",
      Quote(Concat(directory, "/redis.log")),
      "\n"
      "always-show-logo no\n"
      "save \"\"\n"
      "appendonly yes\n"
      "appendfsync always\n"
      "aof-load-truncated no\n"
      "no-appendfsync-on-rewrite no\n"
      "aof-use-rdb-preamble yes\n"
      "maxmemory-policy noeviction\n");
}

absl::Status WriteOwnerOnly(const std::string& path, std::string_view text) {
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool written = fd >= 0 && write(fd, text.data(), text.size()) ==
                                static_cast<ssize_t>(text.size());
  int error = errno;
  if (fd >= 0) close(fd);
  if (written) return absl::OkStatus();
  return Error(absl::StatusCode::kInternal, path, ": ", strerrordesc_np(error));
}

std::string LogTail(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return "";
  auto size = static_cast<size_t>(file.tellg());
  size_t start = size - std::min(size, kLogTailBytes);
  std::string tail(size - start, '\0');
  file.seekg(static_cast<std::streamoff>(start));
  file.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  return tail;
}

absl::StatusOr<Reply> Ask(const RedisAddress& address,
                          std::string_view command) {
  PLACARD_ASSIGN_OR_RETURN(RedisConnection connection,
                           RedisConnection::Open(address, kProbeDeadline));
  return connection.Command({command}, kProbeDeadline);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisServer>> RedisServer::Start(
    const DataDir& directory, RedisServerOptions options) {
  PLACARD_ASSIGN_OR_RETURN(
      RedisAddress address,
      UnixAddress(Concat(directory.path(), "/redis.sock")));
  std::unique_ptr<RedisServer> server(new RedisServer(
      directory.path(), std::move(address), std::move(options)));
  PLACARD_RETURN_IF_ERROR(server->Prepare());
  std::promise<absl::Status> started;
  std::future<absl::Status> outcome = started.get_future();
  server->supervisor_ =
      std::thread([&self = *server, started = std::move(started)]() mutable {
        absl::StatusOr<ChildProcess> child = self.Spawn();
        absl::Status ready =
            child.ok() ? self.AwaitReady(*child) : child.status();
        started.set_value(ready);
        if (ready.ok()) self.Supervise(*std::move(child));
      });
  PLACARD_RETURN_IF_ERROR(outcome.get());
  return server;
}

RedisServer::~RedisServer() {
  Stop();
  if (stop_fd_ >= 0) close(stop_fd_);
}

void RedisServer::Stop() {
  if (!supervisor_.joinable()) return;
  eventfd_write(stop_fd_, 1);
  supervisor_.join();
}

absl::Status RedisServer::Prepare() {
  PLACARD_ASSIGN_OR_RETURN(binary_, FindBinary(options_.binary));
  stop_fd_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (stop_fd_ < 0) {
    return Error(absl::StatusCode::kInternal,
                 "eventfd: ", strerrordesc_np(errno));
  }
  PLACARD_RETURN_IF_ERROR(RetirePredecessor());
  return WriteOwnerOnly(Concat(directory_, "/redis.conf"),
                        Config(directory_, address_.unix_path));
}

// The server that goes removes the socket last, after it has flushed its file.
absl::Status RedisServer::RetirePredecessor() {
  absl::StatusOr<RedisConnection> found =
      RedisConnection::Open(address_, kProbeDeadline);
  if (!found.ok()) return absl::OkStatus();
  options_.log("shutting down a redis-server that was left behind");
  // An orderly shutdown closes the connection instead of answering.
  absl::StatusOr<Reply> reply = found->Command({"SHUTDOWN"}, kShutdownDeadline);
  if (reply.ok() || RedisConnection::Open(address_, kProbeDeadline).ok()) {
    return Unavailable("a redis-server that was left behind on ",
                       address_.unix_path, " does not shut down");
  }
  return absl::OkStatus();
}

absl::StatusOr<ChildProcess> RedisServer::Spawn() {
  PLACARD_ASSIGN_OR_RETURN(size_t cut, CutUnfinishedWrite(directory_));
  if (cut > 0) {
    options_.log(Concat("cut ", cut, " bytes of a write that redis-server had ",
                        "not finished when it ended"));
  }
  absl::StatusOr<ChildProcess> child =
      ChildProcess::Spawn({binary_, Concat(directory_, "/redis.conf")},
                          Concat(directory_, "/redis.log"), kNiceness);
  if (child.ok()) pid_.store(child->pid(), std::memory_order_release);
  return child;
}

absl::Status RedisServer::AwaitReady(ChildProcess& child) {
  SystemClock clock;
  absl::Duration until = clock.Monotonic() + options_.start_deadline;
  absl::Status last;
  while (clock.Monotonic() < until) {
    if (child.AwaitEnd(kPollInterval, -1)) {
      pid_.store(0, std::memory_order_release);
      return Unavailable("redis-server ended with ", child.Reap(), ": ",
                         LogTail(Concat(directory_, "/redis.log")));
    }
    absl::StatusOr<Reply> pong = Ask(address_, "PING");
    // While it reads its data it answers with an error.
    if (pong.ok() && !pong->is_error()) return absl::OkStatus();
    last = pong.ok() ? Unavailable(pong->text) : pong.status();
  }
  pid_.store(0, std::memory_order_release);
  return Unavailable("redis-server is not ready after ",
                     ToStd(absl::FormatDuration(options_.start_deadline)), ": ",
                     ToStd(last.message()));
}

bool RedisServer::AwaitStop(absl::Duration patience) {
  pollfd stop = {.fd = stop_fd_, .events = POLLIN, .revents = 0};
  auto millis = static_cast<int>(absl::ToInt64Milliseconds(patience));
  return poll(&stop, 1, millis) > 0;
}

void RedisServer::Supervise(ChildProcess first) {
  SystemClock clock;
  std::optional<ChildProcess> child(std::move(first));
  absl::Duration born = clock.Monotonic();
  absl::Duration pause = kFirstPause;
  while (!AwaitStop(absl::ZeroDuration())) {
    if (!child->AwaitEnd(absl::Hours(1), stop_fd_)) continue;
    pid_.store(0, std::memory_order_release);
    options_.log(Concat("redis-server ended with ", child->Reap(),
                        "; starting it again"));
    child.reset();
    if (clock.Monotonic() - born > kHealthyLife) pause = kFirstPause;
    while (!child.has_value()) {
      if (AwaitStop(pause)) return;
      pause = std::min(pause * 2, kLongestPause);
      absl::StatusOr<ChildProcess> next = Spawn();
      if (next.ok()) {
        child.emplace(*std::move(next));
      } else {
        options_.log(ToStd(next.status().message()));
      }
    }
    born = clock.Monotonic();
  }
  child->Terminate(kShutdownDeadline);
  pid_.store(0, std::memory_order_release);
}

}  // namespace placard
