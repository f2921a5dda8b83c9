// What the line items that make a hard case hard ask for.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>

#include "bench/workload/dice.h"
#include "bench/workload/mode_rules.h"
#include "bench/workload/modes.h"

namespace placard {

// The word that every page has, of Mode::kOneWordForMany.
inline constexpr size_t kSharedWord = 7;
// Every page's reader, of Mode::kNothingMatches.
inline constexpr Device kSharedDevice = Device::kMobile;
inline constexpr size_t kSharedCountry = 3;

// How many of so many line items of the mode are made hard.
size_t HardLineItems(Mode mode, size_t line_items);

// The rule of the `number`th such line item; `usual`: what it would be in an
// easy mode.
Rule MakeHardRule(Mode mode, size_t number, Rule usual, Dice& dice,
                  const ModeWorld& world);

}  // namespace placard
