#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "services/placard/command_line.h"

int main(int argc, char** argv) {
  const char* no_colour = std::getenv("NO_COLOR");
  const bool wants_colour = no_colour == nullptr || no_colour[0] == '\0';
  placard::SystemClock clock;
  placard::Terminal terminal{
      .in = std::cin,
      .out = std::cout,
      .err = std::cerr,
      .clock = clock,
      .is_colourful = wants_colour && isatty(STDOUT_FILENO) == 1,
      .shows_progress = isatty(STDERR_FILENO) == 1};
  return placard::RunCommandLine(
      std::vector<std::string>(argv + 1, argv + argc), terminal);
}
