#include "services/refresh/thread_workers.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace placard {

ThreadWorkers::ThreadWorkers()
    : size_(std::max(1U, std::thread::hardware_concurrency())) {}

void ThreadWorkers::Do(size_t parts,
                       const std::function<void(size_t part)>& work) const {
  std::atomic<size_t> next = 0;  // relaxed: only a number
  const auto run = [&] {
    for (;;) {
      const size_t part = next.fetch_add(1, std::memory_order_relaxed);
      if (part >= parts) return;
      work(part);
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < std::min(size_, parts); ++i) others.emplace_back(run);
  run();
  for (std::thread& other : others) other.join();
}

}  // namespace placard
