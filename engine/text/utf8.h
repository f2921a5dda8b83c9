// Reading and writing single characters of UTF-8, for the rest of this room.
//
// Thread safety: pure functions.
// Cost: no allocation, but for AppendUtf8 when the string has to grow.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace placard {

struct Utf8Character {
  char32_t code_point = 0;
  size_t bytes = 0;
};

// The character at the start of `text`; nullopt when there is none or when it
// is ill-formed: truncated, overlong, a surrogate, beyond U+10FFFF, or a
// continuation byte without a lead (Unicode 15, table 3-7).
std::optional<Utf8Character> DecodeUtf8(std::string_view text);

// Precondition: `code_point` is a Unicode scalar value.
void AppendUtf8(char32_t code_point, std::string& out);

// How many bytes at the start of `text` are ASCII.
size_t AsciiPrefix(std::string_view text);

}  // namespace placard
