#include "bench/load/address.h"

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(CheckLoopbackTest, TakesThisMachine) {
  for (const char* address :
       {"127.0.0.1:7400", "127.9.8.7:1", "localhost:65535", "[::1]:7400",
        "ipv4:127.0.0.1:7400", "ipv6:[::1]:7400", "unix:/tmp/placard.sock",
        "unix:relative.sock", "127.0.0.1:0"}) {
    EXPECT_TRUE(CheckLoopback(address).ok()) << address;
  }
}

TEST(CheckLoopbackTest, RefusesEverythingElse) {
  for (const char* address :
       {"", "10.0.0.1:7400", "placard.example:443", "127.0.0.1.example:80",
        "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536",
        "127.0.0:80", "127.0.0.1.1:80", "0.0.0.0:80", "[::]:80", "[::2]:80",
        "dns:///placard.example:80", "dns:///127.0.0.1:80", "unix:",
        "ipv4:127.0.0.1:80,10.0.0.1:80", "xds:///placard", "localhost.x:80"}) {
    const absl::Status status = CheckLoopback(address);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << address;
  }
}

}  // namespace
}  // namespace placard
