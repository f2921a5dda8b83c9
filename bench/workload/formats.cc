#include "bench/workload/formats.h"

#include <string>
#include <string_view>
#include <utility>

namespace placard {
namespace {

constexpr FixedSize kBox = {300, 250};
constexpr FixedSize kWideBox = {336, 280};
constexpr FixedSize kLeaderboard = {728, 90};
constexpr FixedSize kBillboard = {970, 250};
constexpr FixedSize kWideLeaderboard = {970, 90};
constexpr FixedSize kSkyscraper = {160, 600};
constexpr FixedSize kHalfPage = {300, 600};
constexpr FixedSize kMobileBanner = {320, 50};
constexpr FixedSize kTallMobileBanner = {320, 100};
constexpr RatioSize kPicture = {16, 9, 320};
constexpr FixedSize kPictureFile = {1280, 720};

Slot MakeSlot(Dice& dice, std::string_view id, std::string_view position,
              std::vector<Size> sizes) {
  return {.id = std::string(id),
          .sizes = std::move(sizes),
          .count = 1,
          .floor = Micros(static_cast<int64_t>(dice.Below(4)) * 250'000),
          .key_values = {{std::string(kPositionKey), {std::string(position)}}}};
}

}  // namespace

Size DrawCreativeSize(Dice& dice) {
  static const auto& sizes = *new std::vector<Size>{
      kBox,          kBox,          kBox,      kWideBox,     kLeaderboard,
      kLeaderboard,  kBillboard,    kHalfPage, kSkyscraper,  kWideLeaderboard,
      kMobileBanner, kMobileBanner, kPicture,  kPictureFile, kTallMobileBanner,
      FluidSize{},   FluidSize{}};
  return dice.Pick(sizes);
}

std::vector<Slot> DrawSlots(Dice& dice, Device device) {
  std::vector<Slot> slots;
  if (device == Device::kMobile) {
    slots.push_back(
        MakeSlot(dice, "top", "top", {kMobileBanner, kTallMobileBanner}));
    slots.push_back(MakeSlot(dice, "inline", "middle", {kBox, kPicture}));
  } else {
    slots.push_back(MakeSlot(dice, "top", "top",
                             {kLeaderboard, kBillboard, kWideLeaderboard}));
    slots.push_back(MakeSlot(dice, "side", "middle", {kBox, kHalfPage}));
    if (dice.OneIn(2)) {
      slots.push_back(MakeSlot(dice, "rail", "middle", {kSkyscraper}));
    }
  }
  if (dice.OneIn(2)) {
    slots.push_back(MakeSlot(dice, "end", "bottom", {kBox, kWideBox}));
  }
  if (dice.OneIn(2)) {
    slots.push_back(MakeSlot(dice, "native", "bottom", {FluidSize{}}));
    slots.back().count = static_cast<int32_t>(dice.Between(1, 3));
  }
  return slots;
}

}  // namespace placard
