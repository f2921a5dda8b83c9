// Numbers for people to read.
//
// Thread safety: pure functions.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace placard {

// 1234567 -> "1,234,567".
std::string WithCommas(uint64_t number);

// Three digits and the unit that suits: "87 ns", "1.25 ms", "104 us", "12.0 s".
std::string ShortDuration(std::chrono::nanoseconds duration);

// 0.12345 -> "12.3 %".
std::string Percent(double fraction);

}  // namespace placard
