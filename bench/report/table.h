// All figures in the order in which they are read: what missed its bound first,
// then ratios, then what else has a bound, then the rest.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "bench/report/figure.h"
#include "bench/report/machine.h"

namespace placard {

// Of figures that are equal in that, the order stays.
Figures InReadingOrder(Figures figures);

// What a run says of itself in one sentence: how many of how many bounds hold.
std::string DescribeBounds(const Figures& figures);

// For bench/README.md: facts, then a table of what has a bound.
std::string MarkdownTable(const Facts& facts, const Figures& figures);

// `document` with `text` between its lines "<!-- table begins -->" and
// "<!-- table ends -->".
// Errors: NOT_FOUND if it does not have them, in this order.
absl::StatusOr<std::string> ReplaceTable(std::string_view document,
                                         std::string_view text);

}  // namespace placard
