// The one spelling under which texts are compared. Campaign terms, page
// keywords, titles, article texts and section names all pass through here, at
// write and at request, so that two of them are equal exactly if they should
// match.
//
// In this order: UTF-8 is checked; characters that cannot be seen are dropped
// (format and tag characters, zero-width ones, the byte order mark, variation
// selectors, control characters other than whitespace); NFKC and full case
// folding (Unicode 3.13, "ß" -> "ss", "ς" -> "σ", "İ" -> "i" with a dot
// above); curly quotes and every dash become ' " and -; any run of whitespace
// becomes one space; none begins or ends the result.
//
// Idempotent: Normalize(Normalize(x)) == Normalize(x).
//
// Thread safety: pure functions.
// Cost: linear (the marks of one base letter are sorted); ASCII allocates
// nothing beyond the growth of the output and never makes it longer than the
// input. Other characters may become longer: U+FDFA, the worst, 11 times.
// Errors: INVALID_ARGUMENT with the offset of the first ill-formed byte.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace placard {

// May return an empty string: of a text of spaces, say. A term must not be
// empty; that is for its validator to refuse.
absl::StatusOr<std::string> Normalize(std::string_view text);

// Appends Normalize(text) to `out`, with no regard to what `out` ends with.
// On an error `out` is as it was. Precondition: `text` is not inside `out`.
absl::Status NormalizeTo(std::string_view text, std::string& out);

bool IsValidUtf8(std::string_view text);

}  // namespace placard
