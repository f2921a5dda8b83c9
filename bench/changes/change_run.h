// Makes changes at a rate and measures how long each takes until decisions are
// made by it.
//
// A change begins at the instant at which it was due, and is effective once a
// decision has been answered whose catalogue version holds it. Decisions to
// look at are asked for whenever the server's own feed of changes says that
// there is a newer version: nothing is polled, and what the decision and the
// feed take counts as well.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/changes/plan.h"
#include "grpcpp/channel.h"
#include "placard/v1/campaign_service.grpc.pb.h"
#include "placard/v1/decision.grpc.pb.h"

namespace placard {

struct ChangeTimes {
  std::vector<std::chrono::nanoseconds> effective;
  // Until the call was answered.
  std::vector<std::chrono::nanoseconds> answered;
  uint64_t failed = 0;
  // Acknowledged, and in no decision within moments.
  uint64_t lost = 0;
  std::string first_failure;

  void Merge(const ChangeTimes& other);
};

// Which versions decisions have shown, and since when.
//
// Thread safety: thread-safe.
class VersionWatch {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  // `page`: what decisions are asked about.
  // Errors: those of WatchCampaigns.
  static absl::StatusOr<std::unique_ptr<VersionWatch>> Start(
      const std::shared_ptr<grpc::Channel>& channel, v1::DecideRequest page);
  ~VersionWatch();

  // When it was first seen in a decision, if that is before `until`.
  std::optional<Instant> AwaitSeen(uint64_t revision, Instant until);

 private:
  VersionWatch(const std::shared_ptr<grpc::Channel>& channel,
               v1::DecideRequest page);

  void Run();
  // What a decision says; 0 when it fails.
  uint64_t Decide();

  const std::unique_ptr<v1::DecisionService::Stub> decisions_;
  const std::unique_ptr<v1::CampaignService::Stub> campaigns_;
  const v1::DecideRequest page_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchCampaignsResponse>> stream_;

  std::mutex mu_;
  std::condition_variable changed_;
  // Guarded by mu_. Revisions grow.
  std::vector<std::pair<uint64_t, Instant>> seen_;

  std::thread thread_;
};

// Makes `calls` at `rate` a second; returns when all of them are effective, or
// lost.
ChangeTimes RunChanges(const std::shared_ptr<grpc::Channel>& channel,
                       VersionWatch& watch, std::span<const ChangeCall> calls,
                       double rate);

}  // namespace placard
