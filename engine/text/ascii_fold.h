// Normalisation of ASCII, which is nearly all of an English page.
//
// Thread safety: pure functions.
// Cost: eight bytes at a time where nothing has to be dropped; no allocation.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace placard {

// What an ASCII byte becomes: letters lower, whitespace a space, every other
// control character 0, which means that it is dropped.
constexpr std::array<char, 128> kAsciiFold = [] {
  std::array<char, 128> fold{};
  for (unsigned char c = ' '; c < 0x7F; ++c) {
    const bool upper = c >= 'A' && c <= 'Z';
    fold[c] = static_cast<char>(upper ? c - 'A' + 'a' : c);
  }
  for (unsigned char c : {'\t', '\n', '\v', '\f', '\r'}) fold[c] = ' ';
  return fold;
}();

// Appends the folded `text` when that is all there is to normalising it: short,
// of ASCII, and every byte stays. Otherwise false, and `out` is as it was.
bool AppendFoldedShort(std::string_view text, std::string& out);

// Appends the folded `ascii`, without the spaces that would begin what `out`
// holds from `base` on or follow another space there.
//
// Precondition: every byte is below 0x80; `base` <= out.size().
void AppendFoldedAscii(std::string_view ascii, size_t base, std::string& out);

}  // namespace placard
