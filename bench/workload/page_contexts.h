// Articles: made up, or read from a table.
//
// Thread safety: pure functions; ReadPageContexts() reads one file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/workload/site_vocabulary.h"

namespace placard {

// Sections skewed, keywords by Zipf's law, a median of 5 a page and 9 at the
// 95th percentile; one keyword in ten is of two words.
std::vector<PageContext> MakePageContexts(const SiteVocabulary& vocabulary,
                                          size_t count, uint64_t seed);

// Tab-separated lines under a heading: date, section, keywords with commas
// between them. The date is not used.
//
// Errors: INVALID_ARGUMENT naming the line for one without three columns, a
// section that is no path or text that is not UTF-8, and for a table without
// lines.
absl::StatusOr<std::vector<PageContext>> ParsePageContexts(
    std::string_view table);

// ParsePageContexts() of a file.
// Errors: those, and NOT_FOUND for a file that cannot be read.
absl::StatusOr<std::vector<PageContext>> ReadPageContexts(
    const std::string& path);

}  // namespace placard
