// Time, which the engine never reads: whoever runs it hands an instant in.
#pragma once

#include "absl/time/time.h"

namespace placard {

// Thread safety: implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  // Wall time, for flights, dayparts and stamps. May jump.
  virtual absl::Time Now() const = 0;

  // Time since an arbitrary start; never jumps. For durations and deadlines.
  virtual absl::Duration Monotonic() const = 0;
};

// The machine's clocks. The only place that reads them.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
  absl::Duration Monotonic() const override;
};

}  // namespace placard
