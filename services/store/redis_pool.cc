#include "services/store/redis_pool.h"

#include <utility>

#include "engine/base/status.h"

namespace placard {

absl::StatusOr<Reply> RedisPool::Call(absl::Span<const std::string_view> args,
                                      absl::Duration block) {
  absl::Duration deadline = deadlines_.command + block;
  absl::Status first;
  std::optional<RedisConnection> idle = TakeIdle();
  if (idle.has_value()) {
    absl::StatusOr<Reply> reply = idle->Command(args, deadline);
    if (reply.ok()) {
      PutBack(*std::move(idle));
      return reply;
    }
    DropIdle();
    first = reply.status();
  } else {
    absl::StatusOr<Reply> reply = CallOnNew(args, deadline);
    // What cannot be reached now is not tried again: the caller wants to know.
    if (reply.ok() || absl::IsUnavailable(reply.status())) return reply;
    first = reply.status();
  }
  absl::StatusOr<Reply> second = CallOnNew(args, deadline);
  if (second.ok() || absl::IsUnknown(second.status())) return second;
  return absl::Status(first.code(), second.status().message());
}

absl::StatusOr<Reply> RedisPool::CallOnNew(
    absl::Span<const std::string_view> args, absl::Duration deadline) {
  PLACARD_ASSIGN_OR_RETURN(RedisConnection connection,
                           RedisConnection::Open(address_, deadlines_.connect));
  absl::StatusOr<Reply> reply = connection.Command(args, deadline);
  if (!reply.ok()) {
    return Annotate(reply.status(), Concat("redis at ", address_.ToString()));
  }
  PutBack(std::move(connection));
  return reply;
}

std::optional<RedisConnection> RedisPool::TakeIdle() {
  std::lock_guard lock(mu_);
  if (idle_.empty()) return std::nullopt;
  RedisConnection connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void RedisPool::PutBack(RedisConnection connection) {
  std::lock_guard lock(mu_);
  if (idle_.size() < kIdleConnections) idle_.push_back(std::move(connection));
}

void RedisPool::DropIdle() {
  std::vector<RedisConnection> dropped;
  std::lock_guard lock(mu_);
  dropped.swap(idle_);
}

}  // namespace placard
