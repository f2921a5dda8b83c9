#include "services/placard/text_diff.h"

#include <algorithm>
#include <cstdint>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr size_t kContext = 3;

struct Line {
  char mark;  // ' ', '-' or '+'
  std::string_view text;
};

std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

using Lines = std::vector<std::string_view>;

// The shortest script between two ranges: longest common subsequence, from the
// end so that it is read from the start.
void Compare(const Lines& a, const Lines& b, size_t head, size_t tail,
             std::vector<Line>& script) {
  const size_t rows = a.size() - head - tail;
  const size_t columns = b.size() - head - tail;
  size_t i = 0;
  size_t j = 0;
  if (rows * columns < kDiffCells) {
    std::vector<uint32_t> common((rows + 1) * (columns + 1));
    const auto cell = [&](size_t row, size_t column) -> uint32_t& {
      return common[row * (columns + 1) + column];
    };
    for (size_t row = rows; row-- > 0;) {
      for (size_t column = columns; column-- > 0;) {
        cell(row, column) =
            a[head + row] == b[head + column]
                ? cell(row + 1, column + 1) + 1
                : std::max(cell(row + 1, column), cell(row, column + 1));
      }
    }
    while (i < rows && j < columns) {
      if (a[head + i] == b[head + j]) {
        script.push_back({' ', a[head + i]});
        ++i, ++j;
      } else if (cell(i + 1, j) >= cell(i, j + 1)) {
        script.push_back({'-', a[head + i++]});
      } else {
        script.push_back({'+', b[head + j++]});
      }
    }
  }
  while (i < rows) script.push_back({'-', a[head + i++]});
  while (j < columns) script.push_back({'+', b[head + j++]});
}

std::vector<Line> ScriptOf(const Lines& a, const Lines& b) {
  const size_t shorter = std::min(a.size(), b.size());
  size_t head = 0;
  while (head < shorter && a[head] == b[head]) ++head;
  size_t tail = 0;
  while (tail < shorter - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  std::vector<Line> script;
  for (size_t i = 0; i < head; ++i) script.push_back({' ', a[i]});
  Compare(a, b, head, tail, script);
  for (size_t i = a.size() - tail; i < a.size(); ++i) {
    script.push_back({' ', a[i]});
  }
  return script;
}

// Where the hunk that begins at the change `first` ends, context included.
size_t HunkEnd(const std::vector<Line>& script, size_t first) {
  size_t last = first;
  for (size_t i = first; i < script.size() && i <= last + 2 * kContext; ++i) {
    if (script[i].mark != ' ') last = i;
  }
  return std::min(last + kContext + 1, script.size());
}

std::string Range(size_t before, size_t count) {
  return Concat(count == 0 ? before : before + 1, ",", count);
}

}  // namespace

std::vector<std::string> UnifiedDiff(std::string_view before,
                                     std::string_view after) {
  const Lines a = SplitLines(before);
  const Lines b = SplitLines(after);
  const std::vector<Line> script = ScriptOf(a, b);
  std::vector<std::string> out;
  size_t a_line = 0;
  size_t b_line = 0;
  size_t at = 0;
  const auto skip_to = [&](size_t end) {
    for (; at < end; ++at) {
      a_line += script[at].mark != '+';
      b_line += script[at].mark != '-';
    }
  };
  while (true) {
    size_t change = at;
    while (change < script.size() && script[change].mark == ' ') ++change;
    if (change == script.size()) return out;
    skip_to(std::max(at, change - std::min(change, kContext)));
    const size_t begin = at;
    const size_t a_begin = a_line;
    const size_t b_begin = b_line;
    skip_to(HunkEnd(script, change));
    out.push_back(Concat("@@ -", Range(a_begin, a_line - a_begin), " +",
                         Range(b_begin, b_line - b_begin), " @@"));
    for (size_t i = begin; i < at; ++i) {
      out.push_back(std::string(1, script[i].mark).append(script[i].text));
    }
  }
}

}  // namespace placard
