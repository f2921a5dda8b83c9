// The bytes of an ordinary DecideRequest read at once, without a message in
// between, which takes more than twice as long.
//
// It knows no errors. What it does not take (a preset, a preview, a size that
// is not fixed, a word that is there twice, whatever is wrong) it leaves to
// ReadDecideRequest, which reads everything; what it does take, both read as
// the same.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "engine/model/page.h"
#include "services/codec/page_codec.h"

namespace placard {

// Reads `bytes` into `out`, whose storage is used again, and what it asks for
// beside the page into `terms`, which points into `bytes`. False: it is left to
// ReadDecideRequest, and both are not to be used.
//
// Cost: linear; allocates nothing once `out` is warm.
bool ReadPlainRequest(std::string_view bytes, PageRequest& out,
                      DecideTerms& terms);

}  // namespace placard
