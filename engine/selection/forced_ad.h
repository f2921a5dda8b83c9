// The advertisement that a preview asks for by name: shown whatever its rule,
// flight, status and price say, in a slot that its creative fits.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Lifetime: what Find() is given must outlive what it leaves.
// Cost: looks through all campaigns; not for decisions that are served.
#pragma once

#include <string_view>

#include "engine/catalog/snapshot.h"
#include "engine/selection/page_slots.h"
#include "engine/selection/rotation.h"

namespace placard {

class ForcedAd {
 public:
  // `name`: of a line item or creative; empty: none. Of a line item's creatives
  // the first by its rotation that fits, of the slots that it fits the one that
  // the seed draws.
  void Find(std::string_view name, const Snapshot& snapshot,
            const PageSlots& slots, const CreativeOrder& rotation);

  // There is none where the name is unknown, or fits no slot.
  bool exists() const { return creative_ != nullptr; }
  const ServedLineItem& item() const { return *item_; }
  const ServedCreative& creative() const { return *creative_; }
  int slot() const { return slot_; }

 private:
  void TryLineItem(const ServedLineItem& item, std::string_view name,
                   const PageSlots& slots, const CreativeOrder& rotation);

  const ServedLineItem* item_ = nullptr;
  const ServedCreative* creative_ = nullptr;
  int slot_ = -1;
};

}  // namespace placard
