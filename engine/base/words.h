// A few bytes as a number, the first of them lowest.
//
// Thread safety: pure functions.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace placard {
namespace words_internal {

constexpr uint64_t BytesOneByOne(const char* bytes, size_t count) {
  uint64_t word = 0;
  for (size_t i = 0; i < count; ++i) {
    word |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i]))
            << (8 * i);
  }
  return word;
}

}  // namespace words_internal

constexpr uint64_t EightBytes(const char* bytes) {
  if (std::is_constant_evaluated() ||
      std::endian::native != std::endian::little) {
    return words_internal::BytesOneByOne(bytes, sizeof(uint64_t));
  }
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

// Without a step for each: of what is read twice, both are the same.
// Precondition: `count` < 8.
constexpr uint64_t FewBytes(const char* bytes, size_t count) {
  if (std::is_constant_evaluated() || count == 0 ||
      std::endian::native != std::endian::little) {
    return words_internal::BytesOneByOne(bytes, count);
  }
  if (count < sizeof(uint32_t)) {
    const auto byte = [&](size_t at) {
      return static_cast<uint64_t>(static_cast<unsigned char>(bytes[at]))
             << (8 * at);
    };
    return byte(0) | byte(count / 2) | byte(count - 1);
  }
  const size_t last = count - sizeof(uint32_t);
  uint32_t first_half = 0;
  uint32_t second_half = 0;
  std::memcpy(&first_half, bytes, sizeof(first_half));
  std::memcpy(&second_half, bytes + last, sizeof(second_half));
  return first_half | static_cast<uint64_t>(second_half) << (8 * last);
}

}  // namespace placard
