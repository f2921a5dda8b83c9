// A thread for each part, all at once: whatever depends on an order shows.
#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "engine/base/workers.h"

namespace placard {

class EagerWorkers final : public Workers {
 public:
  explicit EagerWorkers(size_t size) : size_(size) {}

  size_t size() const override { return size_; }
  void Do(size_t parts,
          const std::function<void(size_t part)>& work) const override {
    std::vector<std::thread> threads;
    for (size_t part = parts; part > 0; --part) {
      threads.emplace_back(work, part - 1);
    }
    for (std::thread& thread : threads) thread.join();
  }

 private:
  const size_t size_;
};

}  // namespace placard
