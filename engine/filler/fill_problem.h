// What PageFiller is asked: candidates for the places of a page, and what
// keeps them apart or together, in numbers.
//
// Thread safety: thread-compatible; plain data.
// Lifetime: spans; what they show stays with who fills them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

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
  // By slot, all different: the order by which ads are spread over slots of
  // several places. Empty: they are not.
  std::span<const uint64_t> slot_draws;
};

inline std::span<const LabelClaim> ClaimsOf(const FillProblem& problem,
                                            const FillCandidate& candidate) {
  return problem.claims.subspan(candidate.first_claim, candidate.claims);
}

// Its last unit, kNoNumber if it has none.
inline uint32_t WidestUnit(const FillCandidate& candidate) {
  uint32_t widest = kNoNumber;
  for (const uint32_t unit : candidate.units) {
    if (unit != kNoNumber) widest = unit;
  }
  return widest;
}

}  // namespace placard
