// From bytes of the wire to a message, with an answer that helps when they are
// none: gRPC's own parse says UNIMPLEMENTED or INTERNAL and names nothing.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/rpc/one_piece.h"

namespace placard {

// Errors: INVALID_ARGUMENT naming the first field at fault (see Violated).
// Cost: the parse; a failed one is walked a second time.
absl::Status ParseMessage(std::string_view bytes,
                          google::protobuf::Message& out);
inline absl::Status ParseMessage(const grpc::ByteBuffer& bytes,
                                 google::protobuf::Message& out) {
  return ParseMessage(OnePiece(bytes).bytes(), out);
}

// Why `bytes` are no message of `type`: the path of the field whose text is not
// UTF-8, or in which the bytes end or are malformed. OK when nothing is found.
absl::Status FaultOfWire(const google::protobuf::Descriptor& type,
                         std::string_view bytes);

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message);

}  // namespace placard
