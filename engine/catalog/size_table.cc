#include "engine/catalog/size_table.h"

#include <variant>

namespace placard {

uint32_t SizeTable::Find(const Size& size) const {
  if (const auto* fixed = std::get_if<FixedSize>(&size)) {
    const auto found = fixed_.find(KeyOf(*fixed));
    return found == fixed_.end() ? kUnknown : found->second;
  }
  const auto found = others_.find(size);
  return found == others_.end() ? kUnknown : found->second;
}

uint32_t SizeTable::Number(const Size& size) {
  const uint32_t known = Find(size);
  if (known != kUnknown) return known;
  const auto number = static_cast<uint32_t>(sizes_.size());
  if (const auto* fixed = std::get_if<FixedSize>(&size)) {
    fixed_.emplace(KeyOf(*fixed), number);
  } else {
    others_.emplace(size, number);
  }
  if (std::holds_alternative<RatioSize>(size)) ratios_.push_back(number);
  sizes_.push_back(size);
  return number;
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
