// Memory on its way before it is asked for: what an answer says of its
// advertisements lies all over the catalogue, seldom in a processor's caches.
#pragma once

#include "engine/model/decision.h"

namespace placard {

// Begins to fetch what an answer to `decision` is written from, all at once, so
// that it is not waited for piece after piece. Changes nothing but how long
// what comes next takes.
//
// Thread safety: pure function.
// Cost: waits twice for memory, however many advertisements there are.
void FetchAds(const Decision& decision);

}  // namespace placard
