// The pages of mode A as a load asks for them.
//
// Thread safety: thread-safe.
#pragma once

#include <cstddef>

#include "absl/status/statusor.h"
#include "bench/load/requests.h"

namespace placard {

// Each as of an instant of the week that begins now; draws are left to chance.
absl::StatusOr<Requests> ModeRequests(size_t pages);

}  // namespace placard
