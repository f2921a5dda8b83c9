// Who comes before a line item, and by what.
//
// Thread safety: pure functions.
#pragma once

#include "engine/explain/miss.h"

namespace placard {

// How `winner`, which has a place that the line item has not, came before it.
Winner WinnerOver(const Subject& subject, const Ad& winner);

}  // namespace placard
