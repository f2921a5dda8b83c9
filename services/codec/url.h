// Where a link leads, read so strictly that a browser and we cannot disagree.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace placard {

// Whether it is a host name of DNS: labels of 1 to 63 letters, digits, "-" and
// "_", with dots between them, at most 253 bytes in all; other letters in
// punycode. No port, no final dot.
bool IsHostName(std::string_view host);

// The host of an https URL, lower case, without port.
//
// Errors: INVALID_ARGUMENT for another scheme, for user or password, for a host
// that is no IsHostName or a port that is no number; for white space, control
// characters, quotation marks, angle brackets and backslashes anywhere, and for
// an escaped line end or NUL, with which headers would be split.
absl::StatusOr<std::string> HttpsHost(std::string_view url);

}  // namespace placard
