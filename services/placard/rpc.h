// One unary call with a deadline, and what its failure means. Private to the
// client.
//
// Thread safety: pure functions.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"

namespace placard {

// The fields that a server found at fault; empty when it did not say.
FieldViolations ViolationsOf(const google::rpc::Status& status);

// With the fields at fault, where there are any, as its message.
absl::Status ToAbslStatus(const grpc::Status& status);

inline void SetDeadline(absl::Duration timeout, grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(SystemClock().Now() + timeout));
}

// `method` is a stub's member: (context, request, response).
template <typename Response, typename Stub, typename Method, typename Request>
absl::StatusOr<Response> Call(Stub& stub, Method method, const Request& request,
                              absl::Duration timeout) {
  grpc::ClientContext context;
  SetDeadline(timeout, context);
  Response response;
  PLACARD_RETURN_IF_ERROR(
      ToAbslStatus((stub.*method)(&context, request, &response)));
  return response;
}

}  // namespace placard
