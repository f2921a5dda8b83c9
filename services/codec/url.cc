#include "services/codec/url.h"

#include <algorithm>

#include "engine/base/status.h"
#include "services/codec/checker.h"

namespace placard {
namespace {

constexpr std::string_view kScheme = "https://";

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return Lower(c); });
  return lower;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsHostLabel(std::string_view label) {
  if (label.empty() || label.size() > 63) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(), [](char c) {
    const char lower = Lower(c);
    return (lower >= 'a' && lower <= 'z') || IsDigit(c) || c == '-' || c == '_';
  });
}

bool IsPort(std::string_view port) {
  return !port.empty() && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), IsDigit);
}

bool IsForbidden(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '\x7F' || c == '"' ||
         c == '<' || c == '>' || c == '\\';
}

bool HasForbiddenEscape(std::string_view url) {
  for (size_t at = url.find('%'); at != std::string_view::npos;
       at = url.find('%', at + 1)) {
    const std::string escape = Lower(url.substr(at, 3));
    if (escape == "%00" || escape == "%0a" || escape == "%0d") return true;
  }
  return false;
}

}  // namespace

bool IsHostName(std::string_view host) {
  if (host.size() > 253) return false;
  size_t dot = 0;
  while (dot != std::string_view::npos) {
    dot = host.find('.');
    if (!IsHostLabel(host.substr(0, dot))) return false;
    if (dot != std::string_view::npos) host.remove_prefix(dot + 1);
  }
  return true;
}

absl::StatusOr<std::string> HttpsHost(std::string_view url) {
  if (Lower(url.substr(0, kScheme.size())) != kScheme) {
    return InvalidArgument("must begin with https://, is ", Quoted(url));
  }
  if (std::any_of(url.begin(), url.end(), IsForbidden)) {
    return InvalidArgument(
        "must not contain spaces, control characters, \", <, > or \\, is ",
        Quoted(url));
  }
  if (HasForbiddenEscape(url)) {
    return InvalidArgument("must not contain %00, %0a or %0d, is ",
                           Quoted(url));
  }
  std::string_view host = url.substr(kScheme.size());
  host = host.substr(0, host.find_first_of("/?#"));
  if (host.find('@') != std::string_view::npos) {
    return InvalidArgument("must not contain a user or password, is ",
                           Quoted(url));
  }
  const size_t colon = host.find(':');
  const bool port_is_right =
      colon == std::string_view::npos || IsPort(host.substr(colon + 1));
  host = host.substr(0, colon);
  if (!port_is_right || !IsHostName(host)) {
    return InvalidArgument("must name a host, such as https://example.com, is ",
                           Quoted(url));
  }
  return Lower(host);
}

}  // namespace placard
