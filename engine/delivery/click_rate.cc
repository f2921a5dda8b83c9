#include "engine/delivery/click_rate.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "engine/base/hash.h"

namespace placard {
namespace {

// Shapes have 16 binary digits behind the point, all else 32.
constexpr int kShapeFraction = 16;
constexpr int kFraction = 32;
constexpr int64_t kOne = int64_t{1} << kFraction;

// A sum of twelve uniform numbers, less its mean: nearly a standard normal one.
int64_t NormalDraw(uint64_t h) {
  int64_t sum = 0;
  for (uint64_t i = 0; i < 6; ++i) {
    const uint64_t two = Mix(h, i);
    sum += static_cast<int64_t>(two >> 32) +
           static_cast<int64_t>(two & 0xffffffff);
  }
  return sum - 6 * kOne;
}

uint64_t SquareRoot(uint64_t x) {
  uint64_t root = 0;
  for (uint64_t bit = uint64_t{1} << 31; bit != 0; bit >>= 1) {
    const uint64_t next = root | bit;
    if (next * next <= x) root = next;
  }
  return root;
}

// k * (1 - 1/(9k) + z / (3 sqrt k))^3, at least 1/65536, for the shape k.
uint64_t GammaDraw(uint64_t shape, uint64_t h) {
  constexpr uint64_t kMostShape = uint64_t{1} << 47;  // 2^31 impressions
  shape = std::min(shape, kMostShape);
  const int64_t ninth = static_cast<int64_t>(
      (uint64_t{1} << (kFraction + kShapeFraction)) / (9 * shape));
  // The root of a number with 16 digits behind the point, 16 more before, has
  // 16 digits behind the point.
  const uint64_t root = SquareRoot(shape << 16);
  const auto spread = static_cast<int64_t>(
      absl::int128(NormalDraw(h)) * (1 << 16) /
      static_cast<int64_t>(3 * std::max<uint64_t>(root, 1)));
  const int64_t base = std::max<int64_t>(kOne - ninth + spread, 0);
  const absl::uint128 wide = static_cast<uint64_t>(base);
  const absl::uint128 square = (wide * wide) >> kFraction;
  const absl::uint128 cube = (square * wide) >> kFraction;
  const absl::uint128 variate = (cube * shape) >> kFraction;
  return std::max<uint64_t>(absl::Uint128Low64(variate), 1);
}

}  // namespace

uint64_t DrawClickRate(ClickCounts counts, int64_t prior_clicks_per_million,
                       uint64_t h) {
  constexpr uint64_t kMillion = 1'000'000;
  const uint64_t prior = static_cast<uint64_t>(prior_clicks_per_million)
                         << kShapeFraction;
  const uint64_t prior_clicks = prior * kPriorImpressions / kMillion;
  const uint64_t prior_others =
      (kPriorImpressions << kShapeFraction) - prior_clicks;
  const uint64_t clicks = GammaDraw(
      std::max<uint64_t>(prior_clicks + (counts.clicks << kShapeFraction), 1),
      Mix(h, 0));
  const uint64_t others = GammaDraw(
      std::max<uint64_t>(prior_others + ((counts.impressions - counts.clicks)
                                         << kShapeFraction),
                         1),
      Mix(h, 1));
  return absl::Uint128Low64((absl::uint128(clicks) << kFraction) /
                            (absl::uint128(clicks) + others));
}

}  // namespace placard
