#include "tests/engine/text/random_text.h"

#include <array>
#include <string_view>

#include "engine/text/utf8.h"

namespace placard {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array kRanges = std::to_array<Range>({
    {0x00, 0x7F},        // ASCII
    {0x80, 0x24F},       // controls, Latin
    {0x2B0, 0x36F},      // modifier letters, combining marks
    {0x370, 0x52F},      // Greek, Cyrillic
    {0x590, 0x6FF},      // Hebrew, Arabic
    {0x900, 0x9FF},      // Devanagari, Bengali
    {0xB40, 0xD7F},      // South Indian vowels in two parts
    {0xE00, 0xFFF},      // Thai, Lao, Tibetan
    {0x1100, 0x11FF},    // Hangul jamo
    {0x1DC0, 0x1FFF},    // marks, Latin and Greek with marks
    {0x2000, 0x206F},    // spaces, dashes, quotes, format characters
    {0x20D0, 0x218F},    // marks for symbols, letterlike symbols, fractions
    {0x2190, 0x22FF},    // arrows, mathematics
    {0x2460, 0x24FF},    // circled letters
    {0x3000, 0x33FF},    // Japanese, squared words
    {0xAB30, 0xABBF},    // Cherokee
    {0xAC00, 0xAC40},    // Hangul syllables
    {0xFB00, 0xFDFF},    // ligatures, presentation forms
    {0xFE00, 0xFFFF},    // variation selectors, half and full widths, specials
    {0x110B0, 0x11140},  // Kaithi, Chakma
    {0x1D150, 0x1D4FF},  // music, mathematical letters
    {0x1F100, 0x1F1FF},  // enclosed letters
    {0x2F800, 0x2FA1F},  // compatibility ideographs
    {0xE0000, 0xE01FF},  // tags, variation selectors
    {0x00, 0x10FFFF},
});

// Characters that change their neighbours or that a stage treats alone.
constexpr std::u32string_view kSpecials =
    U"\u00DF\u0130\u0131\u03A3\u03C2\u03C3\u1E9E\u0149\u01F0\u0345\u0390"
    U"\u1F80\u1FB7\u00A8\u0301\u0308\u0323\u0327\u0307\u034F\u0338=<>"
    U"\u212B\u2126\u00C5\u1100\u1161\u11A8\uAC00\uFF9E\uFF9F\u3099\uFF76"
    U"\u200B\u200D\uFEFF\u00AD\u2019\u2014\u2026\u00A0\u3000\u0085\u2028"
    U"\u0F71\u0F72\u0F74\u0F81\u09C7\u09BE\uFDFA\u3164\uFFA0\u115F\u2212  ";

template <typename Values>
auto Pick(Random& random, const Values& values) {
  return values[random() % values.size()];
}

bool IsScalar(char32_t c) { return c < 0xD800 || c > 0xDFFF; }

}  // namespace

char32_t RandomCodePoint(Random& random) {
  if (random() % 3 == 0) return Pick(random, kSpecials);
  const Range range = Pick(random, kRanges);
  const auto offset =
      static_cast<char32_t>(random() % (range.last - range.first + 1));
  const char32_t code_point = range.first + offset;
  return IsScalar(code_point) ? code_point : U'\uFFFD';
}

std::string RandomText(Random& random, size_t max_characters) {
  const bool mostly_ascii = random() % 2 == 0;
  std::string text;
  for (size_t n = random() % (max_characters + 1); n > 0; --n) {
    if (mostly_ascii && random() % 4 != 0) {
      text += static_cast<char>(random() % 128);
    } else {
      AppendUtf8(RandomCodePoint(random), text);
    }
  }
  return text;
}

std::string RandomAscii(Random& random, size_t max_bytes) {
  std::string text;
  for (size_t n = random() % (max_bytes + 1); n > 0; --n) {
    // Words long enough for the wide path, broken by what it must refuse.
    const bool letter = random() % 8 != 0;
    text += static_cast<char>(letter ? 'A' + random() % 58 : random() % 128);
    if (random() % 6 == 0) text += ' ';
  }
  return text;
}

}  // namespace placard
