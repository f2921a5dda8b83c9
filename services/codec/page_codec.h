// Between a page renderer's messages and the engine's model.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "engine/base/status.h"
#include "engine/model/campaign.h"
#include "engine/model/decision.h"
#include "engine/model/page.h"
#include "placard/v1/decision.pb.h"
#include "services/codec/backward_writer.h"

namespace placard {

// Reads `request` into `out`, whose storage is used again; returns everything
// that is wrong, with paths that start at the request ("slots[0].sizes[1]").
// `policy` gives the presets.
//
// Strict: what this version does not honour is refused rather than ignored:
// fields reserved for later versions, fields and enum values it does not know.
// `force` must look like the name of a line item or creative; whether there is
// one is for others to say. What a page_view_token holds is left out; it is
// text and no more, for one that is refused is no error.
//
// A position becomes the slot's key-value "position"; keywords that are equal
// after normalisation become one; segments are left out without consent.
//
// When anything is returned, `out` is not to be used, but may be read into
// again. Cost: linear; builds no path and no message unless something is wrong.
FieldViolations ReadDecideRequest(const v1::DecideRequest& request,
                                  const SitePolicy& policy, PageRequest& out);

// The instant that the request asks for; nullopt: now.
// Precondition: ReadDecideRequest() found nothing.
std::optional<absl::Time> RequestedInstant(const v1::DecideRequest& request);

// The seed that the request asks for; nullopt: a fresh one.
std::optional<uint64_t> RequestedSeed(const v1::DecideRequest& request);

// Whether the request is one that is not counted: `test`, or what implies it.
bool IsTest(const v1::DecideRequest& request);

// What a request asks for beside the page.
struct DecideTerms {
  std::optional<absl::Time> at;      // nullopt: now
  std::optional<uint64_t> seed;      // nullopt: a fresh one
  bool test = false;                 // `test`, or what implies it
  std::string_view page_view_token;  // empty: none
  std::string_view viewer_key;       // empty: not known
};

// It points into `request`.
DecideTerms TermsOf(const v1::DecideRequest& request);

// What an answer says beside the decision.
struct AnswerOrigin {
  std::string_view epoch;            // of the catalogue that was asked
  uint64_t revision = 0;             // of the catalogue that was asked
  uint64_t seed = 0;                 // of all draws
  std::string_view page_view_token;  // for the page view's next call
  v1::TokenRefusal refusal = v1::TOKEN_REFUSAL_UNSPECIFIED;  // of the last one
  bool test = false;
};

// Writes the bytes of a v1::DecideResponse, over what `out` held. Precondition:
// `decision` answers `request`, and the catalogue it points into is still
// there. Cost: linear; allocates nothing once `out` is warm.
void WriteDecideResponse(const Decision& decision, const PageRequest& request,
                         const AnswerOrigin& origin, BackwardWriter& out);

}  // namespace placard
