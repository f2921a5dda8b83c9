// A section of the site as a path of names: "/News/World%20Cup/" is news, then
// world cup. Paths are compared segment by segment, so that /world never
// matches /worldcup.
//
// Thread safety: pure functions.
// Cost: linear; allocates the segments. Callers on the decision path parse a
// page's sections once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace placard {

// The normalised segments, at least one, none empty, none with a slash. One
// leading and one trailing slash mean nothing. Percent escapes are decoded
// inside each segment, before normalisation; "." and ".." are names like any
// other.
//
// Errors: INVALID_ARGUMENT for a path that is empty, deeper than
// limits::kSectionDepth or longer than limits::kSectionBytes (as given, or as
// printed); for a segment that is empty or becomes so; for an escape that is
// malformed or stands for a slash or NUL; for text that is not UTF-8.
absl::StatusOr<std::vector<std::string>> ParseSectionPath(
    std::string_view path);

// "news/world cup"; only % is escaped. ParseSectionPath(PrintSectionPath(x))
// == x for every x that ParseSectionPath returned.
std::string PrintSectionPath(const std::vector<std::string>& segments);

}  // namespace placard
