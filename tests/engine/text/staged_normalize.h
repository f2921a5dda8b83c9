// The normaliser's oracle: each stage of the definition on the whole text, one
// after the other, with no shortcut.
#pragma once

#include <string>
#include <string_view>

namespace placard {

// Precondition: `text` is valid UTF-8.
std::string StagedNormalize(std::string_view text);

}  // namespace placard
