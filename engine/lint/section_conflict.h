// Section rules of which no path of a page satisfies all.
//
// Thread safety: pure function.
// Cost: quadratic in the terms.
#pragma once

#include <vector>

#include "engine/lint/demands.h"

namespace placard {

// The rules that no page satisfies together, or nothing. Exact for rules that
// only include or only exclude, or that must hold; a rule of both that must not
// hold is left out.
std::vector<const Demand*> FindSectionConflict(
    const std::vector<const Demand*>& sections);

}  // namespace placard
