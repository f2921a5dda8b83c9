// Which of a line item's creatives comes first where several may be shown.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Lifetime: what it begins with must stay.
// Cost: allocates nothing.
#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "engine/catalog/served.h"
#include "engine/delivery/delivery_view.h"
#include "engine/selection/draw.h"
#include "engine/selection/page_slots.h"

namespace placard {

// Each creative of an optimised line item comes first on at least so many
// pages of a hundred.
inline constexpr int32_t kFloorPercent = 5;

// The click rate that a line item without one is taken to have.
inline constexpr int64_t kUsualClicksPerMillion = 1000;

class CreativeOrder {
 public:
  // A creative's place: see Before().
  struct Turn {
    uint64_t draw = 0;
    int32_t weight = 1;
    const Creative* creative = nullptr;
  };

  void Begin(const PageSlots& slots, const DeliveryView& delivery,
             absl::Time instant) {
    slots_ = &slots;
    delivery_ = &delivery;
    instant_ = instant;
  }

  Turn TurnOf(const ServedLineItem& item, const ServedCreative& creative) const;

  // Whether `a` comes before `b`, another one of its line item.
  static bool Before(const Turn& a, const Turn& b) {
    if (BeforeInDraw(a.draw, a.weight, b.draw, b.weight)) return true;
    if (BeforeInDraw(b.draw, b.weight, a.draw, a.weight)) return false;
    return a.creative->name < b.creative->name;
  }

 private:
  uint64_t SequentialDraw(const ServedLineItem& item,
                          const ServedCreative& creative) const;
  uint64_t OptimisedDraw(const ServedLineItem& item,
                         const ServedCreative& creative) const;

  const PageSlots* slots_ = nullptr;
  const DeliveryView* delivery_ = nullptr;
  absl::Time instant_;
};

}  // namespace placard
