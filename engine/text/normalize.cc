#include "engine/text/normalize.h"

#include <cstddef>
#include <optional>

#include "engine/base/check.h"
#include "engine/base/status.h"
#include "engine/text/ascii_fold.h"
#include "engine/text/characters.h"
#include "engine/text/utf8.h"

namespace placard {
namespace {

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
  Cluster cluster_;
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
  const std::optional<CodePoint> quick = QuickFold(code_point);
  if (quick.has_value()) {
    FlushCluster();
    Write(*quick);
    return;
  }
  const Expansion folded = Fold(code_point);
  if (folded.count == 0) return;
  const Expansion decomposed = Decompose(code_point);
  if (!StandAlone(folded) || !StandAlone(decomposed)) {
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

void Normalizer::FlushCluster() {
  if (cluster_.empty()) return;
  NormalizeCluster(cluster_);
  for (CodePoint code_point : cluster_) Write(code_point);
  cluster_.clear();
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
  if (AppendFoldedShort(text, out)) return absl::OkStatus();
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
