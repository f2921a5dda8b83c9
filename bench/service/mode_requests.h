// The pages of mode A as a load asks for them.
//
// Thread safety: pure function.
#pragma once

#include <cstddef>

#include "absl/status/statusor.h"
#include "bench/load/requests.h"

namespace placard {

// Each as of the instant that its workload gives it; draws are left to chance.
absl::StatusOr<Requests> ModeRequests(size_t pages);

}  // namespace placard
