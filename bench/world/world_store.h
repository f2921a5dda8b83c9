// A Redis of its own that holds a generated catalogue, and pages to ask about.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/workload/modes.h"
#include "placard/v1/decision.pb.h"
#include "services/store/data_dir.h"
#include "services/store/redis_server.h"

namespace placard {

// A directory that is gone with it; its path is short enough for a socket.
class ScratchDir {
 public:
  ScratchDir();
  ~ScratchDir();
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Thread safety: thread-compatible.
class WorldStore {
 public:
  // Under `directory`, which must outlive it.
  // Errors: those of RedisServer and WriteWorld.
  static absl::StatusOr<std::unique_ptr<WorldStore>> Make(
      const std::string& directory, Mode mode, size_t line_items);

  const RedisAddress& redis() const { return redis_->address(); }
  size_t campaigns() const { return campaigns_; }
  // Each at an instant at which the catalogue is in flight.
  const std::vector<v1::DecideRequest>& pages() const { return pages_; }

 private:
  WorldStore(DataDir directory, std::unique_ptr<RedisServer> redis)
      : directory_(std::move(directory)), redis_(std::move(redis)) {}

  const DataDir directory_;
  const std::unique_ptr<RedisServer> redis_;
  size_t campaigns_ = 0;
  std::vector<v1::DecideRequest> pages_;
};

}  // namespace placard
