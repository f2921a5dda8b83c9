// Whether what a request forces is in the catalogue.
//
// Thread safety: pure function.
#pragma once

#include "engine/base/status.h"
#include "engine/catalog/snapshot.h"
#include "engine/model/page.h"

namespace placard {

// Adds a violation of `field` unless page.force is empty or names a line item
// or creative that `snapshot` holds, whether it may serve or not.
// Cost: a look at each campaign, if anything is forced.
void CheckForce(const PageRequest& page, const Snapshot& snapshot,
                const char* field, FieldViolations& violations);

}  // namespace placard
