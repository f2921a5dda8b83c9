// Ops people at their client, for tests of what they write.
#pragma once

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/codec/status.h"
#include "tests/support/campaign_world.h"

namespace placard {

class OpsTest : public testing::Test {
 protected:
  template <typename Request, typename Response>
  using Method = grpc::Status (v1::CampaignService::Stub::*)(
      grpc::ClientContext*, const Request&, Response*);

  template <typename Request, typename Response>
  grpc::Status Call(Method<Request, Response> method, const Request& request,
                    Response* response) {
    grpc::ClientContext context;
    return (world_.stub().*method)(&context, request, response);
  }

  grpc::Status Create(const v1::Campaign& campaign,
                      v1::Campaign* created = nullptr,
                      const std::string& request_id = "") {
    v1::CreateCampaignRequest request;
    *request.mutable_campaign() = campaign;
    request.set_request_id(request_id);
    v1::Campaign ignored;
    return Call(&v1::CampaignService::Stub::CreateCampaign, request,
                created == nullptr ? &ignored : created);
  }
  grpc::Status Create(const v1::Advertiser& advertiser) {
    v1::CreateAdvertiserRequest request;
    *request.mutable_advertiser() = advertiser;
    v1::Advertiser ignored;
    return Call(&v1::CampaignService::Stub::CreateAdvertiser, request,
                &ignored);
  }
  v1::Campaign Get(const std::string& name) {
    v1::GetCampaignRequest request;
    request.set_name(name);
    v1::Campaign campaign;
    const grpc::Status status =
        Call(&v1::CampaignService::Stub::GetCampaign, request, &campaign);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return campaign;
  }
  grpc::Status Update(const v1::UpdateCampaignRequest& request,
                      v1::Campaign* updated = nullptr) {
    v1::Campaign ignored;
    return Call(&v1::CampaignService::Stub::UpdateCampaign, request,
                updated == nullptr ? &ignored : updated);
  }
  grpc::Status Delete(const std::string& name, const std::string& etag = "",
                      const std::string& request_id = "") {
    v1::DeleteCampaignRequest request;
    request.set_name(name);
    request.set_etag(etag);
    request.set_request_id(request_id);
    google::protobuf::Empty empty;
    return Call(&v1::CampaignService::Stub::DeleteCampaign, request, &empty);
  }
  // An advertiser and a campaign of his.
  v1::Campaign Spring() {
    EXPECT_TRUE(Create(AnAdvertiser("acme")).ok());
    v1::Campaign created;
    const grpc::Status status = Create(ACampaign("spring", "acme"), &created);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return created;
  }

  static std::vector<std::string> FieldsAtFault(const grpc::Status& status) {
    std::vector<std::string> fields;
    for (const FieldViolation& each : ViolationsOf(status)) {
      fields.push_back(each.field);
    }
    return fields;
  }

  CampaignWorld world_;
};

}  // namespace placard
