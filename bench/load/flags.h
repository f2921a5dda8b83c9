// The command line of placard-load.
//
// Thread safety: pure.
#pragma once

#include <variant>

#include "bench/load/options.h"

namespace placard {

// What the command line asks for, within the bounds of CheckOptions; or the
// exit status, when it asked for help or for what cannot be done, which has
// been said then.
std::variant<Options, int> ParseFlags(int argc, char** argv);

}  // namespace placard
