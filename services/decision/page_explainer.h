// From the bytes of an ExplainRequest to the bytes of an ExplainResponse.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/decision/seed_source.h"
#include "services/refresh/serving.h"
#include "services/token/token_keys.h"

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
  // `keys`: of page views' tokens.
  PageExplainer(const Serving& serving, const Clock& clock, SeedSource& seeds,
                std::shared_ptr<const TokenKeys> keys)
      : serving_(serving),
        clock_(clock),
        seeds_(seeds),
        keys_(std::move(keys)) {}

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
  const std::shared_ptr<const TokenKeys> keys_;
};

}  // namespace placard
