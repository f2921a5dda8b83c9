// How far two spellings are apart.
//
// Thread safety: pure function.
#pragma once

#include <cstddef>
#include <string_view>

namespace placard {

// How many bytes must be added, dropped or changed.
// Cost: the product of the lengths.
size_t EditDistance(std::string_view a, std::string_view b);

}  // namespace placard
