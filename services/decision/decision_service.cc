#include "services/decision/decision_service.h"

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "engine/base/status.h"
#include "grpcpp/server_context.h"
#include "placard/v1/decision.grpc.pb.h"
#include "services/decision/refusal.h"
#include "services/rpc/answer_calls.h"
#include "services/rpc/one_piece.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

using v1::DecisionService;

class Service final : public DecisionService::WithRawCallbackMethod_Explain<
                          DecisionService::Service> {
 public:
  Service(PageDecider& decider, AnswerStreams& streams,
          const PageExplainer& explainer, WorkerPool& explainers)
      : decider_(decider),
        calls_([this](AnswerCalls::Call& call, OnePiece& answer) {
          return Answer(call, answer);
        }),
        streams_(streams),
        explainer_(explainer),
        explainers_(explainers) {
    MarkMethodRawCallback(
        MethodIndex("placard.v1.DecisionService.Decide"),
        NewUnaryHandler([this](grpc::CallbackServerContext* context,
                               const OnePiece* request, OnePiece* answer) {
          return calls_.Open(context, request, answer);
        }));
    MarkMethodRawCallback(
        MethodIndex("placard.v1.DecisionService.DecideStream"),
        NewStreamHandler([this](grpc::CallbackServerContext* context) {
          return OpenStream(*context);
        }));
  }

  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const bool taken =
        explainers_.Submit([this, context, request, response, reactor] {
          reactor->Finish(ToWire(Explained(*context, *request, *response)));
        });
    if (!taken) {
      reactor->Finish(ToWire(Error(absl::StatusCode::kResourceExhausted,
                                   "too many explanations are asked for")));
    }
    return reactor;
  }

 private:
  grpc::Status Answer(AnswerCalls::Call& call, OnePiece& answer) {
    std::string_view bytes;
    const absl::Status status = decider_.Decide(
        {.peer = [&call] { return call.peer(); }, .deadline = call.deadline()},
        call.request(), bytes);
    if (status.ok()) answer = OnePiece(bytes);
    return ToWire(status);
  }

  OnePieceStream* OpenStream(grpc::CallbackServerContext& context) {
    return streams_.Open(
        context, [this, peer = context.peer()](std::string_view request) {
          std::string_view answer;
          const absl::Status status = decider_.Decide(
              {.peer = [&peer] { return peer; }}, request, answer);
          return OnePiece(status.ok() ? answer : Refusal(request, status));
        });
  }

  absl::Status Explained(const grpc::CallbackServerContext& context,
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
