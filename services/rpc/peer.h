// Who is at the other end of a call.
#pragma once

#include <string_view>

namespace placard {

// Whether a call comes from this machine: `peer` is what a gRPC server context
// says ("ipv4:127.0.0.1:4711", "ipv6:%5B::1%5D:4711", "unix:...").
//
// In the first version that is the operations role: whoever can open a
// connection from here is trusted with what only ops may ask for.
bool IsLoopbackPeer(std::string_view peer);

// Whether listening on `address` ("127.0.0.1:7070", "localhost:0", "[::1]:1",
// "unix:/run/placard.sock") can be reached from this machine only.
bool IsLoopbackAddress(std::string_view address);

}  // namespace placard
