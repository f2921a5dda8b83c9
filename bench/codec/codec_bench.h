// What an answer costs beside the decision itself, part by part, and the twin
// that does all of it but decide.
//
// Thread safety: thread-compatible.
#pragma once

#include "bench/codec/sample_pages.h"
#include "bench/summary/summary.h"

namespace placard {

// Leaves what it finds in `summary` under
// "codec/<slots> slots/<keywords> keywords/<part>"; nothing of a part that
// refused a page, whose benchmark fails.
void RegisterCodec(const PageSize& size, Summary& summary);

}  // namespace placard
