// Where a command reads and writes: data on `out`, talk on `err`.
//
// Thread safety: thread-compatible.
#pragma once

#include <istream>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/clock.h"

namespace placard {

enum class Colour { kRed, kGreen, kYellow, kCyan };

struct Terminal {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  const Clock& clock;
  // Of `out`.
  bool is_colourful = false;
  // Someone watches `err`: progress is welcome.
  bool shows_progress = false;

  std::string Paint(Colour colour, std::string_view text) const;
};

// Lines up columns with two spaces between them, by the width that characters
// have on a terminal; a row's last cell may run on as far as it likes. Control
// characters, which a display name may hold and a terminal would obey, become
// "?".
class Table {
 public:
  void AddRow(std::vector<std::string> cells);
  void Print(std::ostream& out) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

// Colour is for people who see a terminal and have not set $NO_COLOR, whose
// value is `no_color` (nullptr: not set), to anything.
bool WantsColour(const char* no_color, bool is_terminal);

// Without control characters, as above.
std::string Printable(std::string_view text);

// Columns that `text` takes.
size_t DisplayWidth(std::string_view text);

}  // namespace placard
