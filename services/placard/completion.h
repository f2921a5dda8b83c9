// The completion scripts, which are kept as files beside this one and built
// into the program.
#pragma once

#include <string_view>

namespace placard {

// "bash" or "zsh"; empty for other shells.
std::string_view CompletionScript(std::string_view shell);

}  // namespace placard
