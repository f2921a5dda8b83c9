// Where load may be sent: this machine only. A tool that sends a million
// requests a second must not be one typing error away from somebody's service.
//
// Thread safety: pure.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace placard {

// OK for unix:PATH, unix:///PATH, localhost:PORT, 127.X.Y.Z:PORT and
// [::1]:PORT, with or without gRPC's ipv4: or ipv6: before them; port 0 is one.
// Errors: INVALID_ARGUMENT for everything else.
absl::Status CheckLoopback(std::string_view address);

}  // namespace placard
