// From the bytes of an ExplainRequest to the bytes of an ExplainResponse.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/decision/seed_source.h"
#include "services/refresh/serving.h"

namespace placard {

// Decides by the same function as PageDecider, apart from it: nothing of it is
// counted.
//
// Thread safety: thread-safe.
// Lifetime: what it is made from must outlive it.
// Cost: of its thread up to a second or two; see Explain. So never call it on
// one of gRPC's threads.
class PageExplainer {
 public:
  PageExplainer(const Serving& serving, const Clock& clock, SeedSource& seeds)
      : serving_(serving), clock_(clock), seeds_(seeds) {}

  // `peer`: what the transport calls the other end.
  // Errors: PERMISSION_DENIED from another machine; INVALID_ARGUMENT naming
  // every field at fault (see Violated); DEADLINE_EXCEEDED when the deadline
  // has passed; UNAVAILABLE when there is no catalogue yet.
  absl::Status Explain(std::string_view peer, absl::Time deadline,
                       const grpc::ByteBuffer& request,
                       grpc::ByteBuffer& response) const;

 private:
  const Serving& serving_;
  const Clock& clock_;
  SeedSource& seeds_;
};

}  // namespace placard
