// A message as its bytes, which gRPC takes and hands out as they are. Its own
// type for that, ByteBuffer, is allocated anew on each way.
//
// Thread safety: thread-compatible.
#pragma once

#include <functional>
#include <string_view>

#include "grpcpp/impl/codegen/serialization_traits.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "grpcpp/support/slice.h"
#include "grpcpp/support/status.h"

namespace grpc::internal {
class MethodHandler;
}  // namespace grpc::internal

namespace placard {

class OnePiece {
 public:
  OnePiece() = default;
  // A copy.
  explicit OnePiece(std::string_view bytes)
      : slice_(bytes.data(), bytes.size()) {}
  // No copy, unless it came in several pieces.
  explicit OnePiece(const grpc::ByteBuffer& message);

  // Until this is moved or goes.
  std::string_view bytes() const {
    return {reinterpret_cast<const char*>(slice_.begin()), slice_.size()};
  }
  const grpc::Slice& slice() const { return slice_; }

 private:
  grpc::Slice slice_;
};

using OnePieceStream = grpc::ServerBidiReactor<OnePiece, OnePiece>;

// What a service marks a method with whose messages are in one piece; the
// service owns it. See grpc::Service::MarkMethodRawCallback.
grpc::internal::MethodHandler* NewUnaryHandler(
    std::function<grpc::ServerUnaryReactor*(grpc::CallbackServerContext*,
                                            const OnePiece* request,
                                            OnePiece* answer)>
        open);
grpc::internal::MethodHandler* NewStreamHandler(
    std::function<OnePieceStream*(grpc::CallbackServerContext*)> open);

// Which of its service's methods it is: "placard.v1.DecisionService.Decide".
// Precondition: there is such a method.
int MethodIndex(std::string_view full_name);

}  // namespace placard

namespace grpc {

template <>
class SerializationTraits<placard::OnePiece> {
 public:
  static Status Deserialize(ByteBuffer* from, placard::OnePiece* to) {
    *to = placard::OnePiece(*from);
    from->Clear();
    return Status::OK;
  }
  static Status Serialize(const placard::OnePiece& from, ByteBuffer* to,
                          bool* own_buffer) {
    ByteBuffer buffer(&from.slice(), 1);
    to->Swap(&buffer);  // a move would copy
    *own_buffer = true;
    return Status::OK;
  }
};

}  // namespace grpc
