// The instants at which flights start and end, in order. Built anew from the
// last by what changed; edges of flights that are no more are skipped when
// they are met, and dropped when there are many.
//
// Thread safety: thread-compatible; copies share what does not change.
// Cost: Next is two binary searches; Add is amortised O(log campaigns), with a
// copy of at most 1,024 or a 16th of all edges each time they are shared.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/campaign.h"

namespace placard {

class FlightEdges {
 public:
  struct Edge {
    absl::Time time;
    uint32_t campaign_key = 0;

    bool IsOf(const Flight& flight) const {
      return time == flight.start || time == flight.end;
    }
    friend bool operator<(const Edge& a, const Edge& b) {
      return std::tie(a.time, a.campaign_key) <
             std::tie(b.time, b.campaign_key);
    }
  };

  // Notes the edges of campaigns' flights that are new or have changed.
  void Add(std::vector<Edge> edges);

  // Whether it is time to Compact.
  bool is_scattered() const {
    return recent_->size() > 1024 && recent_->size() > settled_->size() / 16;
  }
  // Drops the edges for which `is_current(edge)` does not hold.
  template <typename F>
  void Compact(const F& is_current);

  // The first edge after `after` for which is_current(edge) holds, or
  // InfiniteFuture.
  template <typename F>
  absl::Time Next(absl::Time after, const F& is_current) const {
    return std::min(Next(*settled_, after, is_current),
                    Next(*recent_, after, is_current));
  }

 private:
  using Edges = std::vector<Edge>;  // in order

  template <typename F>
  static absl::Time Next(const Edges& edges, absl::Time after,
                         const F& is_current) {
    auto edge = std::partition_point(
        edges.begin(), edges.end(),
        [&](const Edge& other) { return other.time <= after; });
    edge = std::find_if(edge, edges.end(), is_current);
    return edge == edges.end() ? absl::InfiniteFuture() : edge->time;
  }

  std::shared_ptr<const Edges> settled_ = std::make_shared<Edges>();
  std::shared_ptr<const Edges> recent_ = std::make_shared<Edges>();
};

inline void FlightEdges::Add(std::vector<Edge> edges) {
  if (edges.empty()) return;
  std::sort(edges.begin(), edges.end());
  auto merged = std::make_shared<Edges>();
  merged->reserve(recent_->size() + edges.size());
  std::set_union(recent_->begin(), recent_->end(), edges.begin(), edges.end(),
                 std::back_inserter(*merged));
  recent_ = std::move(merged);
}

template <typename F>
void FlightEdges::Compact(const F& is_current) {
  auto kept = std::make_shared<Edges>();
  std::set_union(settled_->begin(), settled_->end(), recent_->begin(),
                 recent_->end(), std::back_inserter(*kept));
  std::erase_if(*kept, [&](const Edge& edge) { return !is_current(edge); });
  settled_ = std::move(kept);
  recent_ = std::make_shared<Edges>();
}

}  // namespace placard
