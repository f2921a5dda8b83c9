// The sizes of all creatives, numbered as they come, so that whether one fits a
// slot is found by a bit.
//
// Thread safety: thread-compatible.
// Cost: FittingAny is a probe for each size that is known; for another one, a
// look at every known ratio or, unless it is fixed, at every known size. Number
// is linear in the known sizes where it gives out a number.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/index/row.h"
#include "engine/model/size.h"

namespace placard {

class SizeTable {
 public:
  static constexpr uint32_t kUnknown = ~uint32_t{0};

  // The size's number, or kUnknown.
  uint32_t Find(const Size& size) const;
  // Its number, which it gets now if it has none.
  uint32_t Number(const Size& size);

  // The known sizes that fit one of `slot`. Several sizes may share the bit of
  // kSharedSize, so a creative that has no other bit in common may not fit.
  SizeMask FittingAny(std::span<const Size> slot) const;

 private:
  static uint64_t KeyOf(const FixedSize& size) {
    return uint64_t{static_cast<uint32_t>(size.width)} << 32 |
           static_cast<uint32_t>(size.height);
  }

  SizeMask FittingUnknown(const Size& size) const;

  std::vector<Size> sizes_;        // by number
  std::vector<SizeMask> fitting_;  // by number: the known sizes that fit it
  // Numbers: of fixed sizes, as nearly all are, by KeyOf.
  absl::flat_hash_map<uint64_t, uint32_t> fixed_;
  std::map<Size, uint32_t> others_;
  std::vector<uint32_t> ratios_;  // numbers of those that are ratios
};

}  // namespace placard
