#include "services/decision/decision_service.h"

#include <string>

#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "placard/v1/decision.grpc.pb.h"
#include "services/decision/refusal.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

using v1::DecisionService;

class Service final : public DecisionService::WithRawCallbackMethod_Decide<
                          DecisionService::WithRawCallbackMethod_DecideStream<
                              DecisionService::Service>> {
 public:
  Service(PageDecider& decider, AnswerStreams& streams)
      : decider_(decider), streams_(streams) {}

  grpc::ServerUnaryReactor* Decide(grpc::CallbackServerContext* context,
                                   const grpc::ByteBuffer* request,
                                   grpc::ByteBuffer* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(ToWire(
        decider_.Decide({.peer = [context] { return context->peer(); },
                         .deadline = absl::FromChrono(context->deadline())},
                        *request, *response)));
    return reactor;
  }

  AnswerStreams::Reactor* DecideStream(
      grpc::CallbackServerContext* context) override {
    return streams_.Open([this, peer = context->peer()](
                             const grpc::ByteBuffer& request,
                             grpc::ByteBuffer& answer) {
      const absl::Status status =
          decider_.Decide({.peer = [&peer] { return peer; }}, request, answer);
      if (!status.ok()) answer = Refusal(request, status);
    });
  }

 private:
  PageDecider& decider_;
  AnswerStreams& streams_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDecisionService(PageDecider& decider,
                                                   AnswerStreams& streams) {
  return std::make_unique<Service>(decider, streams);
}

}  // namespace placard
