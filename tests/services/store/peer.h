// A server that is told, byte for byte, what to do with the connections it
// gets: for peers that are no Redis, or a broken one.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "engine/base/check.h"
#include "services/store/redis_address.h"
#include "services/store/redis_reply.h"
#include "tests/support/temp_dir.h"

namespace placard {

// One accepted connection, seen from the server.
class PeerConnection {
 public:
  explicit PeerConnection(int fd) : fd_(fd) {}

  // The bytes of the next command or answer, whole; empty at the end.
  std::string Read() {
    std::string message;
    char buffer[4096];
    while (true) {
      ssize_t got = recv(fd_, buffer, sizeof(buffer), 0);
      if (got <= 0) return "";
      std::string_view bytes(buffer, static_cast<size_t>(got));
      message += bytes;
      PLACARD_CHECK(parser_.Feed(bytes).ok());
      auto parsed = parser_.Next();
      PLACARD_CHECK(parsed.ok());
      if (parsed->has_value()) return message;
    }
  }
  void Write(std::string_view bytes) {
    while (!bytes.empty()) {
      ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }
  void AwaitClose() {
    while (!Read().empty()) {
    }
  }

 private:
  int fd_;
  ReplyParser parser_;
};

// A connection to a server, for peers that stand in the way to it.
inline int Dial(const RedisAddress& address) {
  sockaddr_un where = {};
  where.sun_family = AF_UNIX;
  std::memcpy(where.sun_path, address.unix_path.data(),
              address.unix_path.size());
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  PLACARD_CHECK(
      connect(fd, reinterpret_cast<sockaddr*>(&where), sizeof(where)) == 0);
  return fd;
}

// Serves connections one after the other with `behaviour`, each closed when it
// returns, until the destructor. `behaviour` gets the connection's number.
class Peer {
 public:
  using Behaviour = std::function<void(PeerConnection&, int number)>;

  explicit Peer(Behaviour behaviour) : behaviour_(std::move(behaviour)) {
    address_.unix_path = temp_.path() + "/peer.sock";
    sockaddr_un where = {};
    where.sun_family = AF_UNIX;
    std::memcpy(where.sun_path, address_.unix_path.data(),
                address_.unix_path.size());
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    PLACARD_CHECK(bind(listener_, reinterpret_cast<sockaddr*>(&where),
                       sizeof(where)) == 0);
    PLACARD_CHECK(listen(listener_, 16) == 0);
    thread_ = std::thread([this] { Serve(); });
  }
  ~Peer() {
    shutdown(listener_, SHUT_RDWR);  // ends the accept
    thread_.join();
    close(listener_);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  const RedisAddress& address() const { return address_; }

 private:
  void Serve() {
    for (int number = 0;; ++number) {
      int fd = accept(listener_, nullptr, nullptr);
      if (fd < 0) return;
      PeerConnection connection(fd);
      behaviour_(connection, number);
      close(fd);
    }
  }

  const Behaviour behaviour_;
  TempDir temp_;
  RedisAddress address_;
  int listener_ = -1;
  std::thread thread_;
};

}  // namespace placard
