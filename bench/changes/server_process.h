// A placardd of its own process, and what it says about its start.
//
// Thread safety: thread-compatible.
// Lifetime: the destructor ends it.
#pragma once

#include <sched.h>

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "services/store/child_process.h"
#include "services/store/redis_address.h"

namespace placard {

struct ServerStart {
  // From its start until it answers decisions.
  absl::Duration serving;
  // The part of it in which the documents were there already.
  absl::Duration index_build;
  // Resident, before it reads the catalogue and when it serves it.
  size_t empty_bytes = 0;
  size_t loaded_bytes = 0;
};

// While it lives, the calling thread and the processes that it starts run on
// one processor, the last of those that they had.
class OnOneCore {
 public:
  OnOneCore();
  ~OnOneCore();
  OnOneCore(const OnOneCore&) = delete;
  OnOneCore& operator=(const OnOneCore&) = delete;

 private:
  cpu_set_t before_;
};

// Shares no connection with any other.
std::shared_ptr<grpc::Channel> NewChannel(const std::string& address);

class ServerProcess {
 public:
  // Returns once it serves. Errors: UNAVAILABLE with the end of its log when
  // it never does.
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Start(
      const std::string& program, const std::string& data_dir,
      const RedisAddress& redis);

  // Returns once it has next to nothing to do, such as writing its local copy;
  // waits for a minute at most.
  void AwaitIdle() const;

  // What it holds now.
  size_t ResidentBytes() const;
  // But for connections to Redis: of those it keeps as many as were ever used
  // at once, up to eight.
  size_t OpenFiles() const;

  // As told to stop; waits for its end.
  void Stop();

  const ServerStart& start() const { return start_; }
  const std::string& address() const { return address_; }
  int pid() const { return child_.pid(); }

 private:
  explicit ServerProcess(ChildProcess child) : child_(std::move(child)) {}

  absl::Status AwaitServing(const std::string& log_path, absl::Duration begin);

  ChildProcess child_;
  std::string address_;
  ServerStart start_;
};

}  // namespace placard
