// A server of decisions in this process, with its catalogue, and a client.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "google/protobuf/stubs/logging.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "placard/v1/decision.grpc.pb.h"
#include "services/decision/decision_service.h"
#include "services/rpc/wire.h"
#include "tests/services/token/keys.h"
#include "tests/support/campaign_world.h"

namespace placard {

// A page with one slot that ACampaign's creative fits.
inline v1::DecideRequest APage() {
  v1::DecideRequest request;
  request.set_request_id("r1");
  request.mutable_page()->add_sections("news");
  v1::Slot& slot = *request.add_slots();
  slot.set_id("top");
  v1::FixedSize& size = *slot.add_sizes()->mutable_fixed();
  size.set_width(300);
  size.set_height(250);
  return request;
}

class DecisionWorld : public testing::Test {
 protected:
  DecisionWorld() {
    google::protobuf::SetLogHandler(nullptr);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                                   grpc::InsecureChannelCredentials());
    stub_ = v1::DecisionService::NewStub(channel_);
  }
  // A worker may still be finishing a call whose answer has arrived.
  ~DecisionWorld() override {
    server_->Shutdown();
    explainers_.Stop();
  }

  grpc::Status Decide(const v1::DecideRequest& request,
                      v1::DecideResponse* response) {
    grpc::ClientContext context;
    return stub_->Decide(&context, request, response);
  }
  // In the words of PageDecider, where the peer can be anybody.
  absl::Status DecideFrom(std::string_view peer,
                          const v1::DecideRequest& request,
                          absl::Time deadline = absl::InfiniteFuture()) {
    std::string_view answer;
    return decider_.Decide(
        {.peer = [&] { return std::string(peer); }, .deadline = deadline},
        request.SerializeAsString(), answer);
  }

  void CreateSpring() {
    grpc::ClientContext context;
    v1::CreateAdvertiserRequest request;
    *request.mutable_advertiser() = AnAdvertiser("acme");
    v1::Advertiser created;
    ASSERT_TRUE(
        world_.stub().CreateAdvertiser(&context, request, &created).ok());
    Create(ACampaign("spring", "acme"));
  }
  void Create(const v1::Campaign& campaign) {
    grpc::ClientContext context;
    v1::CreateCampaignRequest request;
    *request.mutable_campaign() = campaign;
    v1::Campaign created;
    const grpc::Status status =
        world_.stub().CreateCampaign(&context, request, &created);
    ASSERT_TRUE(status.ok()) << status.error_message();
    world_.AwaitServed();
  }

  CampaignWorld world_;
  SeedSource seeds_{7};
  DecisionCounters counters_;
  const std::shared_ptr<const TokenKeys> keys_ = Keys({"test"});
  PageDecider decider_{world_.serving(), world_.clock(), seeds_, counters_,
                       keys_};
  AnswerStreams streams_;
  PageExplainer explainer_{world_.serving(), world_.clock(), seeds_, keys_};
  WorkerPool explainers_{1, 1};
  std::unique_ptr<grpc::Service> service_ =
      MakeDecisionService(decider_, streams_, explainer_, explainers_);
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::DecisionService::Stub> stub_;
};

}  // namespace placard
