// Candidates that need not be looked at, because another one of their unit is
// as good in every place and in nobody's way that they are not.
//
// Thread safety: pure function.
// Cost: each candidate is compared with the best few of its unit. Allocates
// nothing.
#pragma once

#include "engine/filler/branch.h"
#include "engine/filler/fill_problem.h"

namespace placard {

// Puts them out.
void DropDominated(const FillProblem& problem, Branch& branch);

}  // namespace placard
