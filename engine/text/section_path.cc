#include "engine/text/section_path.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "engine/text/normalize.h"

namespace placard {
namespace {

std::optional<int> HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// The byte that the escape at the start of `text` stands for ("%20...").
std::optional<char> DecodeEscape(std::string_view text) {
  if (text.size() < 3) return std::nullopt;
  const std::optional<int> high = HexDigit(text[1]);
  const std::optional<int> low = HexDigit(text[2]);
  if (!high.has_value() || !low.has_value()) return std::nullopt;
  return static_cast<char>(*high * 16 + *low);
}

absl::StatusOr<std::string> DecodePercent(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const std::optional<char> byte = DecodeEscape(text.substr(i));
    if (!byte.has_value()) {
      return InvalidArgument("malformed percent escape at byte ", i);
    }
    decoded += *byte;
    i += 2;
  }
  return decoded;
}

absl::StatusOr<std::string> ParseSegment(std::string_view text) {
  PLACARD_ASSIGN_OR_RETURN(const std::string decoded, DecodePercent(text));
  if (decoded.find('\0') != std::string::npos) {
    return InvalidArgument("must not contain NUL");
  }
  PLACARD_ASSIGN_OR_RETURN(std::string segment, Normalize(decoded));
  if (segment.empty()) return InvalidArgument("must not be empty");
  // Escaped, or in a character that normalises to one with a slash: "／", "℀".
  if (segment.find('/') != std::string::npos) {
    return InvalidArgument("must not contain a slash");
  }
  return segment;
}

std::string_view DropOuterSlashes(std::string_view path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

absl::Status TooLong() {
  return InvalidArgument("section path must be at most ", limits::kSectionBytes,
                         " bytes long");
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ParseSectionPath(
    std::string_view path) {
  if (path.size() > limits::kSectionBytes) return TooLong();
  std::string_view rest = DropOuterSlashes(path);
  if (rest.empty()) return InvalidArgument("section path must not be empty");

  std::vector<std::string> segments;
  segments.reserve(std::min<size_t>(
      1 + std::count(rest.begin(), rest.end(), '/'), limits::kSectionDepth));
  size_t slash = 0;
  while (slash != std::string_view::npos) {
    if (segments.size() == limits::kSectionDepth) {
      return InvalidArgument("section path must have at most ",
                             limits::kSectionDepth, " segments");
    }
    slash = rest.find('/');
    absl::StatusOr<std::string> segment = ParseSegment(rest.substr(0, slash));
    if (!segment.ok()) {
      return Annotate(segment.status(),
                      Concat("section path segment ", segments.size() + 1));
    }
    segments.push_back(*std::move(segment));
    if (slash != std::string_view::npos) rest.remove_prefix(slash + 1);
  }
  // Normalisation can lengthen what it is given.
  if (PrintSectionPath(segments).size() > limits::kSectionBytes) {
    return TooLong();
  }
  return segments;
}

std::string PrintSectionPath(const std::vector<std::string>& segments) {
  std::string path;
  for (const std::string& segment : segments) {
    if (!path.empty()) path += '/';
    for (char c : segment) {
      if (c == '%') {
        path += "%25";
      } else {
        path += c;
      }
    }
  }
  return path;
}

}  // namespace placard
