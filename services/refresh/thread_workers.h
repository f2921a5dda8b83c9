// A thread for each processor, for as long as there is work.
//
// Thread safety: thread-compatible.
// Cost: Do starts a thread less than there are processors, some 50 µs each, and
// works on the caller's as well.
#pragma once

#include <cstddef>
#include <functional>

#include "engine/base/workers.h"

namespace placard {

class ThreadWorkers final : public Workers {
 public:
  // As many as this process may use.
  ThreadWorkers();
  explicit ThreadWorkers(size_t size) : size_(size) {}

  size_t size() const override { return size_; }
  void Do(size_t parts,
          const std::function<void(size_t part)>& work) const override;

 private:
  const size_t size_;
};

}  // namespace placard
