// Help with names of line items that were mistyped.
//
// Thread safety: pure function.
// Cost: an edit distance for each campaign when there is none of the name;
// for hundreds of thousands about a tenth of a second.
#pragma once

#include <string>

#include "engine/catalog/snapshot.h"
#include "services/codec/names.h"

namespace placard {

// The name of the line item that is spelled most like `name`, if any is alike;
// else empty.
std::string NearestLineItem(const Snapshot& snapshot, const LineItemName& name);

}  // namespace placard
