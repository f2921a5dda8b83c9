#include "bench/workload/popularity.h"

#include <algorithm>

namespace placard {

std::vector<uint64_t> ZipfWeights(size_t count) {
  constexpr uint64_t kFirst = 100'000'000;
  std::vector<uint64_t> weights(count);
  for (size_t i = 0; i < count; ++i) weights[i] = kFirst / (i + 1);
  return weights;
}

Popularity::Popularity(const std::vector<uint64_t>& weights) {
  uint64_t sum = 0;
  for (uint64_t weight : weights) sums_.push_back(sum += weight);
}

size_t Popularity::Draw(Dice& dice) const {
  const uint64_t at = dice.Below(sums_.back());
  const auto found = std::upper_bound(sums_.begin(), sums_.end(), at);
  return static_cast<size_t>(found - sums_.begin());
}

}  // namespace placard
