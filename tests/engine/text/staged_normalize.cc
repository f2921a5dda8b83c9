#include "tests/engine/text/staged_normalize.h"

#include <utf8proc.h>

#include <cstdint>
#include <cstdlib>
#include <memory>

#include "engine/base/check.h"

namespace placard {
namespace {

std::u32string Decode(std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  std::u32string decoded;
  while (left > 0) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t read = utf8proc_iterate(bytes, left, &code_point);
    PLACARD_CHECK(read > 0);
    decoded += static_cast<char32_t>(code_point);
    bytes += read;
    left -= read;
  }
  return decoded;
}

std::string Encode(const std::u32string& text) {
  std::string encoded;
  for (char32_t c : text) {
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t count =
        utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), bytes);
    encoded.append(reinterpret_cast<const char*>(bytes),
                   static_cast<size_t>(count));
  }
  return encoded;
}

std::u32string Map(const std::u32string& text, int options) {
  const std::string encoded = Encode(text);
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(encoded.data()),
                   static_cast<utf8proc_ssize_t>(encoded.size()), &mapped,
                   static_cast<utf8proc_option_t>(options | UTF8PROC_STABLE));
  PLACARD_CHECK(length >= 0);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(
      mapped, &std::free);
  return Decode(std::string_view(reinterpret_cast<const char*>(mapped),
                                 static_cast<size_t>(length)));
}

bool IsWhitespace(char32_t c) {
  return std::u32string_view(
             U"\t\n\v\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004"
             U"\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F"
             U"\u3000")
             .find(c) != std::u32string_view::npos;
}

bool IsInvisible(char32_t c) {
  const auto code_point = static_cast<utf8proc_int32_t>(c);
  const std::string category = utf8proc_category_string(code_point);
  return category == "Cf" || (category == "Cc" && !IsWhitespace(c)) ||
         utf8proc_get_property(code_point)->ignorable;
}

std::u32string DropInvisible(const std::u32string& text) {
  std::u32string kept;
  for (char32_t c : text) {
    if (!IsInvisible(c)) kept += c;
  }
  return kept;
}

char32_t ToPlain(char32_t c) {
  const std::u32string_view single =
      U"\u02BB\u02BC\u2018\u2019\u201A\u201B\u2032\u2039\u203A";
  const std::u32string_view doubled = U"\u00AB\u00BB\u201C\u201D\u201E\u201F";
  if (IsWhitespace(c)) return U' ';
  if (single.find(c) != std::u32string_view::npos) return U'\'';
  if (doubled.find(c) != std::u32string_view::npos) return U'"';
  const std::string category =
      utf8proc_category_string(static_cast<utf8proc_int32_t>(c));
  return category == "Pd" || c == U'\u2212' ? U'-' : c;
}

std::u32string CollapseSpaces(const std::u32string& text) {
  std::u32string collapsed;
  for (char32_t c : text) {
    if (c == U' ' && (collapsed.empty() || collapsed.back() == U' ')) continue;
    collapsed += c;
  }
  if (collapsed.ends_with(U' ')) collapsed.pop_back();
  return collapsed;
}

}  // namespace

std::string StagedNormalize(std::string_view text) {
  const std::u32string visible = DropInvisible(Decode(text));
  const std::u32string canonical = Map(visible, UTF8PROC_DECOMPOSE);
  std::u32string folded = DropInvisible(
      Map(canonical, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD));
  for (char32_t& c : folded) c = ToPlain(c);
  return Encode(CollapseSpaces(Map(folded, UTF8PROC_COMPOSE)));
}

}  // namespace placard
