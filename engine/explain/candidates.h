// Everybody whose rule accepts the page, in rank order, and how far each gets
// before places are given out: a decision's own search and contest, but without
// an end.
//
// Thread safety: immutable once made.
// Lifetime: of the snapshot, the request and the scratch.
// Cost: linear in the candidates, their creatives and the slots; allocates.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/catalog/snapshot.h"
#include "engine/explain/explanation.h"
#include "engine/selection/page_contest.h"

namespace placard {

// Sets of slots are bits: bit i is the request's slot i.
struct CandidateFact {
  const ServedLineItem* item = nullptr;
  Rank rank;
  uint64_t accepting = 0;  // its rule accepts the page with them
  uint64_t fitting = 0;    // and a creative fits
  uint64_t usable = 0;     // and one that fits is not blocked
  uint64_t paying = 0;     // and the floor is reached
  Standing standing = Standing::kKeptOff;
  // Its place among those of its level that wanted into the draw, from 1.
  size_t place = 0;
};

class Candidates {
 public:
  // Leaves `scratch` prepared for the request.
  Candidates(const Snapshot& snapshot, const PageRequest& request,
             absl::Time instant, uint64_t seed, SearchScratch& scratch);

  std::span<const CandidateFact> all() const { return facts_; }
  // Null: its rule does not accept the page, or it cannot serve.
  const CandidateFact* Find(const LineItem* line_item) const;

 private:
  CandidateFact LookAt(const SearchCandidate& candidate);

  const Snapshot& snapshot_;
  PageContest contest_;
  size_t wanted_ = 0;  // by how many of the level, so far
  std::vector<CandidateFact> facts_;
  absl::flat_hash_map<const LineItem*, size_t> by_line_item_;
};

}  // namespace placard
