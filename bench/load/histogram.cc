#include "bench/load/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

#include "engine/base/check.h"

namespace placard {
namespace {

using std::chrono::nanoseconds;

// Each power of two is cut in 2^8 buckets: hence the 1/256.
constexpr int kBits = 8;
constexpr uint64_t kPerOctave = 1 << kBits;
constexpr int kLargestBits = 42;
constexpr uint64_t kLargest = (uint64_t{1} << kLargestBits) - 1;
constexpr size_t kBuckets = (kLargestBits - kBits + 1) * kPerOctave;

size_t BucketOf(uint64_t value) {
  if (value < kPerOctave) return value;
  const int shift = std::bit_width(value) - 1 - kBits;
  return (shift + 1) * kPerOctave + ((value >> shift) - kPerOctave);
}

// The largest value that falls into the bucket.
uint64_t TopOf(size_t bucket) {
  if (bucket < kPerOctave) return bucket;
  const size_t shift = bucket / kPerOctave - 1;
  return ((kPerOctave + bucket % kPerOctave + 1) << shift) - 1;
}

}  // namespace

LatencyHistogram::LatencyHistogram() : buckets_(kBuckets) {}

void LatencyHistogram::Record(nanoseconds value) {
  const uint64_t ns =
      std::min<uint64_t>(std::max<int64_t>(value.count(), 0), kLargest);
  ++buckets_[BucketOf(ns)];
  ++count_;
  sum_ns_ += static_cast<double>(ns);
  max_ = std::max(max_, nanoseconds(ns));
}

void LatencyHistogram::Merge(const LatencyHistogram& other) {
  for (size_t i = 0; i < kBuckets; ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  sum_ns_ += other.sum_ns_;
  max_ = std::max(max_, other.max_);
}

nanoseconds LatencyHistogram::mean() const {
  if (count_ == 0) return nanoseconds(0);
  return nanoseconds(std::llround(sum_ns_ / static_cast<double>(count_)));
}

nanoseconds LatencyHistogram::Percentile(double percent) const {
  PLACARD_CHECK(percent >= 0 && percent <= 100);
  if (count_ == 0) return nanoseconds(0);
  // 99.9 % of 1,000 is 999, whatever the last digit of a double says.
  const double exact_rank = percent / 100 * static_cast<double>(count_);
  const auto rank = std::max<uint64_t>(
      1, static_cast<uint64_t>(std::ceil(exact_rank - 1e-6)));
  uint64_t seen = 0;
  for (size_t i = 0; i < kBuckets; ++i) {
    seen += buckets_[i];
    if (seen >= rank) return std::min(nanoseconds(TopOf(i)), max_);
  }
  return max_;
}

}  // namespace placard
