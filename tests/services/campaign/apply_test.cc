#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/codec/status.h"
#include "tests/support/campaign_world.h"

namespace placard {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::HasSubstr;

v1::Resource Resource(v1::Advertiser advertiser) {
  v1::Resource resource;
  *resource.mutable_advertiser() = std::move(advertiser);
  return resource;
}
v1::Resource Resource(v1::Campaign campaign) {
  v1::Resource resource;
  *resource.mutable_campaign() = std::move(campaign);
  return resource;
}

class ApplyTest : public testing::Test {
 protected:
  ApplyTest() : stream_(world_.stub().BatchApply(&context_)) {}

  static v1::BatchApplyRequest Message(std::vector<v1::Resource> resources) {
    v1::BatchApplyRequest request;
    for (v1::Resource& each : resources) {
      *request.add_resources() = std::move(each);
    }
    return request;
  }
  v1::BatchApplyResponse Apply(const v1::BatchApplyRequest& request) {
    v1::BatchApplyResponse response;
    EXPECT_TRUE(stream_->Write(request));
    EXPECT_TRUE(stream_->Read(&response));
    return response;
  }
  v1::BatchApplyResponse Apply(std::vector<v1::Resource> resources) {
    return Apply(Message(std::move(resources)));
  }
  static std::vector<v1::ApplyOutcome> Outcomes(
      const v1::BatchApplyResponse& response) {
    std::vector<v1::ApplyOutcome> outcomes;
    for (const v1::ApplyResult& result : response.results()) {
      outcomes.push_back(result.outcome());
    }
    return outcomes;
  }

