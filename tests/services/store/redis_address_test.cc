#include "services/store/redis_address.h"

#include <string>

#include "tests/services/store/store_test_words.h"

namespace placard {
namespace {

TEST(RedisAddressTest, EveryFormReadsAndPrints) {
  struct Row {
    std::string text;
    RedisAddress address;
    std::string printed;
  };
  for (const Row& row : {
           Row{"unix:/run/r.sock", {"/run/r.sock", "", 0}, "unix:/run/r.sock"},
           Row{"6379", {"", "127.0.0.1", 6379}, "127.0.0.1:6379"},
           Row{"db.local:1", {"", "db.local", 1}, "db.local:1"},
           Row{"[::1]:65535", {"", "::1", 65535}, "[::1]:65535"},
       }) {
    auto address = ParseRedisAddress(row.text);
    ASSERT_TRUE(address.ok()) << row.text << ": " << address.status();
    EXPECT_EQ(*address, row.address) << row.text;
    EXPECT_EQ(address->ToString(), row.printed);
    EXPECT_EQ(*ParseRedisAddress(row.printed), *address);
  }
}

TEST(RedisAddressTest, WhatIsNoAddressIsRefused) {
  for (const std::string& text :
       {std::string(""), std::string("unix:"), std::string("host"),
        std::string(":6379"), std::string("host:0"), std::string("host:65536"),
        std::string("host:-1"), std::string("host:6379x"), std::string("::1:1"),
        std::string("ho\0st:1", 7), "unix:/" + std::string(107, 'p')}) {
    EXPECT_THAT(ParseRedisAddress(text),
                Fails(absl::StatusCode::kInvalidArgument, "redis"))
        << text;
  }
  EXPECT_TRUE(ParseRedisAddress("unix:/" + std::string(106, 'p')).ok());
}

}  // namespace
}  // namespace placard
