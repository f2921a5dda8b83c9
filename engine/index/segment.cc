#include "engine/index/segment.h"

#include <algorithm>

namespace placard {

uint32_t Segment::FirstRow(Rank rank) const {
  return static_cast<uint32_t>(
      std::lower_bound(ranks_.begin(), ranks_.end(), rank) - ranks_.begin());
}

uint64_t Segment::AcceptingSlots(uint32_t row_number, absl::Time instant,
                                 const Query& query) const {
  const Row& row = rows_[row_number];
  const FlightTimes& flight = flights_[row.flight];
  if (instant < flight.start || instant >= flight.end) return 0;
  if (row.residual == kNoResidual) return query.all_slots();
  if (!row.uses_key_values) {
    const bool holds = Holds(rule_book_, row.residual, query, 0);
    return holds ? query.all_slots() : 0;
  }
  uint64_t slots = 0;
  for (size_t context = 0; context < query.contexts(); ++context) {
    if (Holds(rule_book_, row.residual, query, context)) {
      slots |= query.context_slots(context);
    }
  }
  return slots;
}

std::optional<Segment::CreativeBlocks> Segment::FindCreativeBlocks(
    LineItemKey key, uint32_t position) const {
  const auto found = creative_blocks_.find(CreativeAt(key, position));
  if (found == creative_blocks_.end()) return std::nullopt;
  return found->second;
}

}  // namespace placard
