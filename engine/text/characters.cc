#include "engine/text/characters.h"

#include <utf8proc.h>

#include <algorithm>

#include "engine/base/check.h"

namespace placard {
namespace {

// Beyond it stand few that news is written with, except Hangul and those that
// are copied anyway (Chinese, Japanese).
constexpr CodePoint kQuickEnd = 0x2070;
using QuickTable = std::array<char16_t, kQuickEnd>;

Expansion Expand(CodePoint code_point, int options) {
  Expansion expansion;
  const utf8proc_ssize_t count = utf8proc_decompose_char(
      code_point, expansion.code_points.data(), expansion.code_points.size(),
      static_cast<utf8proc_option_t>(options), nullptr);
  PLACARD_CHECK(count >= 0);
  expansion.count = static_cast<size_t>(count);
  PLACARD_CHECK(expansion.count <= expansion.code_points.size());
  return expansion;
}

// Characters that a keyboard without typographic quotes writes as ' or ".
// U+02BB and U+02BC are letters to Unicode, but writers take them and the
// quotes for one another (Hawaiʻi).
CodePoint PlainQuote(CodePoint code_point) {
  switch (code_point) {
    case 0x02BB:
    case 0x02BC:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2039:
    case 0x203A:
      return '\'';
    case 0x00AB:
    case 0x00BB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
      return '"';
    default:
      return code_point;
  }
}

bool IsSpacingControl(CodePoint code_point) {
  return (code_point >= '\t' && code_point <= '\r') || code_point == 0x85;
}

// A folded character in its plain form; nullopt if it cannot be seen.
std::optional<CodePoint> Plain(CodePoint code_point) {
  constexpr CodePoint kMinus = 0x2212;  // a mathematical symbol, not a dash
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return ' ';
    case UTF8PROC_CATEGORY_CC:
      if (IsSpacingControl(code_point)) return ' ';
      return std::nullopt;
    case UTF8PROC_CATEGORY_CF:
      return std::nullopt;
    case UTF8PROC_CATEGORY_PD:
      return '-';
    default:
      return code_point == kMinus ? '-' : PlainQuote(code_point);
  }
}

bool StandsAlone(CodePoint decomposed) {
  if (decomposed >= 0x1160 && decomposed <= 0x11FF) return false;
  const utf8proc_category_t category = utf8proc_category(decomposed);
  return category < UTF8PROC_CATEGORY_MN || category > UTF8PROC_CATEGORY_ME;
}

// Already normal, but utf8proc takes them apart.
bool IsHangulSyllable(CodePoint code_point) {
  return code_point >= 0xAC00 && code_point <= 0xD7A3;
}

int CombiningClass(CodePoint code_point) {
  return utf8proc_get_property(code_point)->combining_class;
}

// Canonical order. utf8proc's own sorts by exchanging neighbours, which lets
// one request with 30,000 marks in descending order take seconds.
void SortMarks(Cluster& cluster) {
  const auto by_class = [](CodePoint a, CodePoint b) {
    return CombiningClass(a) < CombiningClass(b);
  };
  const auto is_mark = [](CodePoint c) { return CombiningClass(c) != 0; };
  auto begin = cluster.begin();
  while (begin != cluster.end()) {
    begin = std::find_if(begin, cluster.end(), is_mark);
    const auto end = std::find_if_not(begin, cluster.end(), is_mark);
    if (!std::is_sorted(begin, end, by_class)) {
      std::stable_sort(begin, end, by_class);
    }
    begin = end;
  }
}

void Compose(Cluster& cluster) {
  const utf8proc_ssize_t length = utf8proc_normalize_utf32(
      cluster.data(), static_cast<utf8proc_ssize_t>(cluster.size()),
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  PLACARD_CHECK(length >= 0);
  cluster.resize(static_cast<size_t>(length));
}

// The long way for a character by itself; nullopt when its neighbours could
// matter: when it becomes several, when it changes what stands before it, or
// when folding turns one of its marks into something else, so that it has to
// be sorted among others first.
std::optional<CodePoint> FoldAlone(CodePoint code_point) {
  const Expansion decomposed = Decompose(code_point);
  const auto stays = [](CodePoint mark) {
    const Expansion folded = Fold(mark);
    return folded.count == 1 && *folded.begin() == mark;
  };
  if (!StandsAlone(*decomposed.begin()) ||
      !std::all_of(decomposed.begin() + 1, decomposed.end(), stays)) {
    return std::nullopt;
  }
  Cluster cluster(decomposed.begin(), decomposed.end());
  NormalizeCluster(cluster);
  if (cluster.size() != 1) return std::nullopt;
  const CodePoint folded = cluster.front();
  if (!StandsAlone(*Decompose(folded).begin())) return std::nullopt;
  return folded;
}

// 0 stands for nullopt; no character folds to NUL.
QuickTable BuildQuickTable() {
  QuickTable table{};
  for (CodePoint c = 0; c < kQuickEnd; ++c) {
    const CodePoint folded = FoldAlone(c).value_or(0);
    PLACARD_CHECK(folded <= 0xFFFF);
    table[static_cast<size_t>(c)] = static_cast<char16_t>(folded);
  }
  return table;
}

}  // namespace

Expansion Decompose(CodePoint code_point) {
  return Expand(code_point, UTF8PROC_DECOMPOSE);
}

// utf8proc folds what it has folded until nothing changes: that is why one pass
// is idempotent.
Expansion Fold(CodePoint code_point) {
  Expansion folded =
      Expand(code_point, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                             UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  size_t kept = 0;
  for (CodePoint c : folded) {
    const std::optional<CodePoint> plain = Plain(c);
    if (plain.has_value()) folded.code_points[kept++] = *plain;
  }
  folded.count = kept;
  return folded;
}

bool StandAlone(const Expansion& decomposed) {
  return std::all_of(decomposed.begin(), decomposed.end(), StandsAlone);
}

std::optional<CodePoint> QuickFold(CodePoint code_point) {
  static const QuickTable kTable = BuildQuickTable();
  if (code_point < kQuickEnd) {
    const char16_t folded = kTable[static_cast<size_t>(code_point)];
    if (folded == 0) return std::nullopt;
    return folded;
  }
  if (IsHangulSyllable(code_point)) return code_point;
  return std::nullopt;
}

// Marks are sorted before folding too, since a fold can turn a mark into a
// letter that others must not be moved across (U+0345 -> "ι").
void NormalizeCluster(Cluster& cluster) {
  SortMarks(cluster);
  Cluster folded;
  for (CodePoint code_point : cluster) {
    const Expansion expansion = Fold(code_point);
    folded.insert(folded.end(), expansion.begin(), expansion.end());
  }
  SortMarks(folded);
  Compose(folded);
  cluster = folded;
}

}  // namespace placard
