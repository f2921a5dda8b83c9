#include "services/decision/page_decider.h"

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/status.h"
#include "engine/engine.h"
#include "google/protobuf/arena.h"
#include "placard/v1/decision.pb.h"
#include "services/codec/page_codec.h"
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

absl::Status CheckRole(const v1::DecideRequest& request,
                       absl::FunctionRef<std::string()> peer) {
  if (!request.has_seed() && !request.has_at() && !IsTest(request)) {
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

  alignas(8) std::array<char, kArenaBytes> block;
  Arena arena{In(block)};
  PageRequest page;
  PageViewCall page_view;
  DecideScratch engine;
  Decision decision;
  BackwardWriter answer;
};

absl::Status PageDecider::Decide(const DecideCall& call,
                                 const grpc::ByteBuffer& request,
                                 grpc::ByteBuffer& response) {
  thread_local auto scratch = std::make_unique<Scratch>();
  absl::Status status = DecideWith(*scratch, call, request, response);
  scratch->arena.Reset();
  if (!status.ok()) counters_.CountRefused();
  return status;
}

absl::Status PageDecider::DecideWith(Scratch& scratch, const DecideCall& call,
                                     const grpc::ByteBuffer& request,
                                     grpc::ByteBuffer& response) {
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
  auto* asked = Arena::CreateMessage<v1::DecideRequest>(&scratch.arena);
  PLACARD_RETURN_IF_ERROR(ParseMessage(request, *asked));
  PLACARD_RETURN_IF_ERROR(CheckRole(*asked, call.peer));
  FieldViolations violations =
      ReadDecideRequest(*asked, snapshot->site_policy(), scratch.page);
  CheckForce(scratch.page, *snapshot, "force", violations);
  PLACARD_RETURN_IF_ERROR(Violated(violations));
  const std::optional<TokenRefusal> refusal =
      scratch.page_view.Open(*asked, keys_, now, scratch.page);

  const std::optional<uint64_t> wanted = RequestedSeed(*asked);
  const uint64_t seed = wanted.has_value() ? *wanted : seeds_.Next();
  placard::Decide(*snapshot, scratch.page,
                  RequestedInstant(*asked).value_or(now), seed, scratch.engine,
                  scratch.decision);
  WriteDecideResponse(
      scratch.decision, scratch.page,
      {.epoch = snapshot->version().epoch,
       .revision = snapshot->version().revision,
       .seed = seed,
       .page_view_token = scratch.page_view.NextToken(
           *asked, now, scratch.engine.contest, scratch.page, scratch.decision),
       .refusal = ToWire(refusal),
       .test = IsTest(*asked)},
      scratch.answer);
  grpc::ByteBuffer bytes = ToByteBuffer(scratch.answer.bytes());
  response.Swap(&bytes);
  if (IsTest(*asked)) return absl::OkStatus();
  counters_.Count(scratch.page, scratch.decision, snapshot->site_policy());
  if (refusal.has_value()) counters_.CountTokenRefused(*refusal);
  if (diagnosis_ != nullptr && !asked->has_at() && scratch.page.force.empty()) {
    diagnosis_->Record(scratch.page, scratch.engine);
  }
  return absl::OkStatus();
}

}  // namespace placard
