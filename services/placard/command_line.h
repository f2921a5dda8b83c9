// The command line as it is typed: sub-commands, flags, help.
//
// Thread safety: thread-compatible.
#pragma once

#include <string>
#include <vector>

#include "services/placard/terminal.h"

namespace placard {

// Does what `arguments` (without the program's name) say and returns the exit
// code. Reads $PLACARD_SERVER.
int RunCommandLine(const std::vector<std::string>& arguments,
                   Terminal& terminal);

}  // namespace placard
