// Time that moves only when a test says so.
#pragma once

#include <mutex>

#include "absl/time/time.h"
#include "engine/base/clock.h"

namespace placard {

// Thread safety: thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override {
    const std::lock_guard lock(mu_);
    return now_;
  }
  absl::Duration Monotonic() const override {
    const std::lock_guard lock(mu_);
    return monotonic_;
  }

  // Both clocks go forward by `step`.
  void Advance(absl::Duration step) {
    const std::lock_guard lock(mu_);
    now_ += step;
    monotonic_ += step;
  }

 private:
  mutable std::mutex mu_;
  absl::Time now_;                             // guarded by mu_
  absl::Duration monotonic_ = absl::Hours(1);  // guarded by mu_
};

}  // namespace placard
