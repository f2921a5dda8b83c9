#include "engine/selection/rotation.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "engine/base/hash.h"

namespace placard {
namespace {

constexpr uint64_t kFloorSalt = HashBytes("rotation floor");

// Takes part in no race with equal weights but against weight 0, before which
// everything comes: that needs a draw above 0.
constexpr uint64_t kFirst = 1;

}  // namespace

CreativeOrder::Turn CreativeOrder::TurnOf(
    const ServedLineItem& item, const ServedCreative& creative) const {
  const Rotation& rotation = item.rotation;
  Turn turn = {.creative = creative.creative};
  switch (rotation.mode) {
    case Rotation::Mode::kEven:
      turn.draw = slots_->Draw(creative.name_hash);
      return turn;
    case Rotation::Mode::kSequential:
      turn.draw = SequentialDraw(item, creative);
      return turn;
    case Rotation::Mode::kOptimised:
      if (rotation.frozen) break;
      turn.draw = OptimisedDraw(item, creative);
      return turn;
    case Rotation::Mode::kWeighted:
      break;
  }
  turn.draw = ExponentialDraw(slots_->Draw(creative.name_hash));
  turn.weight = creative.rotation_weight;
  return turn;
}

// How many minutes until its turn comes.
uint64_t CreativeOrder::SequentialDraw(const ServedLineItem& item,
                                       const ServedCreative& creative) const {
  const auto creatives = static_cast<int64_t>(item.creatives.size());
  const int64_t minute = absl::ToUnixSeconds(instant_) / 60 % creatives;
  const int64_t wait = (creative.position + creatives - minute) % creatives;
  return kFirst + static_cast<uint64_t>(wait);
}

uint64_t CreativeOrder::OptimisedDraw(const ServedLineItem& item,
                                      const ServedCreative& creative) const {
  const auto creatives = static_cast<uint64_t>(item.creatives.size());
  const uint64_t line_item = HashBytes(item.line_item->name);
  const uint64_t floor_draw = slots_->Draw(Mix(line_item, kFloorSalt));
  const uint64_t point =
      absl::Uint128High64(absl::uint128(floor_draw) *
                          std::max<uint64_t>(100, creatives * kFloorPercent));
  if (point / kFloorPercent == creative.position) return kFirst;

  const std::optional<Price>& price = item.line_item->price;
  const bool has_rate = price.has_value() && price->clicks_per_million > 0;
  const uint64_t rate = DrawClickRate(
      delivery_->CountsOf(creative.name_hash),
      has_rate ? price->clicks_per_million : kUsualClicksPerMillion,
      slots_->Draw(creative.name_hash));
  return kFirst + 1 + (uint64_t{1} << 32) - rate;
}

}  // namespace placard
