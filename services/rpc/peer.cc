#include "services/rpc/peer.h"

#include <string>

namespace placard {
namespace {

// An address of 127.0.0.0/8, as inet_ntop spells it: no name may pass for one.
bool IsLoopbackV4(std::string_view host) {
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool IsLoopbackV6(std::string_view host) {
  constexpr std::string_view kMapped = "::ffff:";
  if (host.starts_with(kMapped)) {
    return IsLoopbackV4(host.substr(kMapped.size()));
  }
  return host == "::1";
}

// The host of "host:port" or "[host]:port".
std::string_view HostOf(std::string_view address) {
  const std::string_view host = address.substr(0, address.rfind(':'));
  if (host.starts_with('[') && host.ends_with(']')) {
    return host.substr(1, host.size() - 2);
  }
  return host;
}

// gRPC escapes the brackets of an IPv6 address as in a URI.
std::string Unescape(std::string_view peer) {
  std::string out(peer);
  for (const auto& [escape, character] :
       {std::pair{std::string_view("%5B"), "["},
        std::pair{std::string_view("%5D"), "]"}}) {
    const size_t at = out.find(escape);
    if (at != std::string::npos) out.replace(at, escape.size(), character);
  }
  return out;
}

}  // namespace

bool IsLoopbackPeer(std::string_view peer) {
  if (peer.starts_with("unix:")) return true;
  if (peer.starts_with("ipv4:")) return IsLoopbackV4(HostOf(peer.substr(5)));
  if (peer.starts_with("ipv6:")) {
    const std::string address = Unescape(peer.substr(5));
    return IsLoopbackV6(HostOf(address));
  }
  return false;
}

bool IsLoopbackAddress(std::string_view address) {
  if (address.starts_with("unix:")) return true;
  const std::string_view host = HostOf(address);
  return host == "localhost" || IsLoopbackV4(host) || IsLoopbackV6(host);
}

}  // namespace placard
