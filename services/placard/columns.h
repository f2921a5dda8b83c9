// Parts of texts that line up: words of enumerations, padding, bars.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace placard {

// "STAGE_RULE_ACCEPTS" without "STAGE_" -> "rule accepts".
std::string Word(std::string_view name, std::string_view prefix);

// Blanks after `text`, or before it, up to so many columns.
std::string Padded(std::string text, size_t columns);
std::string RightAligned(const std::string& text, size_t columns);

// As long as `part` is of `whole`, at most 40 columns: something for any but
// none, and not all for less than all.
std::string Bar(int64_t part, int64_t whole);

}  // namespace placard
