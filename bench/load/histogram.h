// Latencies counted in buckets that grow with the value, after Gil Tene's HDR
// histogram: of constant size, mergeable, and as exact at a second as at a
// microsecond.
//
// Thread safety: thread-compatible.
// Cost: Record is a few instructions; a percentile walks the 8,960 buckets.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace placard {

class LatencyHistogram {
 public:
  LatencyHistogram();

  // Below zero counts as zero, above an hour or so (2^42 ns) as that.
  void Record(std::chrono::nanoseconds value);
  void Merge(const LatencyHistogram& other);

  uint64_t count() const { return count_; }
  // Exact; zero when nothing was recorded.
  std::chrono::nanoseconds max() const { return max_; }
  std::chrono::nanoseconds mean() const;

  // The smallest value that at least `percent` of the recorded ones do not
  // exceed: never below the exact one, above it by at most 1/256 of it. Zero
  // when nothing was recorded.
  //
  // Precondition: 0 <= percent <= 100.
  std::chrono::nanoseconds Percentile(double percent) const;

 private:
  std::vector<uint64_t> buckets_;
  uint64_t count_ = 0;
  double sum_ns_ = 0;
  std::chrono::nanoseconds max_{0};
};

}  // namespace placard
