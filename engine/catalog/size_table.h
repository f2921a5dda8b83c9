// The sizes of all creatives, numbered as they come, so that whether one fits a
// slot is found by a bit.
//
// Thread safety: thread-compatible.
// Cost: FittingAny is a probe for each fixed size, and a look at every known
// size for each of another kind.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

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
  std::vector<Size> sizes_;  // by number
  std::map<Size, uint32_t> numbers_;
  std::vector<uint32_t> ratios_;  // numbers of those that are ratios
};

}  // namespace placard
