#include "services/decision/decision_service.h"

#include <string>

#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "placard/v1/decision.grpc.pb.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

class Service final : public v1::DecisionService::WithRawCallbackMethod_Decide<
                          v1::DecisionService::Service> {
 public:
  explicit Service(PageDecider& decider) : decider_(decider) {}

  grpc::ServerUnaryReactor* Decide(grpc::CallbackServerContext* context,
                                   const grpc::ByteBuffer* request,
                                   grpc::ByteBuffer* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const std::string peer = context->peer();
    reactor->Finish(ToWire(decider_.Decide(
        {.peer = peer, .deadline = absl::FromChrono(context->deadline())},
        *request, *response)));
    return reactor;
  }

 private:
  PageDecider& decider_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDecisionService(PageDecider& decider) {
  return std::make_unique<Service>(decider);
}

}  // namespace placard
