#include "services/store/redis_connection.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

#include "engine/base/clock.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr size_t kReadBytes = 64 << 10;

absl::Duration Now() { return SystemClock().Monotonic(); }

absl::Status SystemError(std::string_view what, int error) {
  return Unavailable(what, ": ", strerrordesc_np(error));
}

// Waits for `events` on the socket until the instant `until`.
absl::Status Await(int fd, int16_t events, absl::Duration until) {
  while (true) {
    int64_t left = absl::ToInt64Milliseconds(
        absl::Ceil(until - Now(), absl::Milliseconds(1)));
    if (left <= 0) return Unavailable("no answer within the deadline");
    pollfd waiting = {.fd = fd, .events = events, .revents = 0};
    int ready = poll(&waiting, 1,
                     static_cast<int>(std::min<int64_t>(
                         left, absl::ToInt64Milliseconds(absl::Hours(1)))));
    if (ready > 0) return absl::OkStatus();
    if (ready < 0 && errno != EINTR) return SystemError("poll", errno);
  }
}

absl::StatusOr<int> ConnectTo(const sockaddr* address, socklen_t size,
                              absl::Duration until) {
  int fd =
      socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return SystemError("socket", errno);
  int error = connect(fd, address, size) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    if (absl::Status ready = Await(fd, POLLOUT, until); !ready.ok()) {
      close(fd);
      return ready;
    }
    socklen_t length = sizeof(error);
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
  }
  if (error != 0) {
    close(fd);
    return SystemError("connect", error);
  }
  return fd;
}

absl::StatusOr<int> ConnectUnix(const std::string& path, absl::Duration until) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return Unavailable("socket path too long");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return ConnectTo(reinterpret_cast<const sockaddr*>(&address), sizeof(address),
                   until);
}

// The first of the host's addresses that answers.
absl::StatusOr<int> ConnectTcp(const RedisAddress& address,
                               absl::Duration until) {
  addrinfo hints = {};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  int error = getaddrinfo(address.host.c_str(),
                          std::to_string(address.port).c_str(), &hints, &found);
  if (error != 0) return Unavailable("resolve: ", gai_strerror(error));
  std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found,
                                                           &freeaddrinfo);
  absl::StatusOr<int> fd = Unavailable("resolve: no address");
  for (addrinfo* next = found; next != nullptr; next = next->ai_next) {
    fd = ConnectTo(next->ai_addr, next->ai_addrlen, until);
    if (fd.ok()) break;
  }
  if (fd.ok()) {
    int on = 1;
    setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  return fd;
}

std::string Encode(absl::Span<const std::string_view> args) {
  size_t bytes = 16;
  for (std::string_view arg : args) bytes += arg.size() + 16;
  std::string request;
  request.reserve(bytes);
  request += Concat("*", args.size(), "\r\n");
  for (std::string_view arg : args) {
    request += Concat("$", arg.size(), "\r\n");
    request += arg;
    request += "\r\n";
  }
  return request;
}

}  // namespace

absl::StatusOr<RedisConnection> RedisConnection::Open(
    const RedisAddress& address, absl::Duration deadline) {
  absl::Duration until = Now() + deadline;
  absl::StatusOr<int> fd = address.unix_path.empty()
                               ? ConnectTcp(address, until)
                               : ConnectUnix(address.unix_path, until);
  if (!fd.ok()) {
    return Annotate(fd.status(), Concat("redis at ", address.ToString()));
  }
  return RedisConnection(*fd);
}

RedisConnection::~RedisConnection() { Close(); }

RedisConnection::RedisConnection(RedisConnection&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), parser_(std::move(other.parser_)) {}

RedisConnection& RedisConnection::operator=(RedisConnection&& other) noexcept {
  if (this != &other) {
    Close();
    fd_ = std::exchange(other.fd_, -1);
    parser_ = std::move(other.parser_);
  }
  return *this;
}

void RedisConnection::Close() {
  if (fd_ >= 0) close(std::exchange(fd_, -1));
}

absl::StatusOr<Reply> RedisConnection::Command(
    absl::Span<const std::string_view> args, absl::Duration deadline) {
  if (!is_open()) return Unavailable("redis connection is closed");
  absl::Duration until = Now() + deadline;
  if (absl::Status sent = Send(Encode(args), until); !sent.ok()) {
    Close();
    return sent;
  }
  absl::StatusOr<Reply> reply = Receive(until);
  if (!reply.ok()) {
    Close();
    return absl::Status(absl::StatusCode::kUnknown, reply.status().message());
  }
  return reply;
}

// A command that did not leave whole is never executed, so every failure here
// is UNAVAILABLE.
absl::Status RedisConnection::Send(std::string_view bytes,
                                   absl::Duration until) {
  while (!bytes.empty()) {
    ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      PLACARD_RETURN_IF_ERROR(Await(fd_, POLLOUT, until));
    } else if (errno != EINTR) {
      return SystemError("send", errno);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Reply> RedisConnection::Receive(absl::Duration until) {
  char buffer[kReadBytes];
  while (true) {
    PLACARD_RETURN_IF_ERROR(Await(fd_, POLLIN, until));
    ssize_t got = recv(fd_, buffer, sizeof(buffer), 0);
    if (got == 0) return Unavailable("server closed the connection");
    if (got < 0) {
      if (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK) continue;
      return SystemError("receive", errno);
    }
    PLACARD_RETURN_IF_ERROR(
        parser_.Feed(std::string_view(buffer, static_cast<size_t>(got))));
    PLACARD_ASSIGN_OR_RETURN(std::optional<Reply> reply, parser_.Next());
    if (!reply.has_value()) continue;
    if (parser_.has_leftover()) {
      return Unavailable("server answered more than it was asked");
    }
    return *std::move(reply);
  }
}

}  // namespace placard
