// Draws positions by popularity.
//
// Thread safety: immutable after construction.
// Cost: O(log n) a draw.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/workload/dice.h"

namespace placard {

// Of a list whose n-th is 1/n as popular as its first: Zipf's law with
// exponent 1.
std::vector<uint64_t> ZipfWeights(size_t count);

class Popularity {
 public:
  // Precondition: some weight is positive; their sum fits 32 bits.
  explicit Popularity(const std::vector<uint64_t>& weights);

  size_t Draw(Dice& dice) const;

 private:
  std::vector<uint64_t> sums_;  // of the weights up to and with this one
};

}  // namespace placard
