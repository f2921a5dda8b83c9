#include "services/store/redis_address.h"

#include <sys/un.h>

#include <charconv>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr size_t kUnixPathBytes = sizeof(sockaddr_un::sun_path) - 1;

absl::StatusOr<uint16_t> ParsePort(std::string_view text) {
  unsigned port = 0;
  const char* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || rest != end || port == 0 || port > 65535) {
    return InvalidArgument("redis port must be 1 to 65535, is \"", text, "\"");
  }
  return static_cast<uint16_t>(port);
}

}  // namespace

std::string RedisAddress::ToString() const {
  if (!unix_path.empty()) return Concat("unix:", unix_path);
  bool is_ipv6 = host.find(':') != std::string::npos;
  return is_ipv6 ? Concat("[", host, "]:", port) : Concat(host, ":", port);
}

absl::StatusOr<RedisAddress> UnixAddress(std::string path) {
  if (path.empty() || path.find('\0') != std::string::npos) {
    return InvalidArgument("redis socket path must not be empty or hold NUL");
  }
  if (path.size() > kUnixPathBytes) {
    return InvalidArgument("redis socket path ", path, " has ", path.size(),
                           " bytes; the system takes at most ", kUnixPathBytes);
  }
  return RedisAddress{.unix_path = std::move(path), .host = "", .port = 0};
}

absl::StatusOr<RedisAddress> ParseRedisAddress(std::string_view text) {
  constexpr std::string_view kUnix = "unix:";
  if (text.substr(0, kUnix.size()) == kUnix) {
    return UnixAddress(std::string(text.substr(kUnix.size())));
  }
  size_t colon = text.rfind(':');
  std::string_view host = "127.0.0.1";
  std::string_view port = text;
  if (colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  bool ambiguous = !bracketed && host.find(':') != std::string_view::npos;
  if (host.empty() || ambiguous || host.find('\0') != std::string_view::npos) {
    return InvalidArgument("redis address must be unix:/path, host:port, ",
                           "[ipv6]:port or port, is \"", text, "\"");
  }
  PLACARD_ASSIGN_OR_RETURN(uint16_t number, ParsePort(port));
  return RedisAddress{
      .unix_path = "", .host = std::string(host), .port = number};
}

}  // namespace placard
