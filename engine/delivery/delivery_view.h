// What decisions know of what has been delivered so far; one of a decision's
// inputs, so that the same view gives the same answer.
//
// Thread safety: immutable while decisions read it.
#pragma once

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "engine/delivery/click_rate.h"

namespace placard {

struct DeliveryView {
  // By HashBytes(creative name); only impressions that are old enough to have
  // been clicked.
  absl::flat_hash_map<uint64_t, ClickCounts> creatives;

  ClickCounts CountsOf(uint64_t creative_name_hash) const {
    const auto found = creatives.find(creative_name_hash);
    return found == creatives.end() ? ClickCounts() : found->second;
  }
};

// Before anything was delivered.
inline const DeliveryView& NothingDelivered() {
  static const auto& nothing = *new DeliveryView();
  return nothing;
}

}  // namespace placard
