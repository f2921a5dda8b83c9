#include "services/token/base64url.h"

#include <array>
#include <cstdint>

namespace placard {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// More than six bits: no character of the alphabet.
constexpr uint8_t kNone = 0xFF;

constexpr std::array<uint8_t, 256> kValues = [] {
  std::array<uint8_t, 256> values = {};
  values.fill(kNone);
  for (uint8_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<uint8_t>(kAlphabet[i])] = i;
  }
  return values;
}();

uint32_t ByteAt(std::string_view bytes, size_t i) {
  return i < bytes.size() ? static_cast<uint8_t>(bytes[i]) : 0;
}

uint32_t ValueAt(std::string_view text, size_t i) {
  return i < text.size() ? kValues[static_cast<uint8_t>(text[i])] : 0;
}

}  // namespace

void EncodeBase64Url(std::string_view bytes, std::string& out) {
  out.resize((bytes.size() * 4 + 2) / 3);
  size_t at = 0;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const uint32_t group = ByteAt(bytes, i) << 16 | ByteAt(bytes, i + 1) << 8 |
                           ByteAt(bytes, i + 2);
    for (int shift = 18; shift >= 0 && at < out.size(); shift -= 6) {
      out[at++] = kAlphabet[group >> shift & 63];
    }
  }
}

bool DecodeBase64Url(std::string_view text, std::string& out) {
  if (text.size() % 4 == 1) return false;
  out.resize(text.size() * 3 / 4);
  size_t at = 0;
  for (size_t i = 0; i < text.size(); i += 4) {
    uint32_t group = 0;
    for (size_t k = i; k < i + 4; ++k) {
      const uint32_t value = ValueAt(text, k);
      if (value == kNone) return false;
      group = group << 6 | value;
    }
    for (int shift = 16; shift >= 0; shift -= 8) {
      const auto byte = static_cast<char>(group >> shift & 0xFF);
      if (at < out.size()) {
        out[at++] = byte;
      } else if (byte != 0) {
        return false;  // bits beyond the last byte
      }
    }
  }
  return true;
}

}  // namespace placard