  CampaignWorld world_;
  grpc::ClientContext context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<v1::BatchApplyRequest, v1::BatchApplyResponse>>
      stream_;
};

TEST_F(ApplyTest, TakesOneMessageInTheOrderOfDependence) {
  const auto response = Apply(
      {Resource(ACampaign("spring", "acme")), Resource(AnAdvertiser("acme"))});
  EXPECT_THAT(Outcomes(response), ElementsAre(v1::APPLY_OUTCOME_CREATED,
                                              v1::APPLY_OUTCOME_CREATED));
  EXPECT_EQ(response.results(0).name(), "campaigns/spring");
  EXPECT_EQ(response.results(0).etag(), "2");
  EXPECT_EQ(response.results(1).name(), "advertisers/acme");
  EXPECT_EQ(response.results(1).etag(), "1");
  EXPECT_EQ(response.done(), 2);
}

TEST_F(ApplyTest, WhatAlreadyHoldsIsNotWritten) {
  Apply({Resource(AnAdvertiser("acme"))});
  v1::Advertiser renamed = AnAdvertiser("acme");
  auto response = Apply({Resource(AnAdvertiser("acme"))});
  EXPECT_THAT(Outcomes(response), ElementsAre(v1::APPLY_OUTCOME_UNCHANGED));
  EXPECT_EQ(response.results(0).etag(), "1");
  EXPECT_EQ(response.done(), 2);
  EXPECT_EQ(world_.StoreRevision(), 1u);
  renamed.set_display_name("Acme");
  response = Apply({Resource(renamed)});
  EXPECT_THAT(Outcomes(response), ElementsAre(v1::APPLY_OUTCOME_UPDATED));
  EXPECT_EQ(response.results(0).etag(), "2");
}

TEST_F(ApplyTest, AStatusThatIsNotSaidStaysAsItIs) {
  v1::Campaign paused = ACampaign("spring", "acme");
  paused.set_status(v1::STATUS_PAUSED);
  paused.mutable_line_items(0)->set_status(v1::STATUS_PAUSED);
  Apply({Resource(AnAdvertiser("acme")), Resource(paused)});

  v1::Campaign silent = ACampaign("spring", "acme");
  EXPECT_THAT(Outcomes(Apply({Resource(silent)})),
              ElementsAre(v1::APPLY_OUTCOME_UNCHANGED));
  silent.add_line_items()->set_id("l2");
  silent.set_status(v1::STATUS_ACTIVE);
  EXPECT_THAT(Outcomes(Apply({Resource(silent)})),
              ElementsAre(v1::APPLY_OUTCOME_UPDATED));
  grpc::ClientContext context;
  v1::GetCampaignRequest request;
  request.set_name("campaigns/spring");
  v1::Campaign campaign;
  ASSERT_TRUE(world_.stub().GetCampaign(&context, request, &campaign).ok());
  EXPECT_EQ(campaign.status(), v1::STATUS_ACTIVE);
  EXPECT_EQ(campaign.line_items(0).status(), v1::STATUS_PAUSED);
  EXPECT_EQ(campaign.line_items(1).status(), v1::STATUS_ACTIVE);
}

TEST_F(ApplyTest, EachItemFailsForItselfWithPathsThatStartAtIt) {
  v1::Campaign bad = ACampaign("bad", "acme");
  bad.mutable_line_items(0)->set_weight(-1);
  const auto response =
      Apply({Resource(bad), Resource(ACampaign("orphan", "nobody")),
             v1::Resource(), Resource(AnAdvertiser("acme"))});
  EXPECT_THAT(Outcomes(response),
              ElementsAre(v1::APPLY_OUTCOME_FAILED, v1::APPLY_OUTCOME_FAILED,
                          v1::APPLY_OUTCOME_FAILED, v1::APPLY_OUTCOME_CREATED));
  EXPECT_EQ(response.results(0).error().code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(response.results(0).error().message(),
              HasSubstr("line_items[0].weight"));
  EXPECT_EQ(response.results(0).error().details_size(), 1);
  EXPECT_EQ(response.results(1).error().code(),
            StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(response.results(2).error().code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(response.done(), 4);
}

TEST_F(ApplyTest, SaysWhatIsReferredToInVainTogetherWithOtherFaults) {
  v1::Campaign campaign = ACampaign("spring", "nobody");
  campaign.clear_tier();
  campaign.mutable_blocks()->add_keyword_lists("keywordLists/none");
  campaign.mutable_blocks()->add_keyword_lists("no name");
  for (const bool validate_only : {false, true}) {
    v1::BatchApplyRequest request = Message({Resource(campaign)});
    request.set_validate_only(validate_only);
    const v1::BatchApplyResponse response = Apply(request);
    ASSERT_EQ(response.results_size(), 1);
    google::rpc::BadRequest fault;
    ASSERT_EQ(response.results(0).error().details_size(), 1);
    ASSERT_TRUE(response.results(0).error().details(0).UnpackTo(&fault));
    std::vector<std::string> fields;
    for (const auto& violation : fault.field_violations()) {
      fields.push_back(violation.field());
    }
    EXPECT_THAT(fields, ElementsAre("tier", "blocks.keyword_lists[1]",
                                    "advertiser", "blocks.keyword_lists[0]"));
  }
}

TEST_F(ApplyTest, ValidateOnlyNamesAllThatIsReferredToInVain) {
  v1::Campaign campaign = ACampaign("spring", "nobody");
  campaign.mutable_blocks()->add_keyword_lists("keywordLists/none");
  v1::BatchApplyRequest request = Message({Resource(campaign)});
  request.set_validate_only(true);
  EXPECT_EQ(Apply(request).results(0).error().message(),
            "campaigns/spring refers to what does not exist: "
            "advertisers/nobody, keywordLists/none");
}

TEST_F(ApplyTest, ValidateOnlyCountsWhatTheCallWouldHaveWritten) {
  v1::BatchApplyRequest request = Message({Resource(AnAdvertiser("acme"))});
  request.set_validate_only(true);
  EXPECT_THAT(Outcomes(Apply(request)), ElementsAre(v1::APPLY_OUTCOME_CREATED));
  request = Message({Resource(ACampaign("spring", "acme")),
                     Resource(ACampaign("orphan", "nobody"))});
  request.set_validate_only(true);
  EXPECT_THAT(Outcomes(Apply(request)),
              ElementsAre(v1::APPLY_OUTCOME_CREATED, v1::APPLY_OUTCOME_FAILED));
  EXPECT_EQ(world_.StoreRevision(), 0u);
}

TEST_F(ApplyTest, EndsInPeaceWhenTheClientHasSentEverything) {
  Apply({Resource(AnAdvertiser("acme"))});
  EXPECT_TRUE(stream_->WritesDone());
  EXPECT_TRUE(stream_->Finish().ok());
}

TEST_F(ApplyTest, AMessageWithoutOrWithTooManyResourcesEndsTheCall) {
  for (const int size : {0, 1001}) {
    grpc::ClientContext context;
    auto stream = world_.stub().BatchApply(&context);
    v1::BatchApplyRequest request;
    for (int i = 0; i < size; ++i) request.add_resources();
    ASSERT_TRUE(stream->Write(request));
    v1::BatchApplyResponse response;
    EXPECT_FALSE(stream->Read(&response));
    const grpc::Status status = stream->Finish();
    EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
    ASSERT_EQ(ViolationsOf(status).size(), 1u);
    EXPECT_EQ(ViolationsOf(status)[0].field, "resources");
  }
}

TEST_F(ApplyTest, SaysOfEachItemThatTheStoreIsAway) {
  Apply({Resource(AnAdvertiser("acme"))});
  world_.store().SetReachable(false);
  const auto response = Apply({Resource(AnAdvertiser("other"))});
  EXPECT_THAT(Outcomes(response), ElementsAre(v1::APPLY_OUTCOME_FAILED));
  EXPECT_EQ(response.results(0).error().code(), StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace placard
