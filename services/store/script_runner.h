// Runs Lua scripts on a Redis server by the name under which it caches them.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/store/redis_pool.h"
#include "services/store/redis_reply.h"

namespace placard {

// Thread safety: thread-safe; the mutex guards the names and is never held
// during a call.
// Lifetime: within that of the pool; scripts are known by their address and
// must outlive the runner.
// Cost: one round trip; one more for a script's first run, and for its first on
// a server that has restarted.
class ScriptRunner {
 public:
  explicit ScriptRunner(RedisPool& pool) : pool_(pool) {}

  // The script must be safe to run twice, as RedisPool::Call() says, which also
  // tells the errors. An error that the server answers is a Reply.
  absl::StatusOr<Reply> Run(const std::string& script,
                            absl::Span<const std::string_view> keys,
                            absl::Span<const std::string_view> args);

 private:
  // The name, which depends on the text alone; the server knows the script
  // then, or did once.
  absl::StatusOr<std::string> NameOf(const std::string& script);

  RedisPool& pool_;

  // Guarded by mu_.
  std::mutex mu_;
  std::unordered_map<const std::string*, std::string> names_;
};

}  // namespace placard
