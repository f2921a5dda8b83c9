#include "engine/text/ascii_fold.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "engine/base/words.h"

namespace placard {
namespace {

constexpr size_t kWordBytes = sizeof(uint64_t);

constexpr size_t kShortBytes = 4 * kWordBytes;

// Eight bytes at once, the earliest lowest. Every byte is below 0x80, so an
// addition that stays below 0x100 a byte never carries into the next, and bit
// 7 of the sum answers a comparison.
static_assert(std::endian::native == std::endian::little);

constexpr uint64_t Each(uint64_t byte) { return byte * 0x0101010101010101; }
constexpr uint64_t kBit7 = Each(0x80);

// Whether the eight bytes stay eight bytes: no control character, no space
// that another one precedes.
bool KeepsLength(uint64_t word, bool after_space) {
  const uint64_t at_least_space = word + Each(0x80 - ' ');
  const uint64_t is_delete = word + Each(0x80 - 0x7F);
  if ((at_least_space & ~is_delete & kBit7) != kBit7) return false;
  const uint64_t spaces = ~((word ^ Each(' ')) + Each(0x7F)) & kBit7;
  const uint64_t preceded = spaces << 8 | (after_space ? 0x80 : 0);
  return (spaces & preceded) == 0;
}

uint64_t ToLower(uint64_t word) {
  const uint64_t from_a = word + Each(0x80 - 'A');
  const uint64_t beyond_z = word + Each(0x80 - ('Z' + 1));
  return word | (from_a & ~beyond_z & kBit7) >> 2;
}

// Folds [read, end) onto `write`, which lags behind in the same buffer;
// returns the end of what was written.
char* FoldInPlace(const char* read, const char* end, char* write,
                  bool after_space) {
  while (read < end) {
    const auto left = static_cast<size_t>(end - read);
    if (left >= kWordBytes) {
      uint64_t word = EightBytes(read);
      if (KeepsLength(word, after_space)) {
        after_space = word >> 56 == ' ';
        word = ToLower(word);
        std::memcpy(write, &word, kWordBytes);
        read += kWordBytes;
        write += kWordBytes;
        continue;
      }
    }
    const char* const stop = read + std::min(kWordBytes, left);
    for (; read < stop; ++read) {
      const char folded = kAsciiFold[static_cast<unsigned char>(*read)];
      if (folded == 0 || (folded == ' ' && after_space)) continue;
      *write++ = folded;
      after_space = folded == ' ';
    }
  }
  return write;
}

}  // namespace

bool AppendFoldedShort(std::string_view text, std::string& out) {
  if (text.size() > kShortBytes || text.ends_with(' ')) return false;
  std::array<char, kShortBytes> folded;
  bool after_space = true;
  for (size_t at = 0; at < text.size(); at += kWordBytes) {
    const char* const bytes = text.data() + at;
    const size_t left = text.size() - at;
    const uint64_t word = left >= kWordBytes
                              ? EightBytes(bytes)
                              : FewBytes(bytes, left) | Each('x') << 8 * left;
    if ((word & kBit7) != 0 || !KeepsLength(word, after_space)) return false;
    after_space = word >> 56 == ' ';
    const uint64_t lower = ToLower(word);
    std::memcpy(&folded[at], &lower, kWordBytes);
  }
  out.append(folded.data(), text.size());
  return true;
}

void AppendFoldedAscii(std::string_view ascii, size_t base, std::string& out) {
  const size_t start = out.size();
  const bool after_space = start == base || out.back() == ' ';
  out.append(ascii);
  char* const begin = out.data() + start;
  const char* const end =
      FoldInPlace(begin, begin + ascii.size(), begin, after_space);
  out.resize(static_cast<size_t>(end - out.data()));
}

}  // namespace placard
