// Connections to one Redis server, lent to one call each.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/store/redis_address.h"
#include "services/store/redis_connection.h"
#include "services/store/redis_reply.h"

namespace placard {

struct RedisDeadlines {
  // Short, so that a dead server is told fast.
  absl::Duration connect = absl::Milliseconds(300);
  absl::Duration command = absl::Seconds(2);
};

// Thread safety: thread-safe. A call owns its connection for as long as it
// lasts, so a blocked read delays nobody; the mutex guards the list of idle
// connections alone and is never held while the network is waited for.
// Cost: as many connections as there are concurrent calls; at most
// `kIdleConnections` of them stay open.
class RedisPool {
 public:
  static constexpr size_t kIdleConnections = 8;

  RedisPool(RedisAddress address, RedisDeadlines deadlines)
      : address_(std::move(address)), deadlines_(deadlines) {}

  // Sends one command, with `block` (how long the command itself may wait at
  // the server) added to its deadline. When the connection fails, tries once
  // more on a new one: the command must be safe to execute twice.
  //
  // Errors: UNAVAILABLE when it was surely not executed; UNKNOWN when it may
  // have been.
  absl::StatusOr<Reply> Call(absl::Span<const std::string_view> args,
                             absl::Duration block = absl::ZeroDuration());

  const RedisAddress& address() const { return address_; }

 private:
  std::optional<RedisConnection> TakeIdle();
  void PutBack(RedisConnection connection);
  // When one connection fails, those that idled beside it are doubtful too.
  void DropIdle();
  absl::StatusOr<Reply> CallOnNew(absl::Span<const std::string_view> args,
                                  absl::Duration deadline);

  // Constant after construction.
  const RedisAddress address_;
  const RedisDeadlines deadlines_;

  // Guarded by mu_.
  std::mutex mu_;
  std::vector<RedisConnection> idle_;
};

}  // namespace placard
