// Which of this process's sockets leads to a peer: gRPC says at which address
// a caller is, and not by which socket it came.
//
// A socket that is found may have been closed since, and its number may be
// that of another file now. So it is good only for what harms none of them.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/container/flat_hash_map.h"

namespace placard {

// The open TCP sockets of this process by what a gRPC server context says of
// the other end ("ipv4:127.0.0.1:4711", "ipv6:%5B::1%5D:4711").
// Cost: two system calls for each open file.
using SocketsByPeer = absl::flat_hash_map<std::string, int>;
SocketsByPeer FindSockets();

// Thread safety: thread-safe.
class PeerSockets {
 public:
  PeerSockets();
  ~PeerSockets();

  PeerSockets(const PeerSockets&) = delete;
  PeerSockets& operator=(const PeerSockets&) = delete;

  // The socket to `peer`, as far as it is known. What is not is looked for by
  // a thread of its own, at most ten times a second.
  // Cost: a short lock, no system call for a peer that is known.
  std::optional<int> Find(const std::string& peer);

 private:
  void Run();

  std::mutex mu_;
  std::condition_variable changed_;
  // Guarded by mu_.
  SocketsByPeer known_;
  bool wanted_ = false;  // somebody asked for what is not known
  bool stopped_ = false;

  std::thread finder_;
};

}  // namespace placard
