// A redis-server of the benchmark's own and a client of it that sends many
// commands in one go: what a user of Redis who minds round trips does.
#pragma once

#include <hiredis/hiredis.h>

#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/store/child_process.h"

namespace placard {

// Runs while it lives, on a Unix socket in a directory of its own under the
// system's for temporary files; keeps nothing on the disk.
//
// Thread safety: thread-compatible.
class RedisProcess {
 public:
  // Errors: UNAVAILABLE when there is no redis-server or it does not answer
  // within ten seconds.
  static absl::StatusOr<std::unique_ptr<RedisProcess>> Start();
  ~RedisProcess();
  RedisProcess(const RedisProcess&) = delete;
  RedisProcess& operator=(const RedisProcess&) = delete;

  std::string socket() const;

 private:
  explicit RedisProcess(std::string directory)
      : directory_(std::move(directory)) {}

  const std::string directory_;
  std::optional<ChildProcess> child_;  // none before it is started
};

// One connection. Commands are kept until an answer is asked for, then all are
// sent; answers come in the order of the commands.
//
// Thread safety: thread-compatible.
// SIGPIPE: ignored from now on by the whole process, since the library writes
// without shielding it.
class RedisPipeline {
 public:
  struct FreeReply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
  };
  using ReplyPtr = std::unique_ptr<redisReply, FreeReply>;

  // Errors: UNAVAILABLE.
  static absl::StatusOr<RedisPipeline> Connect(const std::string& socket);

  void Append(std::span<const std::string> args);
  void Append(std::initializer_list<std::string> args) {
    Append(std::span(args.begin(), args.size()));
  }

  // The answer to the first command that has none yet.
  // Errors: UNAVAILABLE when the connection is lost; INTERNAL with the server's
  // words when it answers an error.
  absl::StatusOr<ReplyPtr> Next();
  // Awaits and drops that many.
  absl::Status Skip(size_t answers);

 private:
  struct FreeContext {
    void operator()(redisContext* context) const { redisFree(context); }
  };

  explicit RedisPipeline(redisContext* context) : context_(context) {}

  std::unique_ptr<redisContext, FreeContext> context_;
  std::vector<const char*> texts_;  // of one command
  std::vector<size_t> sizes_;
};

}  // namespace placard
