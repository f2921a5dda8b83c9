// What became of one line item on one page, over all slots: what is counted of
// every decision.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/model/decision.h"

namespace placard {

struct LineItemOutcome {
  uint64_t name_hash = 0;  // HashBytes(line item name)
  int32_t served = 0;      // in so many slots
  // Not served: what stopped it in the slot where it came furthest. nullopt:
  // nothing there, but others fill the slot.
  std::optional<Reason> reason;

  friend bool operator==(const LineItemOutcome&,
                         const LineItemOutcome&) = default;
};

}  // namespace placard
