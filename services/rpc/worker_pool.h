// A bounded number of threads for work that may block: gRPC's own callback
// threads are few and carry the decisions, so nothing that waits for the store
// runs on them.
//
// Work goes to the thread that became idle last: where there is little of it,
// one thread does it all, whose memory is still in the processor's caches.
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
  // Each thread begins with `on_start`.
  // Precondition: threads > 0.
  WorkerPool(
      size_t threads, size_t queue, std::function<void()> on_start = [] {});
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
  // Tells one thread that there is something to do, once.
  struct Bell {
    std::condition_variable rung;
    bool is_rung = false;
  };

  void Run();
  // Both need mu_; the first, an idle thread.
  void RingLastIdle();
  void AwaitWork(Bell& bell, std::unique_lock<std::mutex>& lock);

  const size_t queue_limit_;
  const std::function<void()> on_start_;

  std::mutex mu_;
  // Guarded by mu_.
  std::deque<std::function<void()>> queue_;
  std::vector<Bell*> idle_;  // of waiting threads, the last one idle last
  bool stopped_ = false;

  std::vector<std::thread> threads_;  // joined by the first Stop
};

}  // namespace placard
