// Where a Redis server listens, as operators write it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace placard {

struct RedisAddress {
  // A Unix socket when not empty; host and port otherwise.
  std::string unix_path;
  std::string host;
  uint16_t port = 0;

  // The form that ParseRedisAddress takes.
  std::string ToString() const;

  friend bool operator==(const RedisAddress&, const RedisAddress&) = default;
};

// "unix:/run/redis.sock", "host:6379", "[::1]:6379" or "6379" (on loopback).
// Errors: INVALID_ARGUMENT, also for a socket path beyond what the kernel takes
// (107 bytes).
absl::StatusOr<RedisAddress> ParseRedisAddress(std::string_view text);

// Errors: INVALID_ARGUMENT for an empty or too long path.
absl::StatusOr<RedisAddress> UnixAddress(std::string path);

}  // namespace placard
