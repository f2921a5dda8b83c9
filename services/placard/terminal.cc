#include "services/placard/terminal.h"

#include <utf8proc.h>

#include <algorithm>

#include "engine/base/status.h"
#include "engine/text/utf8.h"

namespace placard {

std::string Terminal::Paint(Colour colour, std::string_view text) const {
  if (!is_colourful) return std::string(text);
  const char* code = colour == Colour::kRed      ? "31"
                     : colour == Colour::kGreen  ? "32"
                     : colour == Colour::kYellow ? "33"
                                                 : "36";
  return Concat("\033[", code, "m", text, "\033[0m");
}

bool WantsColour(const char* no_color, bool is_terminal) {
  const bool is_refused = no_color != nullptr && no_color[0] != '\0';
  return is_terminal && !is_refused;
}

std::string Printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto character = DecodeUtf8(text);
    const size_t bytes = character ? character->bytes : 1;
    const char32_t c = character ? character->code_point : 0;
    const bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    out += is_control ? "?" : text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return out;
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const auto character = DecodeUtf8(text);
    if (character) {
      const int columns =
          utf8proc_charwidth(static_cast<int32_t>(character->code_point));
      width += columns > 0 ? static_cast<size_t>(columns) : 0;
    }
    text.remove_prefix(character ? character->bytes : 1);
  }
  return width;
}

void Table::AddRow(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = Printable(cell);
  rows_.push_back(std::move(cells));
}

void Table::Print(std::ostream& out) const {
  std::vector<size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i + 1 < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  for (const auto& row : rows_) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 == row.size()) break;
      line.append(widths[i] - DisplayWidth(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

}  // namespace placard
