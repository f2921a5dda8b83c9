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
#include <cstdint>
#include <cstring>
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

// Whether all of eight bytes are ASCII letters or digits.
inline bool AreAsciiWord(uint64_t bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHigh = 0x80 * kOnes;
  // Of bytes below 0x80: the high bit of each that is at least `from`.
  const auto at_least = [](uint64_t of, uint64_t from) {
    return of + (0x80 - from) * kOnes;
  };
  const uint64_t lower = bytes | 0x20 * kOnes;
  const uint64_t letters = at_least(lower, 'a') & ~at_least(lower, 'z' + 1);
  const uint64_t digits = at_least(bytes, '0') & ~at_least(bytes, '9' + 1);
  return (bytes & kHigh) == 0 && ((letters | digits) & kHigh) == kHigh;
}

// Whether all of `text` are, if it has four bytes at least; else it may say no
// of what is.
inline bool IsAsciiWord(std::string_view text) {
  const auto load = [&](size_t at, size_t bytes) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + at, bytes);
    return word;
  };
  if (text.size() < 8) {
    if (text.size() < 4) return false;
    return AreAsciiWord(load(0, 4) | load(text.size() - 4, 4) << 32);
  }
  for (size_t at = 0; at + 8 < text.size(); at += 8) {
    if (!AreAsciiWord(load(at, 8))) return false;
  }
  return AreAsciiWord(load(text.size() - 8, 8));
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

// Whether there is a token in `normalized`.
inline bool HasToken(std::string_view normalized) {
  return tokens_internal::RunEnd<false>(normalized, 0) < normalized.size();
}

// Whether all of `normalized` is one token.
inline bool IsToken(std::string_view normalized) {
  return tokens_internal::IsAsciiWord(normalized) ||
         (!normalized.empty() &&
          tokens_internal::RunEnd<true>(normalized, 0) == normalized.size());
}

// ForEachToken() into a vector, off the decision path.
// Lifetime: `normalized` must outlive the views.
std::vector<std::string_view> Tokenize(std::string_view normalized);

// How many code points. Precondition: `utf8` is valid.
size_t CountCharacters(std::string_view utf8);

}  // namespace placard
