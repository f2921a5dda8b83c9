// Pages for the filler alone: numbers, drawn from a seed, in the proportions of
// a page whose candidates are in each other's way.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/hash.h"
#include "engine/filler/fill_problem.h"

namespace placard {

// A problem that owns what it shows.
struct FillPage {
  std::vector<uint8_t> places;
  std::vector<FillCandidate> candidates;
  std::vector<LabelClaim> claims;
  std::vector<StageGoal> goals;
  std::vector<int32_t> advertiser_limits;
  std::vector<uint32_t> group_line_items;
  uint32_t units = 0;
  uint32_t labels = 0;
  uint32_t parties = 0;
  uint32_t line_items = 0;
  std::optional<Phantoms> phantoms;

  // Shows this page as it is now.
  FillProblem problem() const;
};

struct FillShape {
  size_t slots = 10;
  size_t places = 1;  // of every slot
  size_t candidates = 200;
  // Of 100 campaigns those that bear an exclusion label.
  size_t labelled = 40;
};

// Campaigns of one to three line items, advertisers of one to six campaigns;
// eight labels that half of the labelled advertisers bear in all campaigns;
// every third advertiser limited to one or two ads. A line item may fill
// one in three slots, most of the first ten; a tenth of them is guaranteed, in
// a stage before those that a price ranks, and prices often are equal.
FillPage MakeFillPage(const FillShape& shape, uint64_t seed);

// A hash for PageFiller that depends on the seed.
inline uint32_t FillPairHash(uint64_t seed, uint32_t candidate, int slot) {
  return static_cast<uint32_t>(
      Mix(Mix(seed, candidate), static_cast<uint64_t>(slot)) >> 32);
}

}  // namespace placard
