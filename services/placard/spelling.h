// Help with names that were mistyped.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"

namespace placard {

// "; did you mean "keywords"?" when a key that `type` knows is at most two
// letters away; otherwise "; known are ..." with all of them.
std::string DidYouMean(const google::protobuf::Descriptor& type,
                       std::string_view key);

}  // namespace placard
