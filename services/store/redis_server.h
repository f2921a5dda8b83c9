// The embedded default: a redis-server of our own, on a Unix socket in the data
// directory, started and stopped with the process. It answers a write once that
// is on the disk, and gives way to threads that decide.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/store/data_dir.h"
#include "services/store/redis_address.h"

namespace placard {

class ChildProcess;

struct RedisServerOptions {
  // A path, or a name to look up in PATH.
  std::string binary = "redis-server";
  // Reading a large append-only file takes its time.
  absl::Duration start_deadline = absl::Minutes(2);
  // Told what happens to the server, from the supervising thread.
  std::function<void(std::string_view)> log = [](std::string_view) {};
};

// Starts a redis-server and starts it again whenever it dies, until Stop().
// It never outlives this process, and its socket and files are its owner's
// alone. A server that a killed predecessor left in the directory is asked to
// shut down first: the directory's lock says that it can only be ours.
// Before each start a write that the last one left unfinished is cut off its
// log; see CutUnfinishedWrite.
//
// Thread safety: thread-safe, Stop() by one thread.
// Lifetime: within that of the DataDir.
class RedisServer {
 public:
  // Returns once the server has read its data and answers.
  //
  // Errors: NOT_FOUND when there is no such binary; INVALID_ARGUMENT when the
  // directory's path is too long for a Unix socket; UNAVAILABLE when the server
  // ends or does not answer in time, with the end of its log;
  // INTERNAL when its files cannot be written or read.
  static absl::StatusOr<std::unique_ptr<RedisServer>> Start(
      const DataDir& directory, RedisServerOptions options);

  ~RedisServer();

  // Blocks until the server has shut down, having flushed its file; kills it
  // when it takes longer than ten seconds.
  void Stop();

  const RedisAddress& address() const { return address_; }

  // Of the running server; 0 between its death and its next start.
  int pid() const { return pid_.load(std::memory_order_acquire); }

 private:
  RedisServer(std::string directory, RedisAddress address,
              RedisServerOptions options)
      : directory_(std::move(directory)),
        address_(std::move(address)),
        options_(std::move(options)) {}

  absl::Status Prepare();
  absl::Status RetirePredecessor();
  // From here on: the supervisor's.
  absl::StatusOr<ChildProcess> Spawn();
  absl::Status AwaitReady(ChildProcess& child);
  void Supervise(ChildProcess child);
  // Whether Stop() was called, at the latest after `patience`.
  bool AwaitStop(absl::Duration patience);

  // Constant after Start.
  const std::string directory_;
  const RedisAddress address_;
  const RedisServerOptions options_;
  std::string binary_;
  int stop_fd_ = -1;  // an eventfd, readable once Stop() was called

  // Release and acquire: whoever sees a pid sees its server started.
  std::atomic<int> pid_{0};
  // Forks every server and lives as long as it: a server's parent-death signal
  // is bound to the thread that forked it.
  std::thread supervisor_;
};

}  // namespace placard
