// A DecideRequest from a page file and the flags that take the place of parts
// of it.
//
// Thread safety: reads files; thread-compatible.
// Errors: SourceErrors for the file (flags appear as "--slot" and the like).
#pragma once

#include "placard/v1/decision.pb.h"
#include "services/placard/commands.h"
#include "services/placard/source_error.h"

namespace placard {

v1::DecideRequest BuildRequest(const DecideOptions& options, std::istream& in,
                               SourceErrors& errors);

}  // namespace placard
