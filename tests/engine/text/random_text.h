// Random texts from where normalisation is hard.
#pragma once

#include <cstddef>
#include <random>
#include <string>

namespace placard {

using Random = std::mt19937_64;

// A scalar value from a range of interest: Latin with marks, case-fold
// specials, marks of many classes, Hangul, spaces, quotes, controls, format
// characters, compatibility forms, or anywhere.
char32_t RandomCodePoint(Random& random);

// 0 to `max_characters` of them, as UTF-8; one text in two is mostly ASCII.
std::string RandomText(Random& random, size_t max_characters);

// 0 to `max_bytes` bytes below 0x80, with many spaces and controls.
std::string RandomAscii(Random& random, size_t max_bytes);

}  // namespace placard
