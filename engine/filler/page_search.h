// Branch and bound for a page whose best ads are in each other's way: the
// relaxation of a branch says what it can yield at most; what breaks a rule in
// it is put in, with all that follows, and then out.
//
// Thread safety: thread-compatible.
// Cost: up to kFillSteps steps, a step being a candidate looked at. Allocates
// nothing once warm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/filler/branch.h"
#include "engine/filler/chosen_set.h"
#include "engine/filler/cleared_table.h"
#include "engine/filler/cliques.h"
#include "engine/filler/fill_problem.h"
#include "engine/filler/in_order.h"
#include "engine/filler/relaxation.h"
#include "engine/filler/taken_things.h"

namespace placard {

// About a millisecond on a machine of 2020.
inline constexpr uint64_t kFillSteps = 100'000;

class PageSearch {
 public:
  struct Outcome {
    bool optimal = true;
    uint32_t nodes = 0;
  };

  // Leaves in `best` the best allowed set or, where the search ends before it
  // knows, one that is at least as good as what InOrder takes.
  Outcome Find(const FillProblem& problem, ChosenSet& best);

 private:
  // A candidate that is in, and what was settled before.
  struct Trial {
    uint32_t position;
    size_t settled;
  };

  std::optional<uint32_t> Expand(ChosenSet& best);
  bool Descend(uint32_t position);
  bool Retreat();
  std::optional<uint32_t> Offender();
  std::optional<uint32_t> OpponentIn();
  std::optional<uint32_t> MissingIn();
  std::optional<uint32_t> FirstOfAdvertiser(uint32_t advertiser) const;
  std::optional<uint32_t> MissingOfGroup(uint32_t group) const;

  const FillProblem* problem_ = nullptr;
  Cliques cliques_;
  Branch branch_;
  Relaxation relaxation_;
  InOrder in_order_;
  TakenThings things_;
  std::vector<Trial> trials_;
};

}  // namespace placard
