#include "services/rpc/worker_pool.h"

#include <utility>

#include "engine/base/check.h"

namespace placard {

WorkerPool::WorkerPool(size_t threads, size_t queue,
                       std::function<void()> on_start)
    : queue_limit_(queue), on_start_(std::move(on_start)) {
  PLACARD_CHECK(threads > 0);
  threads_.reserve(threads);
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Run(); });
  }
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::Submit(std::function<void()> work) {
  const std::lock_guard lock(mu_);
  if (stopped_ || queue_.size() >= queue_limit_) return false;
  queue_.push_back(std::move(work));
  if (!idle_.empty()) RingLastIdle();
  return true;
}

void WorkerPool::Stop() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mu_);
    stopped_ = true;
    threads.swap(threads_);
    while (!idle_.empty()) RingLastIdle();
  }
  for (std::thread& thread : threads) thread.join();
}

// Under the lock: the bell is gone once its thread may end.
void WorkerPool::RingLastIdle() {
  idle_.back()->is_rung = true;
  idle_.back()->rung.notify_one();
  idle_.pop_back();
}

void WorkerPool::AwaitWork(Bell& bell, std::unique_lock<std::mutex>& lock) {
  while (!stopped_ && queue_.empty()) {
    bell.is_rung = false;
    idle_.push_back(&bell);
    bell.rung.wait(lock, [&bell] { return bell.is_rung; });
  }
}

void WorkerPool::Run() {
  on_start_();
  Bell bell;
  std::unique_lock lock(mu_);
  for (;;) {
    AwaitWork(bell, lock);
    if (queue_.empty()) return;
    std::function<void()> work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    work = nullptr;  // what it holds must not be destroyed under the lock
    lock.lock();
  }
}

}  // namespace placard
