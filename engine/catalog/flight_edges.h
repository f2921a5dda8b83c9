// The instants at which flights start and end, in order. Built anew from the
// last by what changed; edges of flights that are no more are skipped when
// they are met, and dropped when there are many.
//
// Thread safety: thread-compatible; copies share what does not change.
// Cost: Next is two searches, each with two misses however many edges there
// are, and asks is_current only once an edge may have gone; Add is
// amortised O(log campaigns), with a copy of at most 1,024 or a 16th of all
// edges each time they are shared.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/prefetch.h"
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
    return recent_->edges().size() > 1024 &&
           recent_->edges().size() > settled_->edges().size() / 16;
  }
  // Drops the edges for which `is_current(edge)` does not hold.
  template <typename F>
  void Compact(const F& is_current);

  // Asks memory for what Next will read; first the one, and when that may have
  // come, the other.
  void PrefetchSpan(absl::Time after) const { settled_->PrefetchSpan(after); }
  void PrefetchEdges(absl::Time after) const { settled_->PrefetchEdges(after); }

  // The first edge after `after` for which is_current(edge) holds, or
  // InfiniteFuture.
  template <typename F>
  absl::Time Next(absl::Time after, const F& is_current) const {
    return std::min(Next(*settled_, after, is_current),
                    Next(*recent_, after, is_current));
  }

 private:
  // A search among all edges would step from one miss to the next: time is cut
  // into equal spans, each of which knows its edges.
  class Edges {
   public:
    explicit Edges(std::vector<Edge> in_order = {});

    const std::vector<Edge>& edges() const { return edges_; }
    void PrefetchSpan(absl::Time after) const {
      if (edges_.empty() || after < edges_.front().time) return;
      PrefetchMemory(span_ends_.data() + SpanOf(after));
    }
    void PrefetchEdges(absl::Time after) const {
      if (edges_.empty() || after < edges_.front().time) return;
      const uint64_t span = SpanOf(after);
      if (span >= span_ends_.size()) return;
      PrefetchMemory(edges_.data() + (span == 0 ? 0 : span_ends_[span - 1]));
      PrefetchMemory(edges_.data() + span_ends_[span]);
    }
    // The first edge after `after`.
    std::vector<Edge>::const_iterator Behind(absl::Time after) const;

   private:
    // Of one span half as many at least, as far as edges are spread evenly: so
    // few that PrefetchEdges asks for all that Behind reads.
    static constexpr size_t kInSpan = 2;

    uint64_t SpanOf(absl::Time time) const {
      const auto seconds = static_cast<uint64_t>(absl::ToUnixSeconds(time));
      return (seconds - first_second_) >> span_bits_;
    }

    std::vector<Edge> edges_;  // in order
    uint64_t first_second_ = 0;
    int span_bits_ = 0;                // a span has 2^span_bits_ seconds
    std::vector<uint32_t> span_ends_;  // where the next one's edges begin
  };

  template <typename F>
  absl::Time Next(const Edges& all, absl::Time after,
                  const F& is_current) const {
    const auto end = all.edges().end();
    auto edge = all.Behind(after);
    if (may_have_gone_) edge = std::find_if(edge, end, is_current);
    return edge == end ? absl::InfiniteFuture() : edge->time;
  }

  std::shared_ptr<const Edges> settled_ = std::make_shared<const Edges>();
  std::shared_ptr<const Edges> recent_ = std::make_shared<const Edges>();
  bool may_have_gone_ = false;
};

inline FlightEdges::Edges::Edges(std::vector<Edge> in_order)
    : edges_(std::move(in_order)) {
  if (edges_.empty()) return;
  first_second_ =
      static_cast<uint64_t>(absl::ToUnixSeconds(edges_.front().time));
  while (SpanOf(edges_.back().time) > edges_.size() / kInSpan + 1) {
    ++span_bits_;
  }
  span_ends_.resize(SpanOf(edges_.back().time) + 1);
  for (const Edge& edge : edges_) ++span_ends_[SpanOf(edge.time)];
  std::partial_sum(span_ends_.begin(), span_ends_.end(), span_ends_.begin());
}

inline std::vector<FlightEdges::Edge>::const_iterator
FlightEdges::Edges::Behind(absl::Time after) const {
  if (edges_.empty() || after < edges_.front().time) return edges_.begin();
  const uint64_t span = SpanOf(after);
  if (span >= span_ends_.size()) return edges_.end();
  const auto at = [&](uint32_t place) { return edges_.begin() + place; };
  return std::partition_point(
      at(span == 0 ? 0 : span_ends_[span - 1]), at(span_ends_[span]),
      [&](const Edge& edge) { return edge.time <= after; });
}

inline void FlightEdges::Add(std::vector<Edge> edges) {
  if (edges.empty()) return;
  std::sort(edges.begin(), edges.end());
  std::vector<Edge> merged;
  merged.reserve(recent_->edges().size() + edges.size());
  std::set_union(recent_->edges().begin(), recent_->edges().end(),
                 edges.begin(), edges.end(), std::back_inserter(merged));
  recent_ = std::make_shared<const Edges>(std::move(merged));
}

template <typename F>
void FlightEdges::Compact(const F& is_current) {
  std::vector<Edge> kept;
  std::set_union(settled_->edges().begin(), settled_->edges().end(),
                 recent_->edges().begin(), recent_->edges().end(),
                 std::back_inserter(kept));
  std::erase_if(kept, [&](const Edge& edge) { return !is_current(edge); });
  settled_ = std::make_shared<const Edges>(std::move(kept));
  recent_ = std::make_shared<const Edges>();
  may_have_gone_ = false;
}

}  // namespace placard
