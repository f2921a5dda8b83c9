// A server of decisions that are counted, and of reports about them, in this
// process.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "google/protobuf/stubs/logging.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "placard/v1/report.grpc.pb.h"
#include "services/decision/page_decider.h"
#include "services/diagnosis/diagnosis.h"
#include "services/diagnosis/report_service.h"
#include "services/rpc/wire.h"
#include "tests/services/token/keys.h"
#include "tests/support/campaign_world.h"

namespace placard {

class ReportWorld : public testing::Test {
 protected:
  ReportWorld() {
    google::protobuf::SetLogHandler(nullptr);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = v1::ReportService::NewStub(
        grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                            grpc::InsecureChannelCredentials()));
  }
  // A worker may still be finishing a call whose answer has arrived.
  ~ReportWorld() override {
    server_->Shutdown();
    workers_.Stop();
  }

  // A page with one slot that ACampaign's creative fits.
  static v1::DecideRequest APage(const std::string& section) {
    v1::DecideRequest request;
    request.set_request_id("r1");
    request.mutable_page()->add_sections(section);
    request.mutable_page()->set_url("https://site.example/" + section);
    v1::Slot& slot = *request.add_slots();
    slot.set_id("top");
    v1::FixedSize& size = *slot.add_sizes()->mutable_fixed();
    size.set_width(300);
    size.set_height(250);
    return request;
  }

  void Decide(const v1::DecideRequest& request) {
    std::string_view answer;
    const absl::Status status =
        decider_.Decide({.peer = [] { return std::string("unix:"); }},
                        request.SerializeAsString(), answer);
    ASSERT_TRUE(status.ok()) << status;
  }

  grpc::Status Diagnose(const v1::GetDeliveryDiagnosticsRequest& request,
                        v1::DeliveryDiagnostics* response) {
    grpc::ClientContext context;
    return stub_->GetDeliveryDiagnostics(&context, request, response);
  }

  void Create(const v1::Advertiser& advertiser) {
    grpc::ClientContext context;
    v1::CreateAdvertiserRequest request;
    *request.mutable_advertiser() = advertiser;
    v1::Advertiser created;
    ASSERT_TRUE(
        world_.stub().CreateAdvertiser(&context, request, &created).ok());
    world_.AwaitServed();
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
  void Create(const v1::KeywordList& list) {
    grpc::ClientContext context;
    v1::CreateKeywordListRequest request;
    *request.mutable_keyword_list() = list;
    v1::KeywordList created;
    const grpc::Status status =
        world_.stub().CreateKeywordList(&context, request, &created);
    ASSERT_TRUE(status.ok()) << status.error_message();
    world_.AwaitServed();
  }

  CampaignWorld world_;
  SeedSource seeds_{7};
  DecisionCounters counters_;
  Diagnosis diagnosis_{world_.clock()};
  PageDecider decider_{world_.serving(), world_.clock(), seeds_,
                       counters_,        Keys({"test"}), &diagnosis_};
  ReportCalls calls_{world_.serving(), world_.clock(), diagnosis_};
  WorkerPool workers_{1, 1};
  std::unique_ptr<grpc::Service> service_ = MakeReportService(calls_, workers_);
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::ReportService::Stub> stub_;
};

}  // namespace placard
