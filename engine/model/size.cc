#include "engine/model/size.h"

namespace placard {
namespace {

bool SameProportion(int32_t width, int32_t height, const RatioSize& ratio) {
  return int64_t{width} * ratio.height == int64_t{height} * ratio.width;
}

struct FitsVisitor {
  bool operator()(const FixedSize& a, const FixedSize& b) const {
    return a == b;
  }
  bool operator()(const FixedSize& fixed, const RatioSize& ratio) const {
    return fixed.width >= ratio.min_width &&
           SameProportion(fixed.width, fixed.height, ratio);
  }
  bool operator()(const RatioSize& ratio, const FixedSize& fixed) const {
    return (*this)(fixed, ratio);
  }
  bool operator()(const RatioSize& a, const RatioSize& b) const {
    return SameProportion(a.width, a.height, b);
  }
  bool operator()(const FluidSize&, const FluidSize&) const { return true; }

  template <typename A, typename B>
  bool operator()(const A&, const B&) const {
    return false;
  }
};

}  // namespace

bool Fits(const Size& slot, const Size& creative) {
  return std::visit(FitsVisitor(), slot, creative);
}

}  // namespace placard
