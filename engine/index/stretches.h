// Time cut into a few stretches, so that for any instant one set has the rows
// whose flights may have it: those with any instant of its stretch. The
// stretches hold equally many edges of flights, so that few rows are there
// that are not live.
//
// Thread safety: immutable.
// Cost: Of is a search among at most kMost numbers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/index/row.h"

namespace placard {

class Stretches {
 public:
  static constexpr size_t kMost = 32;

  Stretches() = default;
  // `edges`: where flights start and end.
  explicit Stretches(std::vector<FlightSecond> edges) {
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    for (size_t i = 1; i < kMost && !edges.empty(); ++i) {
      const FlightSecond start = edges[i * edges.size() / kMost];
      if (starts_.empty() || starts_.back() != start) starts_.push_back(start);
    }
  }

  size_t size() const { return starts_.size() + 1; }
  size_t Of(FlightSecond second) const {
    return static_cast<size_t>(
        std::upper_bound(starts_.begin(), starts_.end(), second) -
        starts_.begin());
  }
  // From the first that has an instant of the row's flight to behind the last.
  std::pair<size_t, size_t> Of(const Row& row) const {
    if (row.flight_end <= row.flight_start) return {0, 0};
    return {Of(row.flight_start), Of(row.flight_end - 1) + 1};
  }

 private:
  std::vector<FlightSecond> starts_;  // of all but the first, ascending
};

}  // namespace placard
