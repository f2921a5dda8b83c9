// Chooses the ads of a page: of all assignments of candidates to slots that
// keep the page's rules the best one, not the one that choosing slot by slot
// runs into. Knows numbers only; what they stand for is its caller's business.
//
// An assignment is allowed if
//  - every slot takes at most its places, and only candidates that may fill it;
//  - no two chosen share a unit;
//  - no label is claimed by two parties;
//  - no advertiser has more than its limit;
//  - the master of every chosen candidate is chosen, in any of its candidates;
//  - of every group all line items are chosen or none.
//
// Two assignments are compared stage by stage, in rising order of stages: by
// the number chosen (kCount) or the sum of their values (kTotal), and then by
// the positions of the chosen in the list: at the first difference the smaller
// one is better, and one that goes on is better than one that has ended. The
// best set is spread over the slots (see Spread), and of the ways to do so the
// one with the smallest sum of pair hashes is taken. So the answer does not
// depend on the order of the slots, if the slots' draws and the pair hashes do
// not and no two sums are equal.
//
// Method: without conflicts, taking in order what fits (Matching) is optimal.
// With conflicts that is an upper bound, in which candidates that exclude one
// another are one that may fill what any of them may; branch and bound closes
// the gap. It stops at a fixed number of steps, never of seconds, so that an
// answer can be repeated anywhere; then `optimal` is false, and the answer is
// at least as good as taking in order what can be added.
//
// Thread safety: thread-compatible; one per thread.
// Cost: O(candidates) where the best set has no conflict; else up to
// kFillSteps steps of a few nanoseconds. Allocates nothing once warm.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "engine/filler/cheapest_places.h"
#include "engine/filler/chosen_set.h"
#include "engine/filler/cleared_table.h"
#include "engine/filler/fill_problem.h"
#include "engine/filler/matching.h"
#include "engine/filler/page_search.h"
#include "engine/filler/spread.h"
#include "engine/filler/taken_things.h"

namespace placard {

struct FilledPlace {
  uint32_t candidate = 0;  // its position
  int slot = 0;
};

struct FillResult {
  std::span<const FilledPlace> ads;  // in the order of candidates
  // Places that phantoms took. If 0 nothing that the caller has not looked at
  // can improve the answer. If not, the answer is best only together with what
  // the phantoms promise.
  int32_t phantoms = 0;
  bool optimal = true;
  uint32_t nodes = 0;  // of the search; 0 where none was needed
};

class PageFiller {
 public:
  // A 32-bit number for a candidate in a slot; asked of what is chosen alone.
  using PairHash = absl::FunctionRef<uint32_t(uint32_t candidate, int slot)>;

  // The result stays until the next call.
  FillResult Fill(const FillProblem& problem, PairHash pair_hash);

  // The same where taking in order what fits has no conflict and leaves no
  // place: whatever comes behind the candidates improves nothing. Without a
  // search: none where that is not so.
  std::optional<FillResult> FillWhole(const FillProblem& problem,
                                      PairHash pair_hash);

 private:
  bool FillInOrder(const FillProblem& problem);
  bool CoveredByChosen(const FillProblem& problem,
                       const FillCandidate& candidate) const;
  bool GroupsWhole(const FillProblem& problem);
  void Place(const FillProblem& problem, PairHash pair_hash);

  Matching matching_;
  TakenThings taken_;
  ChosenSet chosen_;
  PageSearch search_;
  Spread spread_;
  CheapestPlaces cheapest_;
  ClearedTable<uint32_t> group_line_items_;
  ClearedTable<bool> line_item_seen_;
  std::vector<uint64_t> slots_;  // of the chosen
  std::vector<FilledPlace> ads_;
};

}  // namespace placard
