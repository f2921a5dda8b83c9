// ReportService over gRPC: raw callback methods, as DecisionService has them,
// which workers answer.
//
// Thread safety: thread-safe.
// Lifetime: what it is made from must outlive the gRPC server.
#pragma once

#include <memory>

#include "grpcpp/impl/service_type.h"
#include "services/diagnosis/report_calls.h"
#include "services/rpc/worker_pool.h"

namespace placard {

std::unique_ptr<grpc::Service> MakeReportService(const ReportCalls& calls,
                                                 WorkerPool& workers);

}  // namespace placard
