// From the bytes of a DecideRequest to the bytes of a DecideResponse; knows no
// gRPC server, so that it can be measured and fuzzed without one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "services/codec/page_codec.h"
#include "services/decision/decision_counters.h"
#include "services/decision/seed_source.h"
#include "services/diagnosis/diagnosis.h"
#include "services/refresh/serving.h"
#include "services/token/token_keys.h"

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
// writes no log. `force` costs a look at each campaign.
class PageDecider {
 public:
  // `keys`: of page views' tokens. Each decision for now is recorded in
  // `diagnosis`, unless that is null.
  PageDecider(const Serving& serving, const Clock& clock, SeedSource& seeds,
              DecisionCounters& counters, std::shared_ptr<const TokenKeys> keys,
              Diagnosis* diagnosis = nullptr)
      : serving_(serving),
        clock_(clock),
        seeds_(seeds),
        counters_(counters),
        keys_(std::move(keys)),
        diagnosis_(diagnosis) {}

  // `request`: the bytes of a DecideRequest. Sets `answer` to those of a
  // DecideResponse, which last until the thread's next call.
  // Errors: INVALID_ARGUMENT naming every field at fault (see Violated);
  // PERMISSION_DENIED for `seed`, `at`, `force` or `test` from another machine;
  // DEADLINE_EXCEEDED when the deadline has passed; UNAVAILABLE when there is
  // no catalogue yet.
  absl::Status Decide(const DecideCall& call, std::string_view request,
                      std::string_view& answer);

 private:
  struct Scratch;

  // What ReadPlainRequest left.
  static absl::Status ReadAny(Scratch& scratch, const DecideCall& call,
                              std::string_view request,
                              const Snapshot& snapshot, DecideTerms& asked);
  absl::Status DecideWith(Scratch& scratch, const DecideCall& call,
                          std::string_view request, std::string_view& answer);
  void Count(Scratch& scratch, const DecideTerms& asked,
             std::optional<TokenRefusal> refusal, const Snapshot& snapshot);

  const Serving& serving_;
  const Clock& clock_;
  SeedSource& seeds_;
  DecisionCounters& counters_;
  const std::shared_ptr<const TokenKeys> keys_;
  Diagnosis* const diagnosis_;
};

}  // namespace placard
