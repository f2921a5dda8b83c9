#include "services/decision/page_decider.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/status.h"
#include "engine/engine.h"
#include "google/protobuf/arena.h"
#include "placard/v1/decision.pb.h"
#include "services/codec/page_codec.h"
#include "services/codec/plain_request.h"
#include "services/decision/fetch_ads.h"
#include "services/decision/forced.h"
#include "services/decision/page_view_call.h"
#include "services/rpc/peer.h"
#include "services/rpc/violated.h"
#include "services/rpc/wire.h"

namespace placard {
namespace {

using google::protobuf::Arena;

// Enough for the messages of an ordinary page, so that they cost no allocation.
constexpr size_t kArenaBytes = 64 << 10;

absl::Status CheckRole(const DecideTerms& asked,
                       absl::FunctionRef<std::string()> peer) {
  if (!asked.seed.has_value() && !asked.at.has_value() && !asked.test) {
    return absl::OkStatus();
  }
  if (IsLoopbackPeer(peer())) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied,
               "seed, at, force and test are for the operations role, which "
               "only callers on this machine have");
}

}  // namespace

struct PageDecider::Scratch {
  static google::protobuf::ArenaOptions In(std::array<char, kArenaBytes>& b) {
    google::protobuf::ArenaOptions options;
    options.initial_block = b.data();
    options.initial_block_size = b.size();
    return options;
  }

  // Of a request that comes by way of a message; used until the next one.
  alignas(8) std::array<char, kArenaBytes> block;
  Arena arena{In(block)};

  PageRequest page;
  PageViewCall page_view;
  DecideScratch engine;
  Decision decision;
  BackwardWriter answer;
};

absl::Status PageDecider::Decide(const DecideCall& call,
                                 std::string_view request,
                                 std::string_view& answer) {
  thread_local auto scratch = std::make_unique<Scratch>();
  absl::Status status = DecideWith(*scratch, call, request, answer);
  // What a large message took is not kept.
  if (scratch->arena.SpaceAllocated() > kArenaBytes) scratch->arena.Reset();
  if (!status.ok()) counters_.CountRefused();
  return status;
}

absl::Status PageDecider::ReadAny(Scratch& scratch, const DecideCall& call,
                                  std::string_view request,
                                  const Snapshot& snapshot,
                                  DecideTerms& asked) {
  scratch.arena.Reset();
  auto* message = Arena::CreateMessage<v1::DecideRequest>(&scratch.arena);
  PLACARD_RETURN_IF_ERROR(ParseMessage(request, *message));
  asked = TermsOf(*message);
  PLACARD_RETURN_IF_ERROR(CheckRole(asked, call.peer));
  FieldViolations violations =
      ReadDecideRequest(*message, snapshot.site_policy(), scratch.page);
  CheckForce(scratch.page, snapshot, "force", violations);
  return Violated(violations);
}

absl::Status PageDecider::DecideWith(Scratch& scratch, const DecideCall& call,
                                     std::string_view request,
                                     std::string_view& answer) {
  // One reading of the clock, one snapshot and one seed for the whole page.
  const absl::Time now = clock_.Now();
  if (call.deadline <= now) {
    return Error(absl::StatusCode::kDeadlineExceeded,
                 "the deadline had passed before the call was looked at");
  }
  const std::shared_ptr<const Snapshot> snapshot = serving_.snapshot.Load();
  if (snapshot == nullptr) {
    return Unavailable("this server has not read the catalogue yet");
  }
  DecideTerms asked;
  if (ReadPlainRequest(request, scratch.page, asked)) {
    PLACARD_RETURN_IF_ERROR(CheckRole(asked, call.peer));
  } else {
    PLACARD_RETURN_IF_ERROR(ReadAny(scratch, call, request, *snapshot, asked));
  }
  const std::optional<TokenRefusal> refusal =
      scratch.page_view.Open(asked, keys_, now, scratch.page);

  const uint64_t seed = asked.seed.has_value() ? *asked.seed : seeds_.Next();
  placard::Decide(*snapshot, scratch.page, asked.at.value_or(now), seed,
                  scratch.engine, scratch.decision);
  FetchRecords(scratch.decision);
  Count(scratch, asked, refusal, *snapshot);
  FetchTexts(scratch.decision);
  WriteDecideResponse(
      scratch.decision, scratch.page,
      {.epoch = snapshot->version().epoch,
       .revision = snapshot->version().revision,
       .seed = seed,
       .page_view_token = scratch.page_view.NextToken(
           asked, now, scratch.engine.contest, scratch.page, scratch.decision),
       .refusal = ToWire(refusal),
       .test = asked.test},
      scratch.answer);
  answer = scratch.answer.bytes();
  return absl::OkStatus();
}

void PageDecider::Count(Scratch& scratch, const DecideTerms& asked,
                        std::optional<TokenRefusal> refusal,
                        const Snapshot& snapshot) {
  if (asked.test) return;
  counters_.Count(scratch.page, scratch.decision, snapshot.site_policy());
  if (refusal.has_value()) counters_.CountTokenRefused(*refusal);
  if (diagnosis_ != nullptr && !asked.at.has_value() &&
      scratch.page.force.empty()) {
    diagnosis_->Record(scratch.page, scratch.engine);
  }
}

}  // namespace placard
