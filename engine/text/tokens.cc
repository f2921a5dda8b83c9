#include "engine/text/tokens.h"

#include <utf8proc.h>

#include <algorithm>
#include <optional>

#include "engine/text/utf8.h"

namespace placard {
namespace tokens_internal {

Piece NextPiece(std::string_view text) {
  const std::optional<Utf8Character> character = DecodeUtf8(text);
  if (!character.has_value()) return {.is_word = false, .bytes = 1};
  const utf8proc_category_t category =
      utf8proc_category(static_cast<utf8proc_int32_t>(character->code_point));
  // From Lu to No stand the letters, the marks and the numbers, and no other.
  const bool is_word =
      category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
  return {.is_word = is_word, .bytes = character->bytes};
}

}  // namespace tokens_internal

std::vector<std::string_view> Tokenize(std::string_view normalized) {
  std::vector<std::string_view> tokens;
  ForEachToken(normalized,
               [&](std::string_view token) { tokens.push_back(token); });
  return tokens;
}

size_t CountCharacters(std::string_view utf8) {
  const auto begins_character = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  };
  return static_cast<size_t>(
      std::count_if(utf8.begin(), utf8.end(), begins_character));
}

}  // namespace placard
