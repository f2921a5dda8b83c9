#include <optional>
#include <utility>

#include "bench/load/transport.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"

namespace placard {
namespace {

class UnaryTransport final : public Transport {
 public:
  explicit UnaryTransport(TransportSettings settings)
      : requests_(settings.requests),
        timeout_(settings.timeout),
        calls_(settings.tickets) {
    for (auto& channel : settings.channels) {
      stubs_.emplace_back(std::move(channel));
    }
  }

  grpc::StatusCode Send(const Outgoing& request) override {
    Call& call = calls_[request.ticket];
    call.context.emplace();
    call.context->set_deadline(std::chrono::system_clock::now() + timeout_);
    call.reader = stubs_[request.ticket % stubs_.size()].PrepareUnaryCall(
        &*call.context, method_, requests_.Message(request.page, request.id),
        &queue_);
    call.reader->StartCall();
    // From here on the call is the other thread's.
    call.reader->Finish(&call.response, &call.status, &call);
    return grpc::StatusCode::OK;
  }

  void Close() override { queue_.Shutdown(); }

  bool Next(std::vector<Answer>& answers) override {
    void* tag = nullptr;
    bool ok = false;
    if (!queue_.Next(&tag, &ok)) return false;
    Call& call = *static_cast<Call*>(tag);
    answers.push_back({.ticket = static_cast<uint32_t>(&call - calls_.data()),
                       .code = call.status.error_code(),
                       .response = {}});
    answers.back().response.Swap(&call.response);
    call.reader.reset();
    call.context.reset();
    return true;
  }

 private:
  struct Call {
    std::optional<grpc::ClientContext> context;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
    grpc::ByteBuffer response;
    grpc::Status status;
  };

  const Requests& requests_;
  const std::chrono::milliseconds timeout_;
  const std::string method_ = kUnaryMethod;
  std::vector<grpc::GenericStub> stubs_;
  std::vector<Call> calls_;  // by ticket; its size never changes
  grpc::CompletionQueue queue_;
};

}  // namespace

std::unique_ptr<Transport> MakeUnaryTransport(TransportSettings settings) {
  return std::make_unique<UnaryTransport>(std::move(settings));
}

}  // namespace placard
