// One connection to one Redis server.
//
// The socket is ours and only the reader is hiredis': its own transport limits
// each read instead of the whole answer, writes without shielding the process
// from SIGPIPE, and believes every count that a server claims.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/store/redis_address.h"
#include "services/store/redis_reply.h"

namespace placard {

// Thread safety: thread-compatible; one owner at a time.
// Cost: blocks, at most for the deadlines given; a host name is resolved by the
// system, which has deadlines of its own.
// SIGPIPE: never raised; a peer that is gone is an error like others.
class RedisConnection {
 public:
  // Errors: UNAVAILABLE.
  static absl::StatusOr<RedisConnection> Open(const RedisAddress& address,
                                              absl::Duration deadline);
  ~RedisConnection();
  RedisConnection(RedisConnection&& other) noexcept;
  RedisConnection& operator=(RedisConnection&& other) noexcept;

  // Sends one command and awaits its whole answer. An error that the server
  // itself answers is a Reply. Any other failure closes the connection for
  // good: a late answer can never be taken for that of a later command.
  //
  // Errors: UNAVAILABLE when the server cannot have executed the command;
  // UNKNOWN when it may have.
  absl::StatusOr<Reply> Command(absl::Span<const std::string_view> args,
                                absl::Duration deadline);

  bool is_open() const { return fd_ >= 0; }

 private:
  explicit RedisConnection(int fd) : fd_(fd) {}

  void Close();
  absl::Status Send(std::string_view bytes, absl::Duration until);
  absl::StatusOr<Reply> Receive(absl::Duration until);

  int fd_;
  ReplyParser parser_;
};

}  // namespace placard
