#include "services/rpc/one_piece.h"

#include <string>
#include <utility>

#include "engine/base/check.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"

namespace placard {

OnePiece::OnePiece(const grpc::ByteBuffer& message) {
  if (!message.Valid() || message.TrySingleSlice(&slice_).ok()) return;
  PLACARD_CHECK(message.DumpToSingleSlice(&slice_).ok());
}

grpc::internal::MethodHandler* NewUnaryHandler(
    std::function<grpc::ServerUnaryReactor*(grpc::CallbackServerContext*,
                                            const OnePiece*, OnePiece*)>
        open) {
  return new grpc::internal::CallbackUnaryHandler<OnePiece, OnePiece>(
      std::move(open));
}

grpc::internal::MethodHandler* NewStreamHandler(
    std::function<OnePieceStream*(grpc::CallbackServerContext*)> open) {
  return new grpc::internal::CallbackBidiHandler<OnePiece, OnePiece>(
      std::move(open));
}

int MethodIndex(std::string_view full_name) {
  const google::protobuf::MethodDescriptor* const method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          std::string(full_name));
  PLACARD_CHECK(method != nullptr);
  return method->index();
}

}  // namespace placard
