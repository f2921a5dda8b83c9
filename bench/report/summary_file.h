// The files in which the benchmarks' programs leave their figures.
//
// Thread safety: pure function.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "bench/report/figure.h"

namespace placard {

// Errors: NOT_FOUND for a file that cannot be read; those of ParseFigures().
absl::StatusOr<Figures> ReadSummary(const std::string& path);

}  // namespace placard
