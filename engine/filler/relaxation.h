// The best set of a branch if of the page's rules only these counted: what is
// in is chosen, what is out is not, the chosen fit the slots, and of a clique
// at most one is chosen, which may fill what any open member of it may. No
// allowed set of the branch is better.
//
// Thread safety: thread-compatible.
// Cost: Solve() O(candidates), less where the page is full early. Allocates
// nothing once warm.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/filler/branch.h"
#include "engine/filler/chosen_set.h"
#include "engine/filler/cleared_table.h"
#include "engine/filler/cliques.h"
#include "engine/filler/fill_problem.h"
#include "engine/filler/matching.h"

namespace placard {

class Relaxation {
 public:
  // False if what is in does not fit.
  bool Solve(const FillProblem& problem, const Branch& branch,
             const Cliques& cliques);

  // What Solve() found: of each clique the best open member stands for it.
  const ChosenSet& best() const { return best_; }

  // The best one of best() that does not fit into its own slots besides all
  // that are worse, and what is in; none if each has a slot of its own.
  std::optional<uint32_t> Misplaced(const FillProblem& problem,
                                    const Branch& branch);

  // What all calls went over, in candidates.
  uint64_t steps() const { return steps_; }

 private:
  // One of best() that was open.
  struct Added {
    uint32_t position;
    bool widened;  // by others of its clique
  };

  uint64_t SlotsOf(const FillProblem& problem, const Branch& branch,
                   const Cliques& cliques, uint32_t position);
  void Gather(const Branch& branch);

  Matching matching_;
  Matching own_;
  ClearedTable<bool> done_;  // by clique
  ChosenSet best_;
  std::vector<Added> added_;
  uint64_t with_places_ = 0;  // slots
  bool own_slots_ = true;     // each sits in one of its own slots
  uint64_t steps_ = 0;
};

}  // namespace placard
