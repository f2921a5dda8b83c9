#include "services/decision/page_explainer.h"

#include <memory>
#include <optional>

#include "engine/base/check.h"
#include "engine/base/status.h"
#include "engine/engine.h"
#include "engine/explain/explain.h"
#include "placard/v1/decision.pb.h"
#include "services/codec/explain_codec.h"
#include "services/codec/page_codec.h"
#include "services/decision/forced.h"
#include "services/decision/page_view_call.h"
#include "services/rpc/peer.h"
#include "services/rpc/violated.h"
#include "services/rpc/wire.h"

namespace placard {
namespace {

// What Decide would have answered.
v1::DecideResponse ResponseOf(const Decision& decision, const PageRequest& page,
                              const AnswerOrigin& origin) {
  BackwardWriter bytes;
  WriteDecideResponse(decision, page, origin, bytes);
  v1::DecideResponse response;
  PLACARD_CHECK(response.ParseFromArray(
      bytes.bytes().data(), static_cast<int>(bytes.bytes().size())));
  return response;
}

}  // namespace

absl::Status PageExplainer::Explain(std::string_view peer, absl::Time deadline,
                                    const grpc::ByteBuffer& request,
                                    grpc::ByteBuffer& response) const {
  const absl::Time now = clock_.Now();
  if (deadline <= now) {
    return Error(absl::StatusCode::kDeadlineExceeded,
                 "the deadline had passed before the call was looked at");
  }
  if (!IsLoopbackPeer(peer)) {
    return Error(absl::StatusCode::kPermissionDenied,
                 "explanations are for the operations role, which only "
                 "callers on this machine have");
  }
  const std::shared_ptr<const Snapshot> snapshot = serving_.snapshot.Load();
  if (snapshot == nullptr) {
    return Unavailable("this server has not read the catalogue yet");
  }
  v1::ExplainRequest asked;
  PageRequest page;
  ExplainOptions options;
  PLACARD_RETURN_IF_ERROR(ParseMessage(request, asked));
  FieldViolations violations =
      ReadExplainRequest(asked, snapshot->site_policy(), page, options);
  CheckForce(page, *snapshot, "request.force", violations);
  PLACARD_RETURN_IF_ERROR(Violated(violations));
  const DecideTerms terms = TermsOf(asked.request());
  PageViewCall page_view;
  const std::optional<TokenRefusal> refusal =
      page_view.Open(terms, keys_, now, page);

  const uint64_t seed = terms.seed.has_value() ? *terms.seed : seeds_.Next();
  const absl::Time instant = terms.at.value_or(now);
  DecideScratch scratch;
  Decision decision;
  Decide(*snapshot, page, instant, seed, scratch, decision);

  v1::ExplainResponse answer;
  *answer.mutable_decision() =
      ResponseOf(decision, page,
                 {.epoch = snapshot->version().epoch,
                  .revision = snapshot->version().revision,
                  .seed = seed,
                  .page_view_token = page_view.NextToken(
                      terms, now, scratch.contest, page, decision),
                  .refusal = ToWire(refusal),
                  .test = terms.test});
  *answer.mutable_explanation() =
      ToProto(placard::Explain(*snapshot, page, instant, seed, decision,
                               options, scratch.search),
              page);
  response = SerializeMessage(answer);
  return absl::OkStatus();
}

}  // namespace placard
