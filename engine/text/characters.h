// What the normaliser does to single characters and to clusters of them; for
// this room alone.
//
// Thread safety: pure functions.
// Cost: no allocation, but for a cluster of more than 32 code points.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/container/inlined_vector.h"

namespace placard {

using CodePoint = int32_t;  // signed, as utf8proc has it

// What one code point becomes; the longest is 18 (of U+FDFA).
struct Expansion {
  const CodePoint* begin() const { return code_points.data(); }
  const CodePoint* end() const { return begin() + count; }

  std::array<CodePoint, 32> code_points;
  size_t count = 0;
};

// A base letter with its marks, canonically decomposed; longer only in hostile
// text.
using Cluster = absl::InlinedVector<CodePoint, 32>;

// Canonically; at least one code point.
Expansion Decompose(CodePoint code_point);

// By compatibility and case, in plain form (spaces, quotes and dashes are
// ASCII's); empty if it cannot be seen. Whatever comes out would come out
// again as itself.
Expansion Fold(CodePoint code_point);

// Whether none of these characters ever changes what stands before it: it
// neither composes with it nor is moved across it. All others are marks, or the
// vowels and finals of Hangul.
bool StandAlone(const Expansion& decomposed);

// The one character that `code_point` becomes whatever stands beside it, for
// most letters, quotes and dashes below U+2070 and for Hangul; nullopt when
// the long way has to be gone.
//
// Cost: a table look-up; the first call builds the table in a millisecond or
// two.
std::optional<CodePoint> QuickFold(CodePoint code_point);

// Folds, sorts and composes.
void NormalizeCluster(Cluster& cluster);

}  // namespace placard
