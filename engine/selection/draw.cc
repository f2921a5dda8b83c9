#include "engine/selection/draw.h"

#include <array>
#include <bit>
#include <cstddef>

namespace placard {
namespace {

constexpr int kPointBits = 10;
constexpr size_t kPoints = size_t{1} << kPointBits;
constexpr int kTableFraction = 31;

// log2(1 + point / kPoints), rounded down, a binary digit at a time: squaring
// a number doubles its logarithm, whose whole part is the next digit. The
// rounding of all squares together is below 2^-29.
constexpr uint32_t Log2OfPoint(size_t point) {
  constexpr uint64_t kOne = uint64_t{1} << kTableFraction;
  if (point == kPoints) return static_cast<uint32_t>(kOne);
  uint64_t x = kOne + (uint64_t{point} << (kTableFraction - kPointBits));
  uint32_t log = 0;
  for (int digit = 0; digit < kTableFraction; ++digit) {
    x = (x * x) >> kTableFraction;
    log <<= 1;
    if (x >= 2 * kOne) {
      x >>= 1;
      log |= 1;
    }
  }
  return log;
}

constexpr std::array<uint32_t, kPoints + 1> kLog2 = [] {
  std::array<uint32_t, kPoints + 1> log2{};
  for (size_t point = 0; point <= kPoints; ++point) {
    log2[point] = Log2OfPoint(point);
  }
  return log2;
}();

}  // namespace

uint64_t ExponentialDraw(uint64_t h) {
  // u = (2h + 1) / 2^65, and 2h + 1 = 2^exponent * (1 + mantissa / 2^64).
  if (h == 0) return uint64_t{65} << kDrawFraction;
  const int zeros = std::countl_zero(h);
  const auto exponent = static_cast<uint64_t>(64 - zeros);
  const uint64_t mantissa = ((h << zeros) << 1) | (uint64_t{1} << zeros);

  // The step between two points is below 2^22, so its product with the next 42
  // bits of the mantissa fits.
  constexpr int kStepBits = 42;
  const size_t point = mantissa >> (64 - kPointBits);
  const uint64_t within = (mantissa >> (64 - kPointBits - kStepBits)) &
                          ((uint64_t{1} << kStepBits) - 1);
  const uint64_t step = kLog2[point + 1] - kLog2[point];
  const uint64_t log =
      (uint64_t{kLog2[point]} << (kDrawFraction - kTableFraction)) +
      (step * within >> (kTableFraction + kStepBits - kDrawFraction));
  return ((65 - exponent) << kDrawFraction) - log;
}

}  // namespace placard
