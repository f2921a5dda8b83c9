// From the bytes of a DecideRequest to the bytes of a DecideResponse; knows no
// gRPC server, so that it can be measured and fuzzed without one.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/decision/decision_counters.h"
#include "services/decision/seed_source.h"
#include "services/diagnosis/diagnosis.h"
#include "services/refresh/serving.h"

namespace placard {

// Who asks, and until when.
struct DecideCall {
  // What the transport calls the other end: see IsLoopbackPeer. Asked only
  // when it matters.
  absl::FunctionRef<std::string()> peer;
  absl::Time deadline = absl::InfiniteFuture();
};

// Thread safety: thread-safe; each thread that calls Decide keeps working
// memory of its own for the next call.
// Lifetime: what it is made from must outlive it.
// Cost: never blocks; takes no locks but those of Published and Diagnosis, and
// writes no log.
class PageDecider {
 public:
  // Each decision for now is recorded in `diagnosis`, unless that is null.
  PageDecider(const Serving& serving, const Clock& clock, SeedSource& seeds,
              DecisionCounters& counters, Diagnosis* diagnosis = nullptr)
      : serving_(serving),
        clock_(clock),
        seeds_(seeds),
        counters_(counters),
        diagnosis_(diagnosis) {}

  // Errors: INVALID_ARGUMENT naming every field at fault (see Violated);
  // PERMISSION_DENIED for `seed` or `at` from another machine;
  // DEADLINE_EXCEEDED when the deadline has passed; UNAVAILABLE when there is
  // no catalogue yet.
  absl::Status Decide(const DecideCall& call, const grpc::ByteBuffer& request,
                      grpc::ByteBuffer& response);

 private:
  struct Scratch;

  absl::Status DecideWith(Scratch& scratch, const DecideCall& call,
                          const grpc::ByteBuffer& request,
                          grpc::ByteBuffer& response);

  const Serving& serving_;
  const Clock& clock_;
  SeedSource& seeds_;
  DecisionCounters& counters_;
  Diagnosis* const diagnosis_;
};

}  // namespace placard
