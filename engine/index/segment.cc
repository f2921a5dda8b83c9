#include "engine/index/segment.h"

#include <algorithm>

namespace placard {

uint32_t Segment::FirstRow(Rank rank) const {
  const auto first =
      std::partition_point(rows_.begin(), rows_.end(),
                           [&](const Row& row) { return row.rank < rank; });
  return static_cast<uint32_t>(first - rows_.begin());
}

bool Segment::IsInFlight(const Row& row, const Instant& instant) const {
  if (instant.second < row.flight_start || instant.second >= row.flight_end) {
    return false;
  }
  // Only in the first and the last second does what was rounded off matter.
  const bool is_at_edge = instant.second == row.flight_start ||
                          instant.second + 1 == row.flight_end;
  if (!is_at_edge || !row.has(Row::kExactFlight)) return true;
  const FlightTimes& flight = exact_flights_[row.exact_flight];
  return flight.start <= instant.time && instant.time < flight.end;
}

uint64_t Segment::AcceptingSlots(const Row& row, const Instant& instant,
                                 const Query& query) const {
  if (!IsInFlight(row, instant) || !query.MayHaveAnyOf(row.asked)) return 0;
  if (row.residual == Row::kNoResidual) return query.all_slots();
  if (IsExcludedByNone(row, query)) return query.all_slots();
  if (!row.has(Row::kUsesKeyValues)) {
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
