// Two texts compared line by line.
//
// Thread safety: pure function.
// Cost: quadratic in the lines between the first and the last difference; from
// kDiffCells on, these are shown as replaced as a whole.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace placard {

inline constexpr size_t kDiffCells = 16'000'000;

// The lines of a unified diff with three lines of context, from "@@" on;
// empty when the texts are equal. Each line begins with ' ', '-', '+' or '@'.
std::vector<std::string> UnifiedDiff(std::string_view before,
                                     std::string_view after);

}  // namespace placard
