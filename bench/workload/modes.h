// The catalogues and pages that the engine's speed is stated for: seven modes,
// which say how often rules match and how matching goes with rank, and the hard
// cases, each of which breaks an index that relies on pages being kind.
//
// Common to all: campaigns of five line items and two to three creatives of
// twelve sizes; 2 % sponsorships, 28 % standard, 60 % price priority, 10 %
// house; flights of 1 to 60 days, of which a third have any instant of the
// pages; pages of a section, 5 to 25 words and three slots with floors.
//
//   mode  sections      words               rank
//   A     1-5 of 400    0-20 of 50,000      by chance
//   B     1-5 of 400    3-20, none of the   by chance
//                       200 most popular
//   C     as A, one in five run of site     by chance
//   D     none          as B                by chance
//   a, b, d             as A, B, D          narrowest first
//
// Thread safety: pure functions.
// Cost: about 4 µs on two processors and 2 KB a line item.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/time/time.h"
#include "bench/workload/market.h"
#include "bench/workload/workload.h"

namespace placard {

enum class Mode : uint8_t {
  kDense,                 // A
  kSparse,                // B
  kRunOfSite,             // C
  kNoSection,             // D
  kDenseNarrowFirst,      // a
  kSparseNarrowFirst,     // b
  kNoSectionNarrowFirst,  // d
  // The hard cases: as A where nothing else is said.
  kManyEverywhere,  // 100,000 without any rule
  kOneWordForMany,  // 100,000 ask for one word that every page has
  kManyWords,       // as B, pages of 256 words
  kTrees,           // every rule is a tree of ANDs, ORs and NOTs
  kBestAllOut,      // the best 100,000 match every page and fit no slot
  kOneSection,      // as B, with all in one section, in which all pages are
  kNothingMatches,  // half match all but the reader's country, half all but
                    // the device
  kBestAllPaused,   // the best 100,000 match every page and are not live, as
                    // those are whose budget is out
};
inline constexpr size_t kModes = 7;
inline constexpr size_t kModesAndHardCases = 15;

std::string_view ModeName(Mode mode);

struct ModeShape {
  Mode mode = Mode::kDense;
  size_t line_items = 1000;
  size_t pages = 1000;
  uint64_t seed = 1;
  // Of the week of the pages. For a server, which prepares for the week that it
  // lives in: now.
  absl::Time start = WorkloadStart();
};

Workload MakeMode(const ModeShape& shape);

}  // namespace placard
