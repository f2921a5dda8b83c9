// The words of a normalised text, which phrases and prefixes are matched
// against.
//
// A token is a maximal run of letters, numbers and marks (Unicode categories
// L, N and M). All else parts tokens: spaces, apostrophes, hyphens, dots,
// symbols. "korea's" is korea, s; "blood-forged" is blood, forged. Writing
// without spaces (Chinese, Thai) is not divided into words: a run of it is one
// token.
//
// Thread safety: pure functions.
// Cost: linear; allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace placard {

namespace tokens_internal {

inline constexpr std::array<bool, 128> kAsciiWord = [] {
  std::array<bool, 128> word{};
  for (size_t c = '0'; c <= '9'; ++c) word[c] = true;
  for (size_t c = 'A'; c <= 'Z'; ++c) word[c] = true;
  for (size_t c = 'a'; c <= 'z'; ++c) word[c] = true;
  return word;
}();

struct Piece {
  bool is_word;
  size_t bytes;
};

// The non-ASCII character at the start of `text`.
Piece NextPiece(std::string_view text);

// The end of the run of word characters (or, for false, of separators) that
// starts at `at`.
template <bool kWord>
size_t RunEnd(std::string_view text, size_t at) {
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      if (kAsciiWord[byte] != kWord) break;
      ++at;
      continue;
    }
    const Piece piece = NextPiece(text.substr(at));
    if (piece.is_word != kWord) break;
    at += piece.bytes;
  }
  return at;
}

}  // namespace tokens_internal

// Calls f(std::string_view token) for each token from left to right. The views
// point into `normalized`.
//
// Of a text that is not normalised the tokens are as they stand in it; a byte
// that is not UTF-8 parts tokens.
template <typename F>
void ForEachToken(std::string_view normalized, F&& f) {
  size_t begin = tokens_internal::RunEnd<false>(normalized, 0);
  while (begin < normalized.size()) {
    const size_t end = tokens_internal::RunEnd<true>(normalized, begin);
    f(normalized.substr(begin, end - begin));
    begin = tokens_internal::RunEnd<false>(normalized, end);
  }
}

// Whether all of `normalized` is one token.
inline bool IsToken(std::string_view normalized) {
  return !normalized.empty() &&
         tokens_internal::RunEnd<true>(normalized, 0) == normalized.size();
}

// ForEachToken() into a vector, off the decision path.
// Lifetime: `normalized` must outlive the views.
std::vector<std::string_view> Tokenize(std::string_view normalized);

// How many code points. Precondition: `utf8` is valid.
size_t CountCharacters(std::string_view utf8);

}  // namespace placard
