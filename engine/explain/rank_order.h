// Which of two line items comes first, and by what.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>

#include "engine/explain/explanation.h"
#include "engine/model/campaign.h"

namespace placard {

// What a thousand impressions earn; without a price nothing.
inline int64_t EcpmMicros(const LineItem& line_item) {
  return line_item.price.has_value() ? line_item.price->ecpm().value() : 0;
}

// What decides between two: the first that differs of tier, priority and, in
// tier PRICE_PRIORITY, price; kDraw when none does.
inline Winner::Margin MarginBetween(const Campaign& a, const LineItem& of_a,
                                    const Campaign& b, const LineItem& of_b) {
  if (a.tier != b.tier) return Winner::Margin::kTier;
  if (a.priority != b.priority) return Winner::Margin::kPriority;
  const bool by_price =
      a.tier == Tier::kPricePriority && EcpmMicros(of_a) != EcpmMicros(of_b);
  return by_price ? Winner::Margin::kPrice : Winner::Margin::kDraw;
}

// Whether `of_a` comes first whatever the draw.
inline bool IsBetter(const Campaign& a, const LineItem& of_a, const Campaign& b,
                     const LineItem& of_b) {
  switch (MarginBetween(a, of_a, b, of_b)) {
    case Winner::Margin::kTier:
      return a.tier < b.tier;
    case Winner::Margin::kPriority:
      return a.priority < b.priority;
    case Winner::Margin::kPrice:
      return EcpmMicros(of_a) > EcpmMicros(of_b);
    case Winner::Margin::kDraw:
      break;
  }
  return false;
}

}  // namespace placard
