// A bounded number of threads for work that may block: gRPC's own callback
// threads are few and carry the decisions, so nothing that waits for the store
// runs on them.
//
// Thread safety: thread-safe.
// Lifetime: Stop, or the destructor, waits for work that has begun and for all
// that was taken; work must not own the pool.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace placard {

class WorkerPool {
 public:
  // Precondition: threads > 0.
  WorkerPool(size_t threads, size_t queue);
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs `work` on one of the threads, in the order in which it was taken.
  // False, and nothing is run: `queue` pieces of work are waiting already, or
  // the pool has stopped.
  bool Submit(std::function<void()> work);

  // Takes nothing more, finishes what was taken.
  void Stop();

 private:
  void Run();

  const size_t queue_limit_;

  std::mutex mu_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;  // guarded by mu_
  bool stopped_ = false;                     // guarded by mu_

  std::vector<std::thread> threads_;  // joined by the first Stop
};

}  // namespace placard
