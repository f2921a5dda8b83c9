// The pages of a mode as a load asks for them.
//
// Thread safety: thread-safe.
#pragma once

#include <cstddef>

#include "absl/status/statusor.h"
#include "bench/load/requests.h"
#include "bench/workload/modes.h"

namespace placard {

// Each as of an instant of the week that begins now; draws are left to chance.
absl::StatusOr<Requests> ModeRequests(Mode mode, size_t pages);

}  // namespace placard
