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
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint8_t>(i);
  }
  return values;
}();

// Of so many bytes a group of characters begins with one more than there are.
constexpr size_t kBytes = 3;
constexpr size_t kChars = 4;

// 1 to 3 bytes.
void EncodeGroup(const char* bytes, size_t count, char* out) {
  uint32_t group = 0;
  for (size_t i = 0; i < kBytes; ++i) {
    group = group << 8 | (i < count ? static_cast<uint8_t>(bytes[i]) : 0);
  }
  for (size_t i = 0; i <= count; ++i) {
    out[i] = kAlphabet[group >> (18 - 6 * i) & 63];
  }
}

// 2 to 4 characters.
bool DecodeGroup(const char* text, size_t count, char* out) {
  uint32_t group = 0;
  uint8_t all = 0;
  for (size_t i = 0; i < kChars; ++i) {
    const uint8_t value =
        i < count ? kValues[static_cast<uint8_t>(text[i])] : 0;
    group = group << 6 | value;
    all |= value;
  }
  if (all == kNone) return false;
  for (size_t i = 0; i + 1 < count; ++i) {
    out[i] = static_cast<char>(group >> (16 - 8 * i));
  }
  // No bits beyond the last byte.
  return count == kChars || (group & 0xFF'FFFFu >> 8 * (count - 1)) == 0;
}

}  // namespace

void EncodeBase64Url(std::string_view bytes, std::string& out) {
  out.resize((bytes.size() * 4 + 2) / 3);
  char* to = out.data();
  for (; bytes.size() >= kBytes; to += kChars) {
    EncodeGroup(bytes.data(), kBytes, to);
    bytes.remove_prefix(kBytes);
  }
  if (!bytes.empty()) EncodeGroup(bytes.data(), bytes.size(), to);
}

bool DecodeBase64Url(std::string_view text, std::string& out) {
  if (text.size() % kChars == 1) return false;
  out.resize(text.size() * 3 / 4);
  char* to = out.data();
  for (; text.size() >= kChars; to += kBytes) {
    if (!DecodeGroup(text.data(), kChars, to)) return false;
    text.remove_prefix(kChars);
  }
  return text.empty() || DecodeGroup(text.data(), text.size(), to);
}

}  // namespace placard
