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
// one is better, and one that goes on is better than one that has ended. Of the
// ways to put the best set into slots it takes the one with the smallest sum of
// pair hashes. So the answer does not depend on the order of the slots, if the
// pair hashes do not and no two sums are equal.
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

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "engine/selection/matching.h"

namespace placard {

// In place of a number: there is none.
inline constexpr uint32_t kNoNumber = ~uint32_t{0};

// That an ad bears the label `label`, and on whose behalf: labels of one party
// do not exclude each other. A party is a campaign, or an advertiser that makes
// an exception of itself.
struct LabelClaim {
  uint32_t label = 0;
  uint32_t party = 0;

  friend bool operator==(const LabelClaim&, const LabelClaim&) = default;
};

struct FillCandidate {
  uint64_t slots = 0;  // bit i: may fill slot i
  int64_t value = 0;   // at least 0; read in stages of kTotal only
  uint32_t stage = 0;
  // What at most one of the chosen may have. The last one that is a number is
  // the widest, the one that the most candidates share.
  std::array<uint32_t, 3> units = {kNoNumber, kNoNumber, kNoNumber};
  // Its claims are FillProblem::claims[first_claim, first_claim + claims).
  uint32_t first_claim = 0;
  uint32_t claims = 0;
  uint32_t advertiser = kNoNumber;  // whose limit it counts against
  uint32_t line_item = 0;
  uint32_t master = kNoNumber;  // the line item that must be chosen too
  uint32_t group = kNoNumber;
};

enum class StageGoal : uint8_t { kCount, kTotal };

// Stands for candidates that the caller has not looked at: as many as there are
// places, without constraint, behind all others.
struct Phantoms {
  uint32_t stage = 0;  // at least that of every candidate
  int64_t value = 0;   // at most that of every candidate of this stage
};

// Every number of a unit, label, party or line item is less than the count
// given here, and dense enough for tables of that size.
struct FillProblem {
  std::span<const uint8_t> places;  // by slot
  // Best first: stages do not fall, and in a stage of kTotal values do not
  // rise.
  std::span<const FillCandidate> candidates;
  std::span<const LabelClaim> claims;
  std::span<const StageGoal> goals;            // by stage
  std::span<const int32_t> advertiser_limits;  // by advertiser, at least 0
  std::span<const uint32_t> group_line_items;  // by group: how many it has
  uint32_t units = 0;
  uint32_t labels = 0;
  uint32_t parties = 0;
  uint32_t line_items = 0;
  std::optional<Phantoms> phantoms;
};

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

class PageSearch;

class PageFiller {
 public:
  // A 32-bit number for a candidate in a slot; asked of what is chosen alone.
  using PairHash = absl::FunctionRef<uint32_t(uint32_t candidate, int slot)>;

  PageFiller();
  ~PageFiller();

  // The result stays until the next call.
  FillResult Fill(const FillProblem& problem, PairHash pair_hash);
};

}  // namespace placard
