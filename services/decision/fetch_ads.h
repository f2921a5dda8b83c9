// Memory on its way before it is asked for: what an answer says of its
// advertisements lies all over the catalogue, seldom in a processor's caches.
#pragma once

#include "engine/model/decision.h"

namespace placard {

// Both begin to fetch what an answer to `decision` is written from, all at
// once, so that it is not waited for piece after piece; they change nothing but
// how long what comes next takes. First its records, then the texts that these
// lead to: whoever has something else to do does it in between.
//
// Thread safety: pure functions.
// Cost: FetchTexts waits for the records, once for all of them.
void FetchRecords(const Decision& decision);
void FetchTexts(const Decision& decision);

}  // namespace placard
