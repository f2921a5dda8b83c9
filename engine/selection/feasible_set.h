// Takes candidates in order as long as they keep apart and fit: which slots of
// the page may still gain something, while it is not known yet what fills them.
//
// What needs another beside it, a master or the rest of its group, is not
// taken: it may come to nothing.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Cost: O(units and labels) a candidate; allocates nothing once warm.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/filler/fill_problem.h"
#include "engine/filler/matching.h"

namespace placard {

class FeasibleSet {
 public:
  // An empty page of so many places a slot; `slots`: those that have some.
  void Begin(std::span<const uint8_t> places, uint64_t slots);

  // The next candidate. `limit`: of its advertiser, if it has one.
  void Offer(const FillCandidate& candidate, std::span<const LabelClaim> claims,
             int32_t limit);

  // The slots into which one more would fit, if what is in may be moved. Once
  // closed, a slot stays so.
  uint64_t open();

 private:
  struct Bearers {
    bool any = false;
    uint32_t party = 0;
  };

  bool KeepsApart(const FillCandidate& candidate,
                  std::span<const LabelClaim> claims, int32_t limit);

  Matching matching_;
  uint64_t open_ = 0;
  bool changed_ = false;  // since `open_` was found
  // By number; they grow as numbers are met.
  std::vector<uint8_t> units_;  // 1: taken
  std::vector<Bearers> labels_;
  std::vector<int32_t> advertisers_;
};

}  // namespace placard
