#include "bench/load/address.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "absl/strings/str_split.h"
#include "engine/base/status.h"

namespace placard {
namespace {

template <typename Number>
bool ParseWhole(std::string_view text, Number& out) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// Four numbers, the first of them 127: a name such as 127.0.0.1.example does
// not pass.
bool IsLoopbackV4(std::string_view host) {
  int parts = 0;
  for (absl::string_view part : absl::StrSplit(ToAbsl(host), '.')) {
    uint8_t number = 0;
    if (!ParseWhole(ToStd(part), number)) return false;
    if (parts++ == 0 && number != 127) return false;
  }
  return parts == 4;
}

bool IsLoopbackHost(std::string_view host) {
  return host == "localhost" || host == "[::1]" || IsLoopbackV4(host);
}

}  // namespace

absl::Status CheckLoopback(std::string_view address) {
  std::string_view rest = address;
  if (rest.starts_with("unix:")) {
    rest.remove_prefix(5);
    if (!rest.empty()) return absl::OkStatus();
  }
  for (std::string_view scheme : {"ipv4:", "ipv6:"}) {
    if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
  }
  const size_t colon = rest.rfind(':');
  uint16_t port = 0;
  if (colon != std::string_view::npos &&
      IsLoopbackHost(rest.substr(0, colon)) &&
      ParseWhole(rest.substr(colon + 1), port)) {
    return absl::OkStatus();
  }
  return InvalidArgument(
      "load is sent to this machine only: expected unix:PATH, localhost:PORT, "
      "127.0.0.1:PORT or [::1]:PORT, got \"",
      address, "\"");
}

}  // namespace placard
