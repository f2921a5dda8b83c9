#include "services/codec/read_parts.h"

#include <algorithm>
#include <utility>

#include "engine/base/limits.h"
#include "engine/text/section_path.h"
#include "engine/text/tokens.h"
#include "services/codec/enums.h"
#include "services/codec/timestamp.h"

namespace placard {
namespace {

// Characters that normalise to themselves wherever they stand.
bool IsPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

SectionPath ReadSection(Checker::Where where, std::string_view wire,
                        Checker& check) {
  SectionPath plain;
  plain.reserve(1 +
                static_cast<size_t>(std::count(wire.begin(), wire.end(), '/')));
  if (ReadPlainSection(wire, plain)) return plain;
  absl::StatusOr<SectionPath> path = ParseSectionPath(wire);
  if (path.ok()) return *std::move(path);
  check.FailAt(where, ToStd(path.status().message()));
  return {};
}

void CheckPhrase(const std::string& text, Checker& check) {
  if (HasToken(text)) return;
  check.FailAt("text", "must have a letter or digit, or else MATCH_EXACT, is ",
               Quoted(text));
}

void CheckPrefix(const std::string& text, Checker& check) {
  const std::vector<std::string_view> words = Tokenize(text);
  if (words.size() == 1 && words.front() == text &&
      CountCharacters(text) >= limits::kPrefixChars) {
    return;
  }
  check.FailAt("text", "must be one word of at least ", limits::kPrefixChars,
               " characters as a prefix, is ", Quoted(text));
}

FixedSize ReadFixed(const v1::FixedSize& wire, Checker& check) {
  const Checker::Scope scope = check.In("fixed");
  check.Known(wire);
  check.Range("width", wire.width(), 1, limits::kSizePixels);
  check.Range("height", wire.height(), 1, limits::kSizePixels);
  return {.width = wire.width(), .height = wire.height()};
}

RatioSize ReadRatio(const v1::RatioSize& wire, Checker& check) {
  const Checker::Scope scope = check.In("ratio");
  check.Known(wire);
  check.Range("width_ratio", wire.width_ratio(), 1, limits::kSizePixels);
  check.Range("height_ratio", wire.height_ratio(), 1, limits::kSizePixels);
  check.Range("min_width", wire.min_width(), 0, limits::kSizePixels);
  return {.width = wire.width_ratio(),
          .height = wire.height_ratio(),
          .min_width = wire.min_width()};
}

FluidSize ReadFluid(const v1::FluidSize& wire, Checker& check) {
  const Checker::Scope scope = check.In("fluid");
  check.Known(wire);
  return {};
}

}  // namespace

KeywordTerm ReadKeywordTerm(const v1::KeywordTerm& wire, Checker& check) {
  check.Known(wire);
  KeywordTerm term;
  const bool text_is_right = check.Normalized("text", wire.text(), 1,
                                              limits::kKeywordBytes, term.text);
  const std::optional<Match> match =
      check.Choice("match", kMatches, wire.match());
  if (!text_is_right || !match.has_value()) return term;
  term.match = *match;
  if (term.match == Match::kPhrase) CheckPhrase(term.text, check);
  if (term.match == Match::kPrefix) CheckPrefix(term.text, check);
  return term;
}

SectionTerm ReadSectionTerm(const v1::SectionTerm& wire, Checker& check) {
  check.Known(wire);
  return {.path = ReadSection("path", wire.path(), check),
          .exact = wire.exact()};
}

CategoryId ReadCategory(const v1::Category& wire, Checker& check) {
  CategoryId category;
  ReadCategoryInto(wire, check, category);
  return category;
}

void ReadCategoryInto(const v1::Category& wire, Checker& check,
                      CategoryId& out) {
  check.Known(wire);
  check.Text("taxonomy", wire.taxonomy(), 1, limits::kIdBytes);
  check.Text("id", wire.id(), 1, limits::kIdBytes);
  out.taxonomy = wire.taxonomy();
  out.id = wire.id();
}

Size ReadSize(const v1::Size& wire, Checker& check) {
  check.Known(wire);
  switch (wire.kind_case()) {
    case v1::Size::kFixed:
      return ReadFixed(wire.fixed(), check);
    case v1::Size::kRatio:
      return ReadRatio(wire.ratio(), check);
    case v1::Size::kFluid:
      return ReadFluid(wire.fluid(), check);
    case v1::Size::KIND_NOT_SET:
      break;
  }
  check.Fail("must be exactly one of fixed, ratio and fluid");
  return {};
}

void ReadNormalized(const char* field, const Strings& wire,
                    const ListLimits& list, Checker& check,
                    std::vector<std::string>& out) {
  if (!check.Count(field, wire.size(), list.min_count, list.max_count)) return;
  out.resize(static_cast<size_t>(wire.size()));
  for (int i = 0; i < wire.size(); ++i) {
    std::string& text = out[static_cast<size_t>(i)];
    text.clear();
    check.Normalized({field, i}, wire.Get(i), 1, list.max_bytes, text);
  }
}

void ReadKeyValue(const v1::KeyValue& wire, Checker& check, KeyValue& out) {
  check.Known(wire);
  out.key.clear();
  check.Normalized("key", wire.key(), 1, limits::kIdBytes, out.key);
  ReadNormalized("values", wire.values(),
                 {.min_count = 1,
                  .max_count = limits::kKeyValues,
                  .max_bytes = limits::kIdBytes},
                 check, out.values);
}

bool ReadPlainSection(std::string_view wire, SectionPath& out) {
  if (wire.size() > limits::kSectionBytes) return false;
  if (wire.starts_with('/')) wire.remove_prefix(1);
  if (wire.ends_with('/')) wire.remove_suffix(1);
  size_t depth = 0;
  for (size_t begin = 0; begin <= wire.size(); ++depth) {
    const size_t end = std::min(wire.find('/', begin), wire.size());
    const std::string_view name = wire.substr(begin, end - begin);
    if (name.empty() || depth == limits::kSectionDepth ||
        !std::all_of(name.begin(), name.end(), IsPlain)) {
      return false;
    }
    if (depth == out.size()) out.emplace_back();
    out[depth] = name;
    begin = end + 1;
  }
  out.resize(depth);
  return true;
}

void ReadSections(const char* field, const Strings& wire, Checker& check,
                  std::vector<SectionPath>& out) {
  out.resize(static_cast<size_t>(wire.size()));
  for (int i = 0; i < wire.size(); ++i) {
    SectionPath& path = out[static_cast<size_t>(i)];
    if (ReadPlainSection(wire.Get(i), path)) continue;
    path = ReadSection({field, i}, wire.Get(i), check);
  }
}

std::vector<std::string> ReadLabels(const Strings& wire, Checker& check) {
  std::vector<std::string> labels;
  ReadNormalized("exclusion_labels", wire, kLabelLimits, check, labels);
  return labels;
}

std::vector<std::string> ReadNames(const char* field, ResourceKind kind,
                                   const Strings& wire, Checker& check) {
  for (int i = 0; i < wire.size(); ++i) {
    check.Name({field, i}, kind, wire.Get(i));
  }
  return {wire.begin(), wire.end()};
}

Blocks ReadBlocks(const v1::Blocks& wire, Checker& check) {
  const Checker::Scope scope = check.In("blocks");
  check.Known(wire);
  const int values = wire.keywords_size() + wire.keyword_lists_size() +
                     wire.sections_size() + wire.categories_size();
  if (check.strict() && static_cast<size_t>(values) > limits::kRuleTerms) {
    check.Fail("must have at most ", limits::kRuleTerms, " values in all, has ",
               values, "; longer lists of words go into a keyword list");
    return {};
  }
  return {
      .keywords = ReadEach("keywords", wire.keywords(), check, ReadKeywordTerm),
      .keyword_lists = ReadNames("keyword_lists", ResourceKind::kKeywordList,
                                 wire.keyword_lists(), check),
      .sections = ReadEach("sections", wire.sections(), check, ReadSectionTerm),
      .categories =
          ReadEach("categories", wire.categories(), check, ReadCategory),
  };
}

std::optional<absl::Time> ReadTime(const char* field,
                                   const google::protobuf::Timestamp& wire,
                                   Checker& check) {
  const Checker::Scope scope = check.In(field);
  check.Known(wire);
  if (IsValidTimestamp(wire)) return ToTime(wire);
  check.Fail("must lie in the years 1970 to 9999, is ", wire.seconds(),
             " s and ", wire.nanos(), " ns");
  return std::nullopt;
}

}  // namespace placard
