#include "engine/filler/spread.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "engine/base/check.h"

namespace placard {

uint64_t Spread::Permuted(uint64_t slots) const {
  uint64_t permuted = 0;
  for (; slots != 0; slots &= slots - 1) {
    permuted |= uint64_t{1} << place_of_[std::countr_zero(slots)];
  }
  return permuted;
}

std::span<const uint8_t> Spread::Loads(std::span<const uint8_t> places,
                                       std::span<const uint64_t> slots,
                                       std::span<const uint64_t> slot_draws) {
  order_.resize(places.size());
  std::iota(order_.begin(), order_.end(), uint8_t{0});
  std::sort(order_.begin(), order_.end(), [&](uint8_t a, uint8_t b) {
    return slot_draws[a] < slot_draws[b];
  });
  place_of_.resize(places.size());
  capped_.resize(places.size());
  for (size_t i = 0; i < order_.size(); ++i) {
    place_of_[order_[i]] = static_cast<uint8_t>(i);
    capped_[i] = std::min<uint8_t>(places[order_[i]], 1);
  }

  matching_.Reset(capped_);
  left_.clear();
  for (const uint64_t ad : slots) left_.push_back(Permuted(ad));
  uint32_t placed = 0;
  for (uint8_t round = 1;; ++round) {
    const size_t before = left_.size();
    std::erase_if(left_, [&](uint64_t ad) { return matching_.Add(ad); });
    placed += static_cast<uint32_t>(before - left_.size());
    if (left_.empty()) break;
    PLACARD_CHECK(round < limits::kSlotCount);
    for (size_t i = 0; i < order_.size(); ++i) {
      if (places[order_[i]] > round) matching_.AddPlace(static_cast<int>(i));
    }
  }
  loads_.assign(places.size(), 0);
  for (uint32_t ad = 0; ad < placed; ++ad) {
    ++loads_[order_[matching_.slot(ad)]];
  }
  return loads_;
}

}  // namespace placard
