// The catalogue in Redis. See catalog_scripts.h for its layout.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/store/catalog_store.h"
#include "services/store/redis_pool.h"
#include "services/store/script_runner.h"

namespace placard {

struct RedisCatalogOptions {
  RedisAddress address;
  RedisDeadlines deadlines = {};
  // The log keeps about as many changes, never fewer; a reader further behind
  // has to read everything again.
  size_t log_entries = 100'000;
};

// Thread safety: thread-safe; calls do not wait for one another here.
// Cost: one round trip a call; two, with a bounded connect, after a failure.
// Reconnects by itself: a call made while the server is down answers
// UNAVAILABLE, the next one tries again.
class RedisCatalogStore final : public CatalogStore {
 public:
  explicit RedisCatalogStore(RedisCatalogOptions options);

  absl::StatusOr<Position> CreateEpoch(std::string_view epoch) override;
  absl::StatusOr<std::optional<Position>> ReadPosition() override;
  absl::StatusOr<CommitResult> Commit(
      const WriteBatch& batch, std::vector<OpFailure>* failures) override;
  absl::StatusOr<Document> Get(std::string_view name) override;
  absl::StatusOr<ScanPage> Scan(std::string_view cursor, size_t count) override;
  absl::StatusOr<TailResult> Tail(const Position& from, size_t max) override;
  absl::StatusOr<bool> WaitForChange(uint64_t revision,
                                     absl::Duration patience) override;

 private:
  // A request id of our own, so that our retry is harmless too.
  std::string NextRequestId();

  const RedisCatalogOptions options_;
  const std::string instance_;
  // Relaxed: only uniqueness matters.
  std::atomic<uint64_t> calls_{0};
  RedisPool pool_;
  ScriptRunner scripts_{pool_};
};

}  // namespace placard
