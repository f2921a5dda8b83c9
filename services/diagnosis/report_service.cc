#include "services/diagnosis/report_service.h"

#include <string>

#include "absl/time/time.h"
#include "engine/base/status.h"
#include "grpcpp/server_context.h"
#include "placard/v1/report.grpc.pb.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

using v1::ReportService;

using RawService = ReportService::WithRawCallbackMethod_GetDeliveryDiagnostics<
    ReportService::WithRawCallbackMethod_ListBlockEffects<
        ReportService::Service>>;

using Method = absl::Status (ReportCalls::*)(const ReportCall&,
                                             const grpc::ByteBuffer&,
                                             grpc::ByteBuffer&) const;

class Service final : public RawService {
 public:
  Service(const ReportCalls& calls, WorkerPool& workers)
      : calls_(calls), workers_(workers) {}

  grpc::ServerUnaryReactor* GetDeliveryDiagnostics(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override {
    return Run(&ReportCalls::GetDeliveryDiagnostics, context, request,
               response);
  }

  grpc::ServerUnaryReactor* ListBlockEffects(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override {
    return Run(&ReportCalls::ListBlockEffects, context, request, response);
  }

 private:
  grpc::ServerUnaryReactor* Run(Method method,
                                grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request,
                                grpc::ByteBuffer* response) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const bool taken = workers_.Submit([this, method, context, request,
                                        response, reactor] {
      reactor->Finish(ToWire(Answer(method, *context, *request, *response)));
    });
    if (!taken) {
      reactor->Finish(ToWire(Error(absl::StatusCode::kResourceExhausted,
                                   "too many reports are asked for")));
    }
    return reactor;
  }

  absl::Status Answer(Method method, const grpc::CallbackServerContext& context,
                      const grpc::ByteBuffer& request,
                      grpc::ByteBuffer& response) const {
    if (context.IsCancelled()) {
      return Error(absl::StatusCode::kCancelled,
                   "the caller went away before the call began");
    }
    const std::string peer = context.peer();
    return (calls_.*method)(
        {.peer = peer, .deadline = absl::FromChrono(context.deadline())},
        request, response);
  }

  const ReportCalls& calls_;
  WorkerPool& workers_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReportService(const ReportCalls& calls,
                                                 WorkerPool& workers) {
  return std::make_unique<Service>(calls, workers);
}

}  // namespace placard
