#include "bench/twin/twin.h"

#include <chrono>
#include <utility>

#include "absl/memory/memory.h"
#include "bench/load/address.h"
#include "bench/load/transport.h"
#include "bench/twin/canned_answer.h"
#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "grpcpp/impl/codegen/rpc_service_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "services/rpc/answer_stream.h"
#include "services/rpc/one_piece.h"

namespace placard {
namespace {

using grpc::ByteBuffer;
using grpc::internal::RpcMethod;

// Both methods on bytes as they are, set up as generated code does it: by name,
// so that the twin can serve a stream to clients of any version of the API.
class BareService final : public grpc::Service {
 public:
  BareService() {
    Add(kUnaryMethod, RpcMethod::NORMAL_RPC,
        new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
            [](grpc::CallbackServerContext* context, const ByteBuffer* request,
               ByteBuffer* response) {
              grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
              reactor->Finish(AnswerCanned(*request, *response));
              return reactor;
            }));
    Add(kStreamMethod, RpcMethod::BIDI_STREAMING,
        NewStreamHandler([this](grpc::CallbackServerContext* context) {
          return streams_.Open(*context, &AnswerOnStream);
        }));
  }

 private:
  // Takes the handler.
  void Add(const char* name, RpcMethod::RpcType type,
           grpc::internal::MethodHandler* handler) {
    AddMethod(new grpc::internal::RpcServiceMethod(name, type, nullptr));
    MarkMethodRawCallback(methods_++, handler);
  }

  AnswerStreams streams_;
  int methods_ = 0;
};

}  // namespace

Twin::Twin(std::unique_ptr<grpc::Service> service,
           std::unique_ptr<grpc::Server> server, std::string address)
    : service_(std::move(service)),
      server_(std::move(server)),
      address_(std::move(address)) {}

Twin::~Twin() {
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

absl::StatusOr<std::unique_ptr<Twin>> Twin::Start(const std::string& address) {
  PLACARD_RETURN_IF_ERROR(CheckLoopback(address));
  auto service = std::make_unique<BareService>();
  grpc::ServerBuilder builder;
  int port = 0;
  // Two servers on one port would share its connections.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(limits::kMessageBytes);
  builder.SetMaxSendMessageSize(limits::kMessageBytes);
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(service.get());
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return Unavailable("cannot listen on ", address);
  const bool by_path = address.starts_with("unix:");
  std::string reached_at =
      by_path ? address
              : Concat(address.substr(0, address.rfind(':')), ":", port);
  return absl::WrapUnique(
      new Twin(std::move(service), std::move(server), std::move(reached_at)));
}

}  // namespace placard
