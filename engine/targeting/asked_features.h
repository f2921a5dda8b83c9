// Whether a page has any of the features that something asks for, by short
// prints of them: a no is certain, a yes often true.
//
// Thread safety: thread-compatible.
// Cost: an instruction or two; allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/targeting/vocabulary.h"

namespace placard {

// Of some features of a kind that any will do. By default: nothing is asked
// for, so that any page will do.
class AskedFeatures {
 public:
  AskedFeatures() = default;
  AskedFeatures(FeatureKind kind, std::span<const uint32_t> features)
      : bits_(static_cast<uint32_t>(kind) << kPrintBits) {
    for (const uint32_t feature : features) bits_ |= PrintOf(feature);
  }

 private:
  friend class FeaturePrints;

  static constexpr uint32_t kPrintBits = 28;
  static constexpr uint32_t kAny = 15;  // no kind's number
  static_assert(kFeatureKinds <= kAny);

  static uint32_t PrintOf(uint32_t feature) {
    const uint64_t scaled = uint64_t{feature * 0x9e3779b9U} * kPrintBits;
    return uint32_t{1} << (scaled >> 32);
  }

  uint32_t bits_ = kAny << kPrintBits | 1;  // the kind, and a print of each
};

// The features that a page has, of some kinds.
class FeaturePrints {
 public:
  FeaturePrints() { Clear(); }
  void Clear() {
    prints_.fill(0);
    prints_[AskedFeatures::kAny] = 1;
  }
  void Insert(FeatureKind kind, uint32_t feature) {
    prints_[static_cast<size_t>(kind)] |= AskedFeatures::PrintOf(feature);
  }

  bool MayHaveAnyOf(AskedFeatures asked) const {
    constexpr uint32_t kPrints = (1U << AskedFeatures::kPrintBits) - 1;
    const uint32_t has = prints_[asked.bits_ >> AskedFeatures::kPrintBits];
    return (asked.bits_ & has & kPrints) != 0;
  }

 private:
  std::array<uint32_t, 16> prints_;  // by kind
};

}  // namespace placard
