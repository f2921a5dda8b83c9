// How often something happened in the last minutes and the last day.
//
// Time is in whole minutes of a clock that never jumps. A window of n minutes
// is the running minute and the n whole ones before it, so it covers between n
// and n + 1; the day likewise in hours.
//
// Thread safety: thread-compatible.
// Cost: 352 bytes; Add is O(1) while time stands, at most O(86) when it has
// moved.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace placard {

// In order; the last one is counted in hours.
inline constexpr std::array<int64_t, 4> kWindowMinutes = {1, 15, 60, 24 * 60};
inline constexpr size_t kWindows = kWindowMinutes.size();
using WindowCounts = std::array<int64_t, kWindows>;

// The first minute of window `i` at `minute`.
constexpr int64_t WindowStart(size_t i, int64_t minute) {
  if (i + 1 < kWindows) return minute - kWindowMinutes[i];
  return (minute / 60 - kWindowMinutes[i] / 60) * 60;
}

class WindowedCount {
 public:
  // What is older than the windows is not counted. `minute` may be smaller
  // than at an earlier call.
  // Precondition: minute >= 0.
  void Add(int64_t minute, uint32_t count) {
    if (minute > minute_) MoveTo(minute);
    if (minute_ - minute < kMinutes) minutes_[minute % kMinutes] += count;
    if (minute_ / 60 - minute / 60 < kHours) {
      hours_[minute / 60 % kHours] += count;
    }
  }

  // As of `minute`.
  WindowCounts Counts(int64_t minute) const {
    WindowCounts counts = {};
    for (size_t i = 0; i + 1 < kWindows; ++i) {
      counts[i] = Sum(minutes_, minute_, WindowStart(i, minute));
    }
    counts[kWindows - 1] =
        Sum(hours_, minute_ / 60, WindowStart(kWindows - 1, minute) / 60);
    return counts;
  }

 private:
  static constexpr int64_t kMinutes = 61;
  static constexpr int64_t kHours = 25;

  // The ring's buckets from `first` to the last one.
  template <size_t kSize>
  static int64_t Sum(const std::array<uint32_t, kSize>& ring, int64_t last,
                     int64_t first) {
    constexpr auto kBuckets = static_cast<int64_t>(kSize);
    int64_t sum = 0;
    for (int64_t i = std::max({first, last - kBuckets + 1, int64_t{0}});
         i <= last; ++i) {
      sum += ring[i % kBuckets];
    }
    return sum;
  }

  template <size_t kSize>
  static void Clear(std::array<uint32_t, kSize>& ring, int64_t last,
                    int64_t next) {
    constexpr auto kBuckets = static_cast<int64_t>(kSize);
    for (int64_t i = std::max(last + 1, next - kBuckets + 1); i <= next; ++i) {
      ring[i % kBuckets] = 0;
    }
  }

  void MoveTo(int64_t minute) {
    Clear(minutes_, minute_, minute);
    Clear(hours_, minute_ / 60, minute / 60);
    minute_ = minute;
  }

  int64_t minute_ = 0;  // the last that was counted in
  std::array<uint32_t, kMinutes> minutes_ = {};
  std::array<uint32_t, kHours> hours_ = {};
};

}  // namespace placard
