#include "engine/text/utf8.h"

#include <array>
#include <bit>
#include <cstdint>

#include "engine/base/words.h"

namespace placard {
namespace {

constexpr char32_t kLastCodePoint = 0x10FFFF;

// The smallest code point that needs so many bytes; below it the form is
// overlong.
constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};

constexpr bool IsSurrogate(char32_t code_point) {
  return code_point >= 0xD800 && code_point <= 0xDFFF;
}

constexpr char Byte(char32_t value) { return static_cast<char>(value); }

}  // namespace

std::optional<Utf8Character> DecodeUtf8(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return Utf8Character{lead, 1};
  // 80..BF continue; C0 and C1 could only begin overlong forms, F5 and up
  // only what lies beyond the last code point.
  if (lead < 0xC2 || lead > 0xF4) return std::nullopt;

  const size_t bytes = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < bytes) return std::nullopt;
  char32_t code_point = lead & (0x7Fu >> bytes);
  for (size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return std::nullopt;
    code_point = code_point << 6 | (next & 0x3Fu);
  }
  if (code_point < kSmallest[bytes] || code_point > kLastCodePoint ||
      IsSurrogate(code_point)) {
    return std::nullopt;
  }
  return Utf8Character{code_point, bytes};
}

void AppendUtf8(char32_t code_point, std::string& out) {
  if (code_point < 0x80) {
    out += Byte(code_point);
    return;
  }
  if (code_point < 0x800) {
    out += Byte(0xC0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      out += Byte(0xE0 | code_point >> 12);
    } else {
      out += Byte(0xF0 | code_point >> 18);
      out += Byte(0x80 | (code_point >> 12 & 0x3F));
    }
    out += Byte(0x80 | (code_point >> 6 & 0x3F));
  }
  out += Byte(0x80 | (code_point & 0x3F));
}

size_t AsciiPrefix(std::string_view text) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  const auto is_below = [](uint64_t high) {
    return static_cast<size_t>(std::countr_zero(high)) / 8;
  };
  size_t length = 0;
  for (; text.size() - length >= sizeof(uint64_t); length += sizeof(uint64_t)) {
    const uint64_t high = EightBytes(text.data() + length) & kHighBits;
    if (high != 0) return length + is_below(high);
  }
  const size_t left = text.size() - length;
  const uint64_t high = FewBytes(text.data() + length, left) & kHighBits;
  return length + (high != 0 ? is_below(high) : left);
}

}  // namespace placard
