// Fixed hashes: the same bytes give the same number on every machine, in every
// process and every release, so that a decision replays anywhere. Not for hash
// tables over outside input (those use absl's seeded hash).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/base/words.h"

namespace placard {

// Finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom
// Number Generators, 2014): every input bit reaches every output bit.
constexpr uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

constexpr uint64_t Mix(uint64_t a, uint64_t b) {
  return Mix(Mix(a) ^ (b * 0xff51afd7ed558ccd + 1));
}

// Eight bytes at a time, little end first; the length is mixed in last, so
// that trailing NULs count.
constexpr uint64_t HashBytes(std::string_view bytes, uint64_t seed = 0) {
  uint64_t state = Mix(seed);
  size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    state = Mix(state, EightBytes(bytes.data() + at));
  }
  const size_t left = bytes.size() - at;
  const uint64_t rest =
      left > 0 && at > 0
          ? EightBytes(bytes.data() + bytes.size() - 8) >> (8 * (8 - left))
          : FewBytes(bytes.data() + at, left);
  return Mix(Mix(state, rest), bytes.size());
}

}  // namespace placard
