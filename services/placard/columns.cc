#include "services/placard/columns.h"

#include <algorithm>

#include "services/placard/terminal.h"

namespace placard {
namespace {

constexpr int64_t kBarColumns = 40;

}  // namespace

std::string Word(std::string_view name, std::string_view prefix) {
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  std::string word;
  for (const char c : name) {
    word += c == '_'               ? ' '
            : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a')
                                   : c;
  }
  return word;
}

std::string Padded(std::string text, size_t columns) {
  const size_t width = DisplayWidth(text);
  if (width < columns) text.append(columns - width, ' ');
  return text;
}

std::string RightAligned(const std::string& text, size_t columns) {
  return std::string(columns - std::min(columns, text.size()), ' ') + text;
}

std::string Bar(int64_t part, int64_t whole) {
  if (part == 0 || whole == 0) return "";
  const int64_t columns =
      std::clamp<int64_t>(part * kBarColumns / whole, 1,
                          part < whole ? kBarColumns - 1 : kBarColumns);
  std::string bar;
  for (int64_t i = 0; i < columns; ++i) bar += "█";
  return bar;
}

}  // namespace placard
