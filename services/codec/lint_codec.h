// From lint's findings to the wire.
//
// Thread safety: pure function.
#pragma once

#include "engine/lint/finding.h"
#include "placard/v1/lint.pb.h"

namespace placard {

v1::LintFinding ToProto(const LintFinding& finding);

}  // namespace placard
