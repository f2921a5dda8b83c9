#include "services/decision/decision_service.h"

#include <string>

#include "absl/time/time.h"
#include "engine/base/status.h"
#include "grpcpp/server_context.h"
#include "placard/v1/decision.grpc.pb.h"
#include "services/decision/refusal.h"
#include "services/rpc/answer_calls.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

using v1::DecisionService;

using RawService = DecisionService::WithRawCallbackMethod_Decide<
    DecisionService::WithRawCallbackMethod_DecideStream<
        DecisionService::WithRawCallbackMethod_Explain<
            DecisionService::Service>>>;

class Service final : public RawService {
 public:
  Service(PageDecider& decider, AnswerStreams& streams,
          const PageExplainer& explainer, WorkerPool& explainers)
      : decider_(decider),
        calls_([this](const grpc::CallbackServerContext& context,
                      const grpc::ByteBuffer& request,
                      grpc::ByteBuffer& answer) {
          return ToWire(decider_.Decide(
              {.peer = [&context] { return context.peer(); },
               .deadline = absl::FromChrono(context.deadline())},
              request, answer));
        }),
        streams_(streams),
        explainer_(explainer),
        explainers_(explainers) {}

  grpc::ServerUnaryReactor* Decide(grpc::CallbackServerContext* context,
                                   const grpc::ByteBuffer* request,
                                   grpc::ByteBuffer* response) override {
    return calls_.Open(context, request, response);
  }

  AnswerStreams::Reactor* DecideStream(
      grpc::CallbackServerContext* context) override {
    return streams_.Open(*context, [this, peer = context->peer()](
                                       const grpc::ByteBuffer& request,
                                       grpc::ByteBuffer& answer) {
      const absl::Status status =
          decider_.Decide({.peer = [&peer] { return peer; }}, request, answer);
      if (!status.ok()) answer = Refusal(request, status);
    });
  }

  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const bool taken =
        explainers_.Submit([this, context, request, response, reactor] {
          reactor->Finish(ToWire(Answer(*context, *request, *response)));
        });
    if (!taken) {
      reactor->Finish(ToWire(Error(absl::StatusCode::kResourceExhausted,
                                   "too many explanations are asked for")));
    }
    return reactor;
  }

 private:
  absl::Status Answer(const grpc::CallbackServerContext& context,
                      const grpc::ByteBuffer& request,
                      grpc::ByteBuffer& response) const {
    if (context.IsCancelled()) {
      return Error(absl::StatusCode::kCancelled,
                   "the caller went away before the call began");
    }
    return explainer_.Explain(context.peer(),
                              absl::FromChrono(context.deadline()), request,
                              response);
  }

  PageDecider& decider_;
  AnswerCalls calls_;
  AnswerStreams& streams_;
  const PageExplainer& explainer_;
  WorkerPool& explainers_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDecisionService(
    PageDecider& decider, AnswerStreams& streams,
    const PageExplainer& explainer, WorkerPool& explainers) {
  return std::make_unique<Service>(decider, streams, explainer, explainers);
}

}  // namespace placard
