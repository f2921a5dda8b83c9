// The instants at which flights start and end, in order. Built anew from the
// last by what changed; edges of flights that are no more are skipped when
// they are met, and dropped when there are many.
//
// Thread safety: thread-compatible; copies share what does not change.
// Cost: Next is two searches, each with a handful of misses however many edges
// there are, and asks is_current only once an edge may have gone; Add is
// amortised O(log campaigns), with a copy of at most 1,024 or a 16th of all
// edges each time they are shared.
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
  // Some edges may be of flights that are no more.
  void MayHaveGone() { may_have_gone_ = true; }

  // Whether it is time to Compact.
  bool is_scattered() const {
    return recent_->edges.size() > 1024 &&
           recent_->edges.size() > settled_->edges.size() / 16;
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
  // A search among all edges would step from one miss to the next: it begins
  // among the times of some.
  static constexpr size_t kSampled = 64;
  struct Edges {
    std::vector<Edge> edges;          // in order
    std::vector<absl::Time> samples;  // the time of each kSampled-th

    explicit Edges(std::vector<Edge> in_order = {})
        : edges(std::move(in_order)) {
      for (size_t i = 0; i < edges.size(); i += kSampled) {
        samples.push_back(edges[i].time);
      }
    }
  };

  template <typename F>
  absl::Time Next(const Edges& all, absl::Time after,
                  const F& is_current) const {
    const auto sample =
        std::upper_bound(all.samples.begin(), all.samples.end(), after);
    const auto block = static_cast<size_t>(sample - all.samples.begin());
    const std::vector<Edge>& edges = all.edges;
    const auto begin =
        edges.begin() +
        static_cast<std::ptrdiff_t>(block == 0 ? 0 : (block - 1) * kSampled);
    const auto end = edges.begin() + static_cast<std::ptrdiff_t>(std::min(
                                         block * kSampled, edges.size()));
    auto edge = std::partition_point(
        begin, end, [&](const Edge& other) { return other.time <= after; });
    if (may_have_gone_) edge = std::find_if(edge, edges.end(), is_current);
    return edge == edges.end() ? absl::InfiniteFuture() : edge->time;
  }

  std::shared_ptr<const Edges> settled_ = std::make_shared<const Edges>();
  std::shared_ptr<const Edges> recent_ = std::make_shared<const Edges>();
  bool may_have_gone_ = false;
};

inline void FlightEdges::Add(std::vector<Edge> edges) {
  if (edges.empty()) return;
  std::sort(edges.begin(), edges.end());
  std::vector<Edge> merged;
  merged.reserve(recent_->edges.size() + edges.size());
  std::set_union(recent_->edges.begin(), recent_->edges.end(), edges.begin(),
                 edges.end(), std::back_inserter(merged));
  recent_ = std::make_shared<const Edges>(std::move(merged));
}

template <typename F>
void FlightEdges::Compact(const F& is_current) {
  std::vector<Edge> kept;
  std::set_union(settled_->edges.begin(), settled_->edges.end(),
                 recent_->edges.begin(), recent_->edges.end(),
                 std::back_inserter(kept));
  std::erase_if(kept, [&](const Edge& edge) { return !is_current(edge); });
  settled_ = std::make_shared<const Edges>(std::move(kept));
  recent_ = std::make_shared<const Edges>();
  may_have_gone_ = false;
}

}  // namespace placard
