#include "services/rpc/peer_sockets.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/numbers.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr std::chrono::milliseconds kPause(100);

std::string NameV4(const in_addr& host, in_port_t port) {
  char text[INET_ADDRSTRLEN];
  inet_ntop(AF_INET, &host, text, sizeof text);
  return Concat("ipv4:", text, ":", ntohs(port));
}

std::string NameV6(const sockaddr_in6& peer) {
  if (IN6_IS_ADDR_V4MAPPED(&peer.sin6_addr)) {
    in_addr host;
    std::memcpy(&host, &peer.sin6_addr.s6_addr[12], sizeof host);
    return NameV4(host, peer.sin6_port);
  }
  char text[INET6_ADDRSTRLEN];
  inet_ntop(AF_INET6, &peer.sin6_addr, text, sizeof text);
  return Concat("ipv6:%5B", text, "%5D:", ntohs(peer.sin6_port));
}

// Empty for files that are no connected TCP socket.
std::string PeerOf(int file) {
  union {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
    sockaddr_storage room;
  } peer = {};
  socklen_t size = sizeof peer;
  if (getpeername(file, &peer.any, &size) != 0) return "";
  switch (peer.any.sa_family) {
    case AF_INET:
      return NameV4(peer.v4.sin_addr, peer.v4.sin_port);
    case AF_INET6:
      return NameV6(peer.v6);
    default:
      return "";
  }
}

}  // namespace

SocketsByPeer FindSockets() {
  SocketsByPeer found;
  std::error_code error;
  std::filesystem::directory_iterator entry("/proc/self/fd", error);
  for (; !error && entry != std::filesystem::directory_iterator();
       entry.increment(error)) {
    int file = -1;
    if (!absl::SimpleAtoi(entry->path().filename().native(), &file)) continue;
    std::string peer = PeerOf(file);
    if (!peer.empty()) found.insert_or_assign(std::move(peer), file);
  }
  return found;
}

PeerSockets::PeerSockets() : finder_([this] { Run(); }) {}

PeerSockets::~PeerSockets() {
  {
    const std::lock_guard lock(mu_);
    stopped_ = true;
  }
  changed_.notify_one();
  finder_.join();
}

std::optional<int> PeerSockets::Find(const std::string& peer) {
  if (peer.starts_with("unix:")) return std::nullopt;
  const std::lock_guard lock(mu_);
  const auto found = known_.find(peer);
  if (found != known_.end()) return found->second;
  if (!wanted_) {
    wanted_ = true;
    changed_.notify_one();
  }
  return std::nullopt;
}

void PeerSockets::Run() {
  std::unique_lock lock(mu_);
  for (;;) {
    changed_.wait(lock, [this] { return wanted_ || stopped_; });
    if (stopped_) return;
    wanted_ = false;
    lock.unlock();
    SocketsByPeer found = FindSockets();
    lock.lock();
    known_.swap(found);
    changed_.wait_for(lock, kPause, [this] { return stopped_; });
  }
}

}  // namespace placard
