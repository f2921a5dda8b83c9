// How explanations say values. Never more than kShownValues of a kind: "{a, b}
// and 12 more".
//
// Thread safety: pure functions.
// Cost: linear; allocates.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/campaign.h"
#include "engine/model/rule.h"
#include "engine/model/size.h"

namespace placard {

inline constexpr size_t kShownValues = 20;

// "{a, b}"
std::string InBraces(const std::vector<std::string>& values);
// "a, b"
std::string Listed(const std::vector<std::string>& values);

// "300x250", "16:9 from 320", "fluid"
std::string SizeWord(const Size& size);
std::vector<std::string> SizeWords(const std::vector<Size>& sizes);

// "price_priority"
std::string_view TierWord(Tier tier);

// "2026-03-01T00:00:00+01:00"
std::string TimeWord(absl::Time time, const absl::TimeZone& zone);

// A leaf as the printer says it, cut.
std::string LeafWords(const Rule& leaf);

// The leaf's values, as the printer says them; none for a daypart.
std::vector<std::string> LeafValues(const Rule& leaf);

// What a leaf or group is called in a path: "keywords", "all_of".
std::string_view KindWord(const Rule& rule);

// "all_of[1].not.keywords": the way from `root` down to `leaf`, which is a
// part of it.
std::string PathTo(const Rule& root, const Rule& leaf);

}  // namespace placard
