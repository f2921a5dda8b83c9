// A rule that no page can satisfy, because what it asks for is also kept away:
// the same term included and excluded, a section below an excluded one, a
// phrase that holds a word that the advertiser blocks.
//
// Thread safety: pure but for `world.lists`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/lint/demands.h"
#include "engine/lint/leaf_conflict.h"

namespace placard {

// How many comparisons one campaign's line items are worth together: some
// tenths of a second. What real campaigns say takes a few thousand.
inline constexpr int64_t kContradictionWork = 10'000'000;

// What contradicts what in `rule` and `blocks` together, as a sentence; nullopt
// when nothing was found.
//
// Sound, not complete: leaves of one kind are compared with each other, and of
// choices each alternative with all else; how the alternatives of two choices
// get on is not looked at, nor anything once no `work` is left.
std::optional<std::string> FindContradiction(const Rule& rule,
                                             const Demands& blocks,
                                             const LeafWorld& world,
                                             int64_t& work);

}  // namespace placard
