// The weighted draw without fractions: of equals each races with a time of
// Exp(1)/weight, the smallest wins, so that each wins in proportion to its
// weight. Efraimidis, Spirakis: Weighted random sampling with a reservoir,
// 2006, in the logarithm.
//
// Integers only, with no table from libm: one seed gives one order on every
// machine.
//
// Thread safety: pure functions.
// Cost: a count of leading zeros, a look into 4 KB and a product; allocates
// nothing.
#pragma once

#include <cstdint>

#include "absl/numeric/int128.h"

namespace placard {

// How many binary digits of ExponentialDraw() are behind the point.
inline constexpr int kDrawFraction = 57;

// -log2(u) for u = (h + 1/2) / 2^64, as a fixed-point number: an exponential
// variate with rate ln 2 if `h` is uniform. Never 0 and at most 65, so that it
// fits 64 bits; never rises with `h`.
//
// The logarithm is interpolated between 1,024 points an octave: it is less than
// 2^-22 from the true one, and less than a part in 2^11 of it, however small.
// It tells apart 2^52 values of `h` an octave.
uint64_t ExponentialDraw(uint64_t h);

// Whether one with the draw `e_a` and the weight `w_a` comes before one with
// `e_b` and `w_b`: e_a / w_a < e_b / w_b. Weight 0 comes before none.
// Precondition: weights are at least 0.
inline bool BeforeInDraw(uint64_t e_a, int32_t w_a, uint64_t e_b, int32_t w_b) {
  return absl::uint128(e_a) * static_cast<uint32_t>(w_b) <
         absl::uint128(e_b) * static_cast<uint32_t>(w_a);
}

}  // namespace placard
