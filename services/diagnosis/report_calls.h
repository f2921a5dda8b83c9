// From the bytes of ReportService's requests to the bytes of its answers.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/diagnosis/diagnosis.h"
#include "services/refresh/serving.h"

namespace placard {

// Who asks, and until when.
struct ReportCall {
  std::string_view peer;  // what the transport calls the other end
  absl::Time deadline = absl::InfiniteFuture();
};

// Thread safety: thread-safe.
// Lifetime: what it is made from must outlive it.
// Cost: looks at sampled pages one by one, each for milliseconds, and stops
// when three quarters of the time to the deadline are gone. So never call it on
// one of gRPC's threads.
// Errors: PERMISSION_DENIED from another machine; INVALID_ARGUMENT naming
// every field at fault (see Violated); DEADLINE_EXCEEDED when the deadline has
// passed; UNAVAILABLE when there is no catalogue yet; others are said at the
// method.
class ReportCalls {
 public:
  ReportCalls(const Serving& serving, const Clock& clock, Diagnosis& diagnosis)
      : serving_(serving), clock_(clock), diagnosis_(diagnosis) {}

  // Errors: NOT_FOUND when there is no such line item.
  absl::Status GetDeliveryDiagnostics(const ReportCall& call,
                                      const grpc::ByteBuffer& request,
                                      grpc::ByteBuffer& response) const;

  absl::Status ListBlockEffects(const ReportCall& call,
                                const grpc::ByteBuffer& request,
                                grpc::ByteBuffer& response) const;

 private:
  const Serving& serving_;
  const Clock& clock_;
  Diagnosis& diagnosis_;
};

}  // namespace placard
