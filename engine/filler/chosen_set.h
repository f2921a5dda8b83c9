// What a page shows, as a set of candidates, and when one set is better than
// another.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/filler/fill_problem.h"

namespace placard {

struct ChosenSet {
  std::vector<uint32_t> positions;  // rising
  int32_t phantoms = 0;

  void Clear() {
    positions.clear();
    phantoms = 0;
  }
};

// As page_filler.h says. Cost: O(chosen).
bool IsBetter(const FillProblem& problem, const ChosenSet& a,
              const ChosenSet& b);

}  // namespace placard
