#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/codec/timestamp.h"
#include "tests/services/campaign/ops_test.h"

namespace placard {
namespace {

using grpc::StatusCode;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class UpdateTest : public OpsTest {};

TEST_F(UpdateTest, ARepeatedUpdateWithItsEtagIsNoConflictWithItself) {
  const v1::Campaign campaign = Spring();
  v1::UpdateCampaignRequest request;
  *request.mutable_campaign() = campaign;
  request.mutable_campaign()->set_display_name("Spring");
  request.set_request_id("r1");
  v1::Campaign first;
  ASSERT_TRUE(Update(request, &first).ok());
  v1::Campaign second;
  const grpc::Status status = Update(request, &second);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
}

TEST_F(UpdateTest, UpdateWritesWhatTheMaskNames) {
  v1::Campaign campaign = Spring();
  world_.clock().Advance(absl::Hours(1));
  v1::UpdateCampaignRequest request;
  request.mutable_campaign()->set_name("campaigns/spring");
  request.mutable_campaign()->set_display_name("Spring");
  request.mutable_campaign()->set_priority(3);
  request.mutable_update_mask()->add_paths("priority");
  v1::Campaign updated;
  ASSERT_TRUE(Update(request, &updated).ok());
  EXPECT_EQ(updated.priority(), 3);
  EXPECT_EQ(updated.display_name(), "");
  EXPECT_EQ(updated.etag(), "3");
  EXPECT_EQ(ToTime(updated.create_time()),
            world_.clock().Now() - absl::Hours(1));
  EXPECT_EQ(ToTime(updated.update_time()), world_.clock().Now());
  EXPECT_EQ(updated.creatives_size(), 1);
  EXPECT_EQ(Get("campaigns/spring").SerializeAsString(),
            updated.SerializeAsString());
}

TEST_F(UpdateTest, UpdateReplacesWholeListsAndMessages) {
  const v1::Campaign campaign = Spring();
  v1::UpdateCampaignRequest request;
  request.mutable_campaign()->set_name("campaigns/spring");
  request.mutable_campaign()->add_line_items()->set_id("l2");
  request.mutable_campaign()->mutable_flight()->mutable_end_time()->set_seconds(
      2);
  request.mutable_update_mask()->add_paths("line_items");
  request.mutable_update_mask()->add_paths("flight.end_time");
  v1::Campaign updated;
  ASSERT_TRUE(Update(request, &updated).ok());
  ASSERT_EQ(updated.line_items_size(), 1);
  EXPECT_EQ(updated.line_items(0).id(), "l2");
  EXPECT_EQ(updated.flight().start_time().seconds(), 1);
  EXPECT_EQ(updated.flight().end_time().seconds(), 2);
}

TEST_F(UpdateTest, UpdateWithoutAMaskWritesAllAndKeepsStatusesThatAreNotSaid) {
  v1::Campaign campaign = Spring();
  v1::PauseCampaignRequest pause;
  pause.set_name("campaigns/spring");
  ASSERT_TRUE(
      Call(&v1::CampaignService::Stub::PauseCampaign, pause, &campaign).ok());
  v1::UpdateCampaignRequest request;
  *request.mutable_campaign() = ACampaign("spring", "acme");
  request.mutable_campaign()->set_display_name("Spring");
  v1::Campaign updated;
  ASSERT_TRUE(Update(request, &updated).ok());
  EXPECT_EQ(updated.display_name(), "Spring");
  EXPECT_EQ(updated.status(), v1::STATUS_PAUSED);
}

TEST_F(UpdateTest, UpdateRefusesPathsThatAreUnknownOrOutputOnly) {
  Spring();
  v1::UpdateCampaignRequest request;
  request.mutable_campaign()->set_name("campaigns/spring");
  for (const char* path : {"prioriti", "etag", "create_time",
                           "update_time.seconds", "line_items.id"}) {
    request.mutable_update_mask()->add_paths(path);
  }
  const grpc::Status status = Update(request);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(FieldsAtFault(status),
              ElementsAre("update_mask.paths[0]", "update_mask.paths[1]",
                          "update_mask.paths[2]", "update_mask.paths[3]",
                          "update_mask.paths[4]"));
}

TEST_F(UpdateTest, UpdateChecksTheResultAsAWhole) {
  Spring();
  v1::UpdateCampaignRequest request;
  request.mutable_campaign()->set_name("campaigns/spring");
  request.mutable_campaign()->set_tier(v1::TIER_PRICE_PRIORITY);
  request.mutable_update_mask()->add_paths("tier");
  EXPECT_THAT(FieldsAtFault(Update(request)),
              testing::Contains("campaign.line_items[0].price"));
}

TEST_F(UpdateTest, AStaleEtagIsAbortedNamingTheCurrentOne) {
  const v1::Campaign campaign = Spring();
  v1::UpdateCampaignRequest request;
  *request.mutable_campaign() = campaign;
  request.mutable_campaign()->set_display_name("first");
  ASSERT_TRUE(Update(request).ok());
  request.mutable_campaign()->set_display_name("second");
  const grpc::Status status = Update(request);
  EXPECT_EQ(status.error_code(), StatusCode::ABORTED);
  EXPECT_THAT(status.error_message(),
              AllOf(HasSubstr("now \"3\""), HasSubstr("not \"2\"")));
  EXPECT_EQ(Get("campaigns/spring").display_name(), "first");

  const grpc::Status deleted = Delete("campaigns/spring", "2");
  EXPECT_EQ(deleted.error_code(), StatusCode::ABORTED);
  EXPECT_THAT(deleted.error_message(), HasSubstr("now \"3\""));
  EXPECT_TRUE(Delete("campaigns/spring", "3").ok());
}

TEST_F(UpdateTest, UpdateCreatesWhatIsMissingOnlyWhenAllowedTo) {
  ASSERT_TRUE(Create(AnAdvertiser("acme")).ok());
  v1::UpdateCampaignRequest request;
  *request.mutable_campaign() = ACampaign("spring", "acme");
  EXPECT_EQ(Update(request).error_code(), StatusCode::NOT_FOUND);
  request.set_allow_missing(true);
  EXPECT_TRUE(Update(request).ok());
  EXPECT_EQ(Get("campaigns/spring").status(), v1::STATUS_ACTIVE);
}

TEST_F(UpdateTest, AnUpdateThatChangesNothingWritesNothing) {
  const v1::Campaign campaign = Spring();
  const uint64_t revision = world_.StoreRevision();
  v1::UpdateCampaignRequest request;
  *request.mutable_campaign() = campaign;
  v1::Campaign updated;
  ASSERT_TRUE(Update(request, &updated).ok());
  EXPECT_EQ(updated.SerializeAsString(), campaign.SerializeAsString());
  EXPECT_EQ(world_.StoreRevision(), revision);
}

TEST_F(UpdateTest, PauseAndResumeTouchOneStatusAndNoneWhenItIsSo) {
  Spring();
  v1::PauseCampaignRequest pause;
  pause.set_name("campaigns/spring");
  v1::Campaign campaign;
  ASSERT_TRUE(
      Call(&v1::CampaignService::Stub::PauseCampaign, pause, &campaign).ok());
  EXPECT_EQ(campaign.status(), v1::STATUS_PAUSED);
  EXPECT_EQ(campaign.line_items(0).status(), v1::STATUS_ACTIVE);
  EXPECT_EQ(campaign.etag(), "3");
  ASSERT_TRUE(
      Call(&v1::CampaignService::Stub::PauseCampaign, pause, &campaign).ok());
  EXPECT_EQ(campaign.etag(), "3");

  v1::PauseLineItemRequest pause_item;
  pause_item.set_name("campaigns/spring/lineItems/l1");
  ASSERT_TRUE(
      Call(&v1::CampaignService::Stub::PauseLineItem, pause_item, &campaign)
          .ok());
  EXPECT_EQ(campaign.line_items(0).status(), v1::STATUS_PAUSED);

  v1::ResumeCampaignRequest resume;
  resume.set_name("campaigns/spring");
  resume.set_etag(campaign.etag());
  ASSERT_TRUE(
      Call(&v1::CampaignService::Stub::ResumeCampaign, resume, &campaign).ok());
  EXPECT_EQ(campaign.status(), v1::STATUS_ACTIVE);
  EXPECT_EQ(Call(&v1::CampaignService::Stub::ResumeCampaign, resume, &campaign)
                .error_code(),
            StatusCode::ABORTED);
  v1::ResumeLineItemRequest resume_item;
  resume_item.set_name("campaigns/spring/lineItems/l1");
  ASSERT_TRUE(
      Call(&v1::CampaignService::Stub::ResumeLineItem, resume_item, &campaign)
          .ok());
  EXPECT_EQ(campaign.line_items(0).status(), v1::STATUS_ACTIVE);

  resume_item.set_name("campaigns/spring/lineItems/l9");
  EXPECT_EQ(
      Call(&v1::CampaignService::Stub::ResumeLineItem, resume_item, &campaign)
          .error_code(),
      StatusCode::NOT_FOUND);
  pause.set_name("campaigns/autumn");
  EXPECT_EQ(Call(&v1::CampaignService::Stub::PauseCampaign, pause, &campaign)
                .error_code(),
            StatusCode::NOT_FOUND);
  pause.set_name("autumn");
  EXPECT_THAT(FieldsAtFault(Call(&v1::CampaignService::Stub::PauseCampaign,
                                 pause, &campaign)),
              ElementsAre("name"));
}

TEST_F(UpdateTest, TheCurrencyIsSetOnlyWhileNoCampaignExists) {
  const auto update = &v1::CampaignService::Stub::UpdateSitePolicy;
  v1::UpdateSitePolicyRequest request;
  request.mutable_site_policy()->set_name("sitePolicy");
  request.mutable_site_policy()->set_currency("EUR");
  v1::SitePolicy policy;
  ASSERT_TRUE(Call(update, request, &policy).ok());
  Spring();
  request.mutable_site_policy()->set_currency("USD");
  EXPECT_EQ(Call(update, request, &policy).error_code(),
            StatusCode::FAILED_PRECONDITION);
  request.mutable_site_policy()->set_currency("EUR");
  request.mutable_site_policy()->add_sections("news");
  EXPECT_TRUE(Call(update, request, &policy).ok());
  ASSERT_TRUE(Delete("campaigns/spring").ok());
  request.mutable_site_policy()->set_currency("USD");
  EXPECT_TRUE(Call(update, request, &policy).ok());
}

TEST_F(UpdateTest, WritersWithoutEtagsDoNotLoseEachOthersWrites) {
  Spring();
  // Each owns one field; if one were lost, the last value would not be there.
  const auto write = [&](const char* path, auto set) {
    for (int i = 1; i <= 200; ++i) {
      v1::UpdateCampaignRequest request;
      request.mutable_campaign()->set_name("campaigns/spring");
      request.mutable_update_mask()->add_paths(path);
      set(*request.mutable_campaign(), i);
      const grpc::Status status = Update(request);
      ASSERT_TRUE(status.ok()) << status.error_message();
    }
  };
  std::thread names([&] {
    write("display_name", [](v1::Campaign& campaign, int i) {
      campaign.set_display_name(std::to_string(i));
    });
  });
  std::thread labels([&] {
    write("exclusion_labels", [](v1::Campaign& campaign, int i) {
      campaign.add_exclusion_labels(std::to_string(i));
    });
  });
  names.join();
  labels.join();
  const v1::Campaign campaign = Get("campaigns/spring");
  EXPECT_EQ(campaign.display_name(), "200");
  EXPECT_THAT(campaign.exclusion_labels(), ElementsAre("200"));
  EXPECT_EQ(campaign.etag(), "402");
}

}  // namespace
}  // namespace placard
