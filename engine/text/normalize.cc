#include "engine/text/normalize.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "absl/container/inlined_vector.h"
#include "engine/base/check.h"
#include "engine/base/status.h"
#include "engine/text/ascii_fold.h"
#include "engine/text/utf8.h"

namespace placard {
namespace {

using CodePoint = utf8proc_int32_t;

// What one code point becomes; the longest is 18 (of U+FDFA).
struct Expansion {
  const CodePoint* begin() const { return code_points.data(); }
  const CodePoint* end() const { return begin() + count; }

  std::array<CodePoint, 32> code_points;
  size_t count = 0;
};

// A base letter with its marks; longer only in hostile text.
using Cluster = absl::InlinedVector<CodePoint, 32>;

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

Expansion Decompose(CodePoint code_point) {
  return Expand(code_point, UTF8PROC_DECOMPOSE);
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

// By compatibility and case, in plain form; empty if it cannot be seen.
// utf8proc folds what it has folded until nothing changes, so every code point
// that comes out would come out again as itself: that is why one pass is
// idempotent.
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

// Whether a decomposed character never changes what stands before it: it
// neither composes with it nor is moved across it. All others are marks, or the
// vowels and finals of Hangul.
bool StandsAlone(CodePoint decomposed) {
  if (decomposed >= 0x1160 && decomposed <= 0x11FF) return false;
  const utf8proc_category_t category = utf8proc_category(decomposed);
  return category < UTF8PROC_CATEGORY_MN || category > UTF8PROC_CATEGORY_ME;
}

bool AllStandAlone(const Expansion& expansion) {
  return std::all_of(expansion.begin(), expansion.end(), StandsAlone);
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

// Appends one text, a run of ASCII or a character at a time. A character that
// could change with its neighbours waits in a cluster, together with the one
// before it, until one comes that stands alone; only clusters are decomposed,
// sorted and composed.
class Normalizer {
 public:
  explicit Normalizer(std::string& out) : out_(out), base_(out.size()) {}

  void AddAscii(std::string_view ascii);
  void AddCharacter(CodePoint code_point);
  void Finish();

 private:
  void AddToCluster(const Expansion& decomposed);
  void TakeBackLastCharacter();
  void FlushCluster();
  void Write(CodePoint code_point);
  bool at_start_or_space() const {
    return out_.size() == base_ || out_.back() == ' ';
  }

  std::string& out_;
  const size_t base_;
  Cluster cluster_;  // canonically decomposed, not yet folded
};

void Normalizer::AddAscii(std::string_view ascii) {
  if (!cluster_.empty()) {
    // A dropped control character does not part a letter from its marks.
    while (!ascii.empty() &&
           kAsciiFold[static_cast<unsigned char>(ascii.front())] == 0) {
      ascii.remove_prefix(1);
    }
    if (ascii.empty()) return;
    FlushCluster();
  }
  AppendFoldedAscii(ascii, base_, out_);
}

// Both forms have to stand alone: U+FF9E is a letter that folds to a mark,
// U+0345 a mark that folds to a letter.
void Normalizer::AddCharacter(CodePoint code_point) {
  if (IsHangulSyllable(code_point)) {
    FlushCluster();
    Write(code_point);
    return;
  }
  const Expansion folded = Fold(code_point);
  if (folded.count == 0) return;
  const Expansion decomposed = Decompose(code_point);
  if (!AllStandAlone(folded) || !AllStandAlone(decomposed)) {
    AddToCluster(decomposed);
    return;
  }
  FlushCluster();
  for (CodePoint c : folded) Write(c);
}

void Normalizer::AddToCluster(const Expansion& decomposed) {
  if (cluster_.empty() && !at_start_or_space()) TakeBackLastCharacter();
  cluster_.insert(cluster_.end(), decomposed.begin(), decomposed.end());
}

// What was written last stands alone, for a cluster is only flushed to write
// such a character after it; and it is folded, so it may be folded again.
void Normalizer::TakeBackLastCharacter() {
  size_t start = out_.size() - 1;
  while ((static_cast<unsigned char>(out_[start]) & 0xC0) == 0x80) --start;
  const std::optional<Utf8Character> last =
      DecodeUtf8(std::string_view(out_).substr(start));
  PLACARD_CHECK(last.has_value());
  out_.resize(start);
  const Expansion decomposed =
      Decompose(static_cast<CodePoint>(last->code_point));
  cluster_.assign(decomposed.begin(), decomposed.end());
}

// Marks are sorted before folding too, since a fold can turn a mark into a
// letter that others must not be moved across (U+0345 -> "ι").
void Normalizer::FlushCluster() {
  if (cluster_.empty()) return;
  SortMarks(cluster_);
  Cluster folded;
  for (CodePoint code_point : cluster_) {
    const Expansion expansion = Fold(code_point);
    folded.insert(folded.end(), expansion.begin(), expansion.end());
  }
  cluster_.clear();
  SortMarks(folded);
  Compose(folded);
  for (CodePoint code_point : folded) Write(code_point);
}

void Normalizer::Write(CodePoint code_point) {
  if (code_point == ' ' && at_start_or_space()) return;
  AppendUtf8(static_cast<char32_t>(code_point), out_);
}

void Normalizer::Finish() {
  FlushCluster();
  if (out_.size() > base_ && out_.back() == ' ') out_.pop_back();
}

// Calls on_ascii(run) and on_character(code point) in order; false, with `at`
// on the first ill-formed byte, when there is one.
template <typename OnAscii, typename OnCharacter>
bool ScanUtf8(std::string_view text, size_t& at, OnAscii&& on_ascii,
              OnCharacter&& on_character) {
  at = 0;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    const size_t run = AsciiPrefix(rest);
    if (run > 0) {
      on_ascii(rest.substr(0, run));
      at += run;
      continue;
    }
    const std::optional<Utf8Character> character = DecodeUtf8(rest);
    if (!character.has_value()) return false;
    on_character(character->code_point);
    at += character->bytes;
  }
  return true;
}

}  // namespace

absl::Status NormalizeTo(std::string_view text, std::string& out) {
  const size_t base = out.size();
  Normalizer normalizer(out);
  size_t at = 0;
  const bool valid = ScanUtf8(
      text, at, [&](std::string_view ascii) { normalizer.AddAscii(ascii); },
      [&](char32_t c) { normalizer.AddCharacter(static_cast<CodePoint>(c)); });
  if (!valid) {
    out.resize(base);
    return InvalidArgument("must be UTF-8, is ill-formed at byte ", at);
  }
  normalizer.Finish();
  return absl::OkStatus();
}

absl::StatusOr<std::string> Normalize(std::string_view text) {
  std::string normalized;
  PLACARD_RETURN_IF_ERROR(NormalizeTo(text, normalized));
  return normalized;
}

bool IsValidUtf8(std::string_view text) {
  size_t at = 0;
  return ScanUtf8(
      text, at, [](std::string_view) {}, [](char32_t) {});
}

}  // namespace placard
