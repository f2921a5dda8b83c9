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
  fitting_.push_back(0);
  for (uint32_t i = 0; i <= number; ++i) {
    if (!Fits(size, sizes_[i])) continue;
    fitting_[i] |= SizeBit(number);
    fitting_[number] |= SizeBit(i);
  }
  return number;
}

SizeMask SizeTable::FittingAny(std::span<const Size> slot) const {
  SizeMask fitting = 0;
  for (const Size& size : slot) {
    const uint32_t known = Find(size);
    fitting |= known == kUnknown ? FittingUnknown(size) : fitting_[known];
  }
  return fitting;
}

SizeMask SizeTable::FittingUnknown(const Size& size) const {
  SizeMask fitting = 0;
  const auto look_at = [&](uint32_t i) {
    if (Fits(size, sizes_[i])) fitting |= SizeBit(i);
  };
  if (std::holds_alternative<FixedSize>(size)) {
    // No other fixed one fits it.
    for (const uint32_t i : ratios_) look_at(i);
  } else {
    for (uint32_t i = 0; i < sizes_.size(); ++i) look_at(i);
  }
  return fitting;
}

}  // namespace placard
