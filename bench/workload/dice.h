// Seeded numbers that are the same on every machine, unlike those of the
// standard library's distributions.
//
// Thread safety: thread-compatible.
// Cost: a few multiplications a number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/hash.h"

namespace placard {

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(Mix(seed)) {}

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15;
    return Mix(state_);
  }

  // Below `limit`, which is not 0. Biased by a part in 2^32 at most.
  size_t Below(size_t limit) {
    PLACARD_CHECK(limit > 0 && limit <= size_t{1} << 32);
    return static_cast<size_t>((Next() >> 32) * limit >> 32);
  }
  // From `first` to `last`, both possible.
  size_t Between(size_t first, size_t last) {
    return first + Below(last - first + 1);
  }
  bool Percent(size_t percent) { return Below(100) < percent; }
  bool OneIn(size_t n) { return Below(n) == 0; }

  template <typename T>
  const T& Pick(const std::vector<T>& values) {
    return values[Below(values.size())];
  }

  // `count` different ones in the order of `values`; all when there are fewer.
  template <typename T>
  std::vector<T> Sample(const std::vector<T>& values, size_t count) {
    std::vector<T> sample;
    size_t wanted = count;
    for (size_t i = 0; i < values.size() && wanted > 0; ++i) {
      if (Below(values.size() - i) >= wanted) continue;
      sample.push_back(values[i]);
      --wanted;
    }
    return sample;
  }

 private:
  uint64_t state_;
};

}  // namespace placard
