// Whether two texts of the same length are equal, without a call: most that
// are compared on a page's way are short.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace placard {

namespace same_bytes_internal {

template <typename Word>
bool SameWord(const char* a, const char* b) {
  Word of_a;
  Word of_b;
  std::memcpy(&of_a, a, sizeof(Word));
  std::memcpy(&of_b, b, sizeof(Word));
  return of_a == of_b;
}

// The last word may overlap the one before. Precondition: there is one.
template <typename Word>
bool SameWords(const char* a, const char* b, size_t bytes) {
  for (size_t at = 0; at + sizeof(Word) < bytes; at += sizeof(Word)) {
    if (!SameWord<Word>(a + at, b + at)) return false;
  }
  const size_t last = bytes - sizeof(Word);
  return SameWord<Word>(a + last, b + last);
}

}  // namespace same_bytes_internal

inline bool SameBytes(const char* a, const char* b, size_t bytes) {
  namespace internal = same_bytes_internal;
  if (bytes >= 8) return internal::SameWords<uint64_t>(a, b, bytes);
  if (bytes >= 4) return internal::SameWords<uint32_t>(a, b, bytes);
  return bytes == 0 || internal::SameWords<uint8_t>(a, b, bytes);
}

}  // namespace placard
