#include "services/rpc/peer.h"

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(IsLoopbackPeerTest, TakesThisMachineOnly) {
  for (const char* peer :
       {"ipv4:127.0.0.1:4711", "ipv4:127.8.9.1:1", "ipv6:%5B::1%5D:4711",
        "ipv6:[::1]:4711", "ipv6:%5B::ffff:127.0.0.1%5D:4711",
        "unix:", "unix:/run/placard.sock"}) {
    EXPECT_TRUE(IsLoopbackPeer(peer)) << peer;
  }
  for (const char* peer :
       {"ipv4:10.0.0.1:4711", "ipv4:128.127.0.1:1", "ipv6:%5B::2%5D:4711",
        "ipv6:%5B2001:db8::1%5D:4711", "ipv6:%5B::ffff:10.0.0.1%5D:4711", "",
        "ipv4:127.example.com:1", "dns:localhost"}) {
    EXPECT_FALSE(IsLoopbackPeer(peer)) << peer;
  }
}

TEST(IsLoopbackAddressTest, TakesThisMachineOnly) {
  for (const char* address : {"127.0.0.1:7070", "localhost:7070", "[::1]:0",
                              "unix:/run/placard.sock"}) {
    EXPECT_TRUE(IsLoopbackAddress(address)) << address;
  }
  for (const char* address : {"0.0.0.0:7070", "[::]:7070", "example.com:7070",
                              "127.0.0.1.example.com:1", ":7070", ""}) {
    EXPECT_FALSE(IsLoopbackAddress(address)) << address;
  }
}

}  // namespace
}  // namespace placard
