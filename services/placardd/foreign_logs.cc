#include "services/placardd/foreign_logs.h"

#include <atomic>

#include "google/protobuf/stubs/logging.h"
#include "grpc/support/log.h"

namespace placard {
namespace {

// Process-wide, as gRPC's own log is; release and acquire, so that who sees the
// log sees it built.
std::atomic<Log*> grpc_log = nullptr;

void Forward(gpr_log_func_args* args) {
  Log* const log = grpc_log.load(std::memory_order_acquire);
  if (log == nullptr || args->severity != GPR_LOG_SEVERITY_ERROR) return;
  log->Warning("grpc", {{"text", args->message}, {"file", args->file}});
}

}  // namespace

void SilenceForeignLogs() {
  google::protobuf::SetLogHandler(nullptr);
  gpr_set_log_function(&Forward);
}

void ReportForeignErrorsTo(Log& log) {
  grpc_log.store(&log, std::memory_order_release);
}

}  // namespace placard
