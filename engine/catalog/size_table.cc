#include "engine/catalog/size_table.h"

#include <variant>

namespace placard {

uint32_t SizeTable::Find(const Size& size) const {
  const auto found = numbers_.find(size);
  return found == numbers_.end() ? kUnknown : found->second;
}

uint32_t SizeTable::Number(const Size& size) {
  const auto [found, is_new] =
      numbers_.try_emplace(size, static_cast<uint32_t>(sizes_.size()));
  if (is_new) {
    if (std::holds_alternative<RatioSize>(size)) {
      ratios_.push_back(found->second);
    }
    sizes_.push_back(size);
  }
  return found->second;
}

SizeMask SizeTable::FittingAny(std::span<const Size> slot) const {
  SizeMask fitting = 0;
  for (const Size& size : slot) {
    if (std::holds_alternative<RatioSize>(size)) {
      for (uint32_t i = 0; i < sizes_.size(); ++i) {
        if (Fits(size, sizes_[i])) fitting |= SizeBit(i);
      }
      continue;
    }
    // What is no ratio fits itself, and ratios perhaps.
    const uint32_t same = Find(size);
    if (same != kUnknown) fitting |= SizeBit(same);
    for (const uint32_t i : ratios_) {
      if (Fits(size, sizes_[i])) fitting |= SizeBit(i);
    }
  }
  return fitting;
}

}  // namespace placard
