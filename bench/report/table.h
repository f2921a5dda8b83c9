// All figures in the order in which they are read: what makes the run fail
// first, then what missed its bound, then ratios, then what else has a bound,
// then the rest.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "bench/report/figure.h"
#include "bench/report/machine.h"

namespace placard {

// "12 us", "not measured".
std::string DescribeValue(const Figure& figure);

// Of figures that are equal in that, the order stays.
Figures InReadingOrder(Figures figures);

// What a run says of itself in one sentence: how many of how many bounds hold,
// and what makes it fail.
std::string DescribeBounds(const Figures& figures);

// For bench/README.md: facts, a table of what has a bound, and, folded away,
// one of the rest in the order of `figures`, where those whose ids differ only
// in their last parts share a row.
std::string MarkdownTable(const Facts& facts, const Figures& figures);

// `document` with `text` between its lines "<!-- table begins -->" and
// "<!-- table ends -->".
// Errors: NOT_FOUND if it does not have them, in this order.
absl::StatusOr<std::string> ReplaceTable(std::string_view document,
                                         std::string_view text);

}  // namespace placard
