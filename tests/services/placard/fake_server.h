// A server that keeps its documents in memory, for tests of its clients. It
// validates nothing but what a test asks it to refuse.
//
// Thread safety: calls from clients are thread-safe; the test's own access to
// the state is for when no call is running.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "google/rpc/status.pb.h"
#include "grpcpp/server.h"
#include "placard/v1/campaign_service.grpc.pb.h"
#include "placard/v1/decision.grpc.pb.h"
#include "placard/v1/report.grpc.pb.h"

namespace placard {

class FakeServer {
 public:
  FakeServer();
  ~FakeServer();

  // "127.0.0.1:port".
  const std::string& address() const { return address_; }

  // What health says; at first, yes.
  void SetServing(bool is_serving);

  struct State {
    std::mutex mu;
    // By name.
    std::map<std::string, v1::Resource> documents;
    // Documents of these names are answered so by BatchApply.
    std::map<std::string, google::rpc::Status> refusals;
    // What BatchApply warns of, by name of the campaign.
    std::map<std::string, std::vector<v1::LintFinding>> warnings;
    // What Lint was asked; one answer for each call, the last again and again.
    std::vector<v1::LintRequest> lint_requests;
    std::vector<v1::LintResponse> lint_responses;
    // How many documents each message of BatchApply held.
    std::vector<int> chunks;
    // Each changes one name; the server ends the stream after them.
    std::vector<v1::WatchCampaignsResponse> changes;
    // Lists are cut into pages of this many.
    int page_size = 2;
    v1::DecideRequest decide_request;
    v1::DecideResponse decide_response;
    v1::ExplainRequest explain_request;
    v1::ExplainResponse explain_response;
    v1::GetDeliveryDiagnosticsRequest diagnostics_request;
    v1::DeliveryDiagnostics diagnostics;
    int diagnostics_calls = 0;
    v1::ListBlockEffectsRequest block_effects_request;
    v1::ListBlockEffectsResponse block_effects;
    // Every method but BatchApply fails so, if it is not OK.
    grpc::Status failure;
  };
  State& state() { return state_; }

 private:
  class Campaigns;
  class Decisions;
  class Reports;

  State state_;
  std::unique_ptr<Campaigns> campaigns_;
  std::unique_ptr<Decisions> decisions_;
  std::unique_ptr<Reports> reports_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

// A refusal with one field at fault.
google::rpc::Status RefuseField(const std::string& field,
                                const std::string& description);

}  // namespace placard
