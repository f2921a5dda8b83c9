#include "services/rpc/peer_sockets.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <utility>

#include "engine/base/check.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

class File {
 public:
  explicit File(int number) : number_(number) { PLACARD_CHECK(number >= 0); }
  ~File() { close(number_); }

  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int number() const { return number_; }

 private:
  const int number_;
};

sockaddr_in6 Address(const char* host) {
  sockaddr_in6 address = {};
  address.sin6_family = AF_INET6;
  PLACARD_CHECK(inet_pton(AF_INET6, host, &address.sin6_addr) == 1);
  return address;
}

sockaddr_in AddressV4(const char* host) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  PLACARD_CHECK(inet_pton(AF_INET, host, &address.sin_addr) == 1);
  return address;
}

// Both ends of a TCP connection through the loopback device.
template <typename Sockaddr>
class Connection {
 public:
  // `listen_at` and `connect_to` without a port.
  Connection(const Sockaddr& listen_at, Sockaddr connect_to) {
    const File listener(socket(FamilyOf(listen_at), SOCK_STREAM, 0));
    PLACARD_CHECK(bind(listener.number(), Any(listen_at), sizeof listen_at) ==
                  0);
    PLACARD_CHECK(listen(listener.number(), 1) == 0);
    PortOf(connect_to) = LocalPort(listener.number());
    client_ =
        std::make_unique<File>(socket(FamilyOf(connect_to), SOCK_STREAM, 0));
    PLACARD_CHECK(
        connect(client_->number(), Any(connect_to), sizeof connect_to) == 0);
    server_ =
        std::make_unique<File>(accept(listener.number(), nullptr, nullptr));
  }

  int server() const { return server_->number(); }
  std::string ClientPort() const {
    return std::to_string(ntohs(LocalPort(client_->number())));
  }

 private:
  static const sockaddr* Any(const Sockaddr& address) {
    return reinterpret_cast<const sockaddr*>(&address);
  }
  static sa_family_t FamilyOf(const Sockaddr& address) {
    return Any(address)->sa_family;
  }
  // At one place in both kinds of address.
  static in_port_t& PortOf(Sockaddr& address) {
    return reinterpret_cast<sockaddr_in&>(address).sin_port;
  }
  static in_port_t LocalPort(int file) {
    Sockaddr address = {};
    socklen_t size = sizeof address;
    PLACARD_CHECK(
        getsockname(file, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    return PortOf(address);
  }

  std::unique_ptr<File> client_;
  std::unique_ptr<File> server_;
};

Connection<sockaddr_in> ConnectV4() {
  return {AddressV4("127.0.0.1"), AddressV4("127.0.0.1")};
}

TEST(FindSocketsTest, ByWhatGrpcCallsTheOtherEnd) {
  const Connection v4 = ConnectV4();
  const Connection<sockaddr_in6> v6(Address("::1"), Address("::1"));
  const SocketsByPeer found = FindSockets();
  EXPECT_EQ(found.at("ipv4:127.0.0.1:" + v4.ClientPort()), v4.server());
  EXPECT_EQ(found.at("ipv6:%5B::1%5D:" + v6.ClientPort()), v6.server());
}

TEST(FindSocketsTest, AnIpv4PeerOfAnIpv6SocketGoesByItsIpv4Name) {
  const Connection<sockaddr_in6> mapped(Address("::"),
                                        Address("::ffff:127.0.0.1"));
  EXPECT_EQ(FindSockets().at("ipv4:127.0.0.1:" + mapped.ClientPort()),
            mapped.server());
}

TEST(FindSocketsTest, WhatIsNoTcpConnectionIsLeftOut) {
  int pair[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  const File one(pair[0]);
  const File other(pair[1]);
  const File unconnected(::socket(AF_INET, SOCK_STREAM, 0));
  for (const auto& [peer, socket] : FindSockets()) {
    EXPECT_NE(socket, one.number()) << peer;
    EXPECT_NE(socket, other.number()) << peer;
    EXPECT_NE(socket, unconnected.number()) << peer;
  }
}

// Until `is_so`; a minute is more than any machine takes.
bool Await(const std::function<bool()>& is_so) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

TEST(PeerSocketsTest, WhatIsAskedForIsFoundAndForgottenOnceItIsClosed) {
  PeerSockets sockets;
  auto first = std::make_unique<Connection<sockaddr_in>>(ConnectV4());
  const std::string peer = "ipv4:127.0.0.1:" + first->ClientPort();
  const int socket = first->server();
  EXPECT_TRUE(Await([&] { return sockets.Find(peer) == socket; }));
  const Connection second = ConnectV4();
  first.reset();
  // Nothing is looked for again before something unknown is asked for.
  EXPECT_EQ(sockets.Find(peer), socket);
  const std::string other = "ipv4:127.0.0.1:" + second.ClientPort();
  EXPECT_TRUE(Await([&] { return sockets.Find(other) == second.server(); }));
  EXPECT_EQ(sockets.Find(peer), std::nullopt);
}

TEST(PeerSocketsTest, WhoeverIsNotThereIsNotFound) {
  PeerSockets sockets;
  EXPECT_EQ(sockets.Find("unix:"), std::nullopt);
  EXPECT_EQ(sockets.Find("ipv4:192.0.2.1:1"), std::nullopt);
}

}  // namespace
}  // namespace placard
