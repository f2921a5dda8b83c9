#include "services/diagnosis/report_calls.h"

#include <memory>
#include <string>

#include "engine/base/status.h"
#include "placard/v1/report.pb.h"
#include "services/codec/names.h"
#include "services/diagnosis/nearest_line_item.h"
#include "services/diagnosis/report_codec.h"
#include "services/rpc/peer.h"
#include "services/rpc/violated.h"
#include "services/rpc/wire.h"

namespace placard {
namespace {

absl::Status CheckCall(const ReportCall& call, absl::Time now) {
  if (call.deadline <= now) {
    return Error(absl::StatusCode::kDeadlineExceeded,
                 "the deadline had passed before the call was looked at");
  }
  if (IsLoopbackPeer(call.peer)) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied,
               "reports are for the operations role, which only callers on "
               "this machine have");
}

// When a call had better come to its answer.
absl::Time Enough(const ReportCall& call, absl::Time now) {
  if (call.deadline == absl::InfiniteFuture()) return call.deadline;
  return now + (call.deadline - now) * 0.75;
}

template <typename Request>
size_t PagesAskedFor(const Request& request) {
  return static_cast<size_t>(request.has_sample_pages() ? request.sample_pages()
                                                        : kSampledPages);
}

absl::Status CheckExists(const Snapshot& snapshot, const std::string& text) {
  PLACARD_ASSIGN_OR_RETURN(const LineItemName name, ParseLineItemName(text));
  const ServedCampaign* campaign = snapshot.FindCampaign(name.campaign);
  if (campaign != nullptr) {
    for (const ServedLineItem& item : campaign->line_items()) {
      if (item.line_item->name == text) return absl::OkStatus();
    }
  }
  const std::string nearest = NearestLineItem(snapshot, name);
  return NotFound(
      "there is no line item ", text,
      nearest.empty() ? "" : Concat("; did you mean ", nearest, "?"));
}

}  // namespace

absl::Status ReportCalls::GetDeliveryDiagnostics(
    const ReportCall& call, const grpc::ByteBuffer& request,
    grpc::ByteBuffer& response) const {
  const absl::Time now = clock_.Now();
  PLACARD_RETURN_IF_ERROR(CheckCall(call, now));
  const std::shared_ptr<const Snapshot> snapshot = serving_.snapshot.Load();
  if (snapshot == nullptr) {
    return Unavailable("this server has not read the catalogue yet");
  }
  v1::GetDeliveryDiagnosticsRequest asked;
  PLACARD_RETURN_IF_ERROR(ParseMessage(request, asked));
  PLACARD_RETURN_IF_ERROR(Violated(Check(asked)));
  PLACARD_RETURN_IF_ERROR(CheckExists(*snapshot, asked.line_item()));

  v1::DeliveryDiagnostics answer;
  answer.set_line_item(asked.line_item());
  *answer.mutable_config_version() = ToProto(snapshot->version());
  WriteCounts(diagnosis_.recorder().CountsOf(asked.line_item()), answer);
  const absl::Time enough = Enough(call, now);
  SampledPages sample = diagnosis_.sample().Newest(PagesAskedFor(asked));
  const SampledDelivery delivery =
      DiagnoseOnSample(*snapshot, sample, asked.line_item(), now,
                       [&] { return clock_.Now() < enough; });
  diagnosis_.sample().Keep(static_cast<size_t>(delivery.pages), sample);
  *answer.mutable_sample() = ToProto(delivery, sample);
  response = SerializeMessage(answer);
  return absl::OkStatus();
}

absl::Status ReportCalls::ListBlockEffects(const ReportCall& call,
                                           const grpc::ByteBuffer& request,
                                           grpc::ByteBuffer& response) const {
  const absl::Time now = clock_.Now();
  PLACARD_RETURN_IF_ERROR(CheckCall(call, now));
  const std::shared_ptr<const Snapshot> snapshot = serving_.snapshot.Load();
  if (snapshot == nullptr) {
    return Unavailable("this server has not read the catalogue yet");
  }
  v1::ListBlockEffectsRequest asked;
  PLACARD_RETURN_IF_ERROR(ParseMessage(request, asked));
  PLACARD_RETURN_IF_ERROR(Violated(Check(asked)));

  const absl::Time enough = Enough(call, now);
  SampledPages sample = diagnosis_.sample().Newest(PagesAskedFor(asked));
  const BlockLedger ledger = CountBlocks(*snapshot, sample, now,
                                         [&] { return clock_.Now() < enough; });
  diagnosis_.sample().Keep(static_cast<size_t>(ledger.pages), sample);
  v1::ListBlockEffectsResponse answer = ToProto(ledger, sample);
  *answer.mutable_config_version() = ToProto(snapshot->version());
  response = SerializeMessage(answer);
  return absl::OkStatus();
}

}  // namespace placard
