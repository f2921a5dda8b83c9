// A server as the commands see it: documents of any kind, by name. Each call
// has a deadline; none is sent twice.
//
// Thread safety: thread-safe, as gRPC's channels are.
// Cost: one round trip a call, or one a page or chunk.
// Errors: the server's own, with every field at fault in the message;
// UNAVAILABLE when it cannot be reached, DEADLINE_EXCEEDED when it is slow.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "grpcpp/channel.h"
#include "placard/v1/campaign_service.grpc.pb.h"
#include "placard/v1/decision.grpc.pb.h"
#include "placard/v1/report.grpc.pb.h"
#include "services/placard/resource_kind.h"

namespace placard {

class Client {
 public:
  // `timeout` is for one round trip.
  Client(std::shared_ptr<grpc::Channel> channel, absl::Duration timeout);

  absl::StatusOr<v1::Resource> Get(const ResourceName& name);

  // All documents of a kind in order of name, page by page. The site policy
  // is a list of one, or of none before it was first written.
  absl::Status List(ResourceKind kind,
                    const std::function<void(const v1::Resource&)>& visit);

  absl::Status Delete(const ResourceName& name, bool dry_run);

  // Of a campaign, a line item or an advertiser.
  // Errors: INVALID_ARGUMENT for other kinds, which cannot be paused.
  absl::Status SetStatus(const ResourceName& name, v1::Status status);

  // Sends `resources` in their order, in chunks as large as a message may be,
  // and visits one result for each, in the same order. Some may have been
  // visited when it fails.
  using VisitResult = std::function<void(size_t, const v1::ApplyResult&)>;
  absl::Status Apply(std::span<const v1::Resource* const> resources,
                     bool dry_run, const VisitResult& visit);

  // Findings of these campaigns, or of all when there are no names, call by
  // call, as one answer.
  absl::StatusOr<v1::LintResponse> Lint(const std::vector<std::string>& names);

  absl::StatusOr<v1::DecideResponse> Decide(const v1::DecideRequest& request);
  absl::StatusOr<v1::ExplainResponse> Explain(
      const v1::ExplainRequest& request);

  absl::StatusOr<v1::DeliveryDiagnostics> GetDeliveryDiagnostics(
      const v1::GetDeliveryDiagnosticsRequest& request);
  absl::StatusOr<v1::ListBlockEffectsResponse> ListBlockEffects(
      const v1::ListBlockEffectsRequest& request);

  // Every change from now on, until the server ends the stream or `visit`
  // returns false. The one call without a deadline.
  absl::Status Watch(
      const std::function<bool(const v1::WatchCampaignsResponse&)>& visit);

  // OK as soon as the server says that it serves; asks again until `wait` is
  // over by `clock`.
  // Errors: UNAVAILABLE.
  absl::Status CheckHealth(absl::Duration wait, const Clock& clock);

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const absl::Duration timeout_;
  const std::unique_ptr<v1::CampaignService::Stub> campaigns_;
  const std::unique_ptr<v1::DecisionService::Stub> decisions_;
  const std::unique_ptr<v1::ReportService::Stub> reports_;
};

// "127.0.0.1:7070", "[::1]:7070", "unix:/path".
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address);

}  // namespace placard
