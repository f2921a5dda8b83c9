// How a stream answers a request that it cannot decide.
//
// Thread safety: pure function.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace placard {

// The bytes of a DecideResponse that says `status`, with the fields at fault,
// under the request's id as far as that can be read: `request` may be no
// DecideRequest. Precondition: `status` is not OK.
std::string Refusal(std::string_view request, const absl::Status& status);

}  // namespace placard
