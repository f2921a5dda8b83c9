// The order in which line items are looked at: the order in which they are
// preferred, so that the first that fit are the best that fit.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>

#include "engine/base/check.h"
#include "engine/model/campaign.h"

namespace placard {

// Tier, priority and value in one number; smaller is better. Of two equal
// ranks the smaller HashBytes(line item name) goes first, then the smaller
// name.
class Rank {
 public:
  Rank() = default;
  // `value`: micros per thousand impressions in tier PRICE_PRIORITY, the
  // weight in every other.
  // Precondition: 0 <= priority < 2^8 and 0 <= value < 2^54, which the limits
  // on bids keep by a factor of 16.
  Rank(Tier tier, int32_t priority, int64_t value)
      : bits_(uint64_t{static_cast<uint8_t>(tier)} << kTierShift |
              static_cast<uint64_t>(priority) << kPriorityShift |
              (kBestValue - static_cast<uint64_t>(value))) {
    PLACARD_DCHECK(priority >= 0 && priority < 1 << 8);
    PLACARD_DCHECK(value >= 0 && static_cast<uint64_t>(value) <= kBestValue);
  }

  Tier tier() const { return static_cast<Tier>(bits_ >> kTierShift); }
  int64_t value() const {
    return static_cast<int64_t>(kBestValue - (bits_ & kBestValue));
  }
  // Whether both are of one level.
  bool SharesLevelWith(Rank other) const {
    const int shift = tier() == Tier::kPricePriority ? 0 : kPriorityShift;
    return bits_ >> shift == other.bits_ >> shift;
  }

  // Whether places are given to both before they are given to what comes
  // behind them: of one tier and, but in tier HOUSE, one priority.
  bool SharesStageWith(Rank other) const {
    const int shift = tier() == Tier::kHouse ? kTierShift : kPriorityShift;
    return bits_ >> shift == other.bits_ >> shift;
  }

  // The best rank that is worse than every rank of this one's level. A level
  // is a tier and priority and, in tier PRICE_PRIORITY, a bid.
  // Saturates: of the last level it is a rank that no line item has.
  Rank NextLevel() const {
    if (tier() == Tier::kPricePriority) return Rank(bits_ + 1);
    return Rank(((bits_ >> kPriorityShift) + 1) << kPriorityShift);
  }

  // The best rank of the next tier; of tier HOUSE a rank that none has.
  Rank NextTier() const {
    if (tier() == Tier::kHouse) return Rank(~uint64_t{0});
    return Rank(((bits_ >> kTierShift) + 1) << kTierShift);
  }

  friend auto operator<=>(Rank, Rank) = default;

 private:
  static constexpr int kTierShift = 62;
  static constexpr int kPriorityShift = 54;
  static constexpr uint64_t kBestValue = (uint64_t{1} << kPriorityShift) - 1;

  explicit Rank(uint64_t bits) : bits_(bits) {}

  uint64_t bits_ = 0;
};

inline Rank RankOf(const Campaign& campaign, const LineItem& line_item) {
  const bool priced = campaign.tier == Tier::kPricePriority;
  return Rank(campaign.tier, campaign.priority,
              priced ? line_item.price->ecpm().value() : line_item.weight);
}

}  // namespace placard
