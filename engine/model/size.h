// Sizes of slots and creatives, and which fits which.
#pragma once

#include <cstdint>
#include <variant>

namespace placard {

// Device-independent pixels, both at least 1.
struct FixedSize {
  int32_t width = 0;
  int32_t height = 0;
  friend auto operator<=>(const FixedSize&, const FixedSize&) = default;
};

// Any width of at least `min_width` in the proportion width : height, both at
// least 1.
struct RatioSize {
  int32_t width = 0;
  int32_t height = 0;
  int32_t min_width = 0;
  friend auto operator<=>(const RatioSize&, const RatioSize&) = default;
};

// Takes the shape of its surroundings.
struct FluidSize {
  friend auto operator<=>(const FluidSize&, const FluidSize&) = default;
};

using Size = std::variant<FixedSize, RatioSize, FluidSize>;

// Whether a creative of size `creative` may be shown where a slot takes `slot`:
// two fixed sizes must be equal; a fixed and a ratio size must have the same
// proportion and the fixed one be wide enough; two ratio sizes must have the
// same proportion; fluid fits fluid only. Symmetric.
bool Fits(const Size& slot, const Size& creative);

}  // namespace placard
