// What the index knows of a line item: as much as most decisions need of it,
// in one line of memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "absl/time/time.h"
#include "engine/index/rank.h"
#include "engine/targeting/asked_features.h"
#include "engine/targeting/few_terms.h"

namespace placard {

// A line item outside the index: dense, given out by the catalogue, the same
// in every snapshot that has the line item.
using LineItemKey = uint32_t;

// Sizes of creatives by their number in the catalogue, one bit each; all from
// the 64th on share the last.
using SizeMask = uint64_t;
inline constexpr uint32_t kSharedSize = 63;
constexpr SizeMask SizeBit(uint32_t size) {
  return SizeMask{1} << std::min(size, kSharedSize);
}

// Whole seconds since 1970, and what lies beyond the range at its ends.
using FlightSecond = uint32_t;
inline constexpr FlightSecond kLastSecond =
    std::numeric_limits<FlightSecond>::max();

inline FlightSecond ToFlightSecond(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);  // rounds down
  return static_cast<FlightSecond>(
      std::clamp<int64_t>(seconds, 0, int64_t{kLastSecond} - 1));
}

// The instants that nearly all pages are about while a segment serves; by
// default, any. Line items whose flights lie outside of it are found as well,
// at a higher cost.
struct Period {
  FlightSecond begin = 0;
  FlightSecond end = kLastSecond;

  bool Has(FlightSecond second) const {
    return begin <= second && second < end;
  }
  FlightSecond middle() const { return begin + (end - begin) / 2; }
};

struct alignas(64) Row {
  static constexpr uint32_t kNoResidual = ~uint32_t{0};

  enum Flag : uint32_t {
    // The residual says nothing but that the page hits none of excluded_terms.
    kExcludesFewTerms = 1,
    // The residual mentions key-values, so slots of one page may differ.
    kUsesKeyValues = 2,
    // The flight does not begin and end with a whole second.
    kExactFlight = 4,
    // Of some creative.
    kHasLabels = 8,
    kHasBlocks = 16,
    // Something but its campaign and labels decides what it may stand beside.
    kHasPageRules = 32,
  };

  Rank rank;
  uint64_t name_hash = 0;         // HashBytes(line item name)
  SizeMask sizes = 0;             // of its creatives
  FewTerms excluded_terms;        // of kExcludesFewTerms
  FlightSecond flight_start = 0;  // rounded down
  FlightSecond flight_end = 0;    // rounded up; kLastSecond: none
  LineItemKey key = 0;
  uint32_t campaign_key = 0;  // equal exactly for line items of one campaign
  uint32_t residual = kNoResidual;  // in the rule book
  uint32_t flags = 0;
  uint32_t exact_flight = 0;  // of kExactFlight
  AskedFeatures asked;        // by a part of the residual

  bool has(Flag flag) const { return (flags & flag) != 0; }
  bool MayFlyIn(const Period& period) const {
    return flight_start < period.end && period.begin < flight_end;
  }
};
static_assert(sizeof(Row) == 64);

}  // namespace placard
