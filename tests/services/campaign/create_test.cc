#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/codec/timestamp.h"
#include "tests/services/campaign/ops_test.h"

namespace placard {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;

class CreateTest : public OpsTest {};

TEST_F(CreateTest, CreateAnswersWhatTheStoreHoldsWithEtagTimesAndDefaults) {
  const v1::Campaign created = Spring();
  EXPECT_EQ(created.etag(), "2");
  EXPECT_EQ(created.status(), v1::STATUS_ACTIVE);
  EXPECT_EQ(created.line_items(0).status(), v1::STATUS_ACTIVE);
  EXPECT_EQ(ToTime(created.create_time()), world_.clock().Now());
  EXPECT_EQ(ToTime(created.update_time()), world_.clock().Now());
  EXPECT_EQ(Get("campaigns/spring").SerializeAsString(),
            created.SerializeAsString());
}

TEST_F(CreateTest, CreateLooksAtNoOutputOnlyField) {
  ASSERT_TRUE(Create(AnAdvertiser("acme")).ok());
  v1::Campaign campaign = ACampaign("spring", "acme");
  campaign.set_etag("777");
  campaign.mutable_create_time()->set_seconds(5);
  v1::Campaign created;
  ASSERT_TRUE(Create(campaign, &created).ok());
  EXPECT_EQ(created.etag(), "2");
  EXPECT_EQ(ToTime(created.create_time()), world_.clock().Now());
}

TEST_F(CreateTest, CreateNamesEveryFieldAtFaultAtOnce) {
  v1::Campaign campaign = ACampaign("Spring!", "acme");
  campaign.set_priority(99);
  campaign.mutable_creatives(0)->set_click_url("http://insecure.example");
  const grpc::Status status = Create(campaign);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(FieldsAtFault(status),
              testing::UnorderedElementsAre(
                  "campaign.name", "campaign.priority",
                  "campaign.creatives[0].click_url", "campaign.advertiser"));
  EXPECT_EQ(world_.StoreRevision(), 0u);
}

TEST_F(CreateTest, CreateNamesEveryPageRuleAtFaultAtOnce) {
  v1::Campaign campaign = ACampaign("spring", "acme");
  campaign.set_roadblock(static_cast<v1::Roadblock>(99));
  campaign.mutable_line_items(0)->set_companion_of("l1");
  campaign.mutable_line_items(0)->set_share_of_voice_percent(10);
  campaign.mutable_line_items(0)->mutable_rotation()->set_frozen(true);
  campaign.mutable_creatives(0)->set_rotation_weight(-1);
  const grpc::Status status = Create(campaign);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(FieldsAtFault(status),
              testing::UnorderedElementsAre(
                  "campaign.advertiser", "campaign.roadblock",
                  "campaign.line_items[0].companion_of",
                  "campaign.line_items[0].share_of_voice_percent",
                  "campaign.line_items[0].rotation.frozen",
                  "campaign.creatives[0].rotation_weight"));
  EXPECT_EQ(world_.StoreRevision(), 0u);
}

TEST_F(CreateTest, CreateRefusesWhatExistsAndReferencesToNothing) {
  EXPECT_EQ(Create(ACampaign("spring", "nobody")).error_code(),
            StatusCode::FAILED_PRECONDITION);
  Spring();
  EXPECT_EQ(Create(ACampaign("spring", "acme")).error_code(),
            StatusCode::ALREADY_EXISTS);
}

TEST_F(CreateTest, ADeletedIdIsNotUsedAgain) {
  Spring();
  ASSERT_TRUE(Delete("campaigns/spring").ok());
  EXPECT_EQ(Delete("campaigns/spring").error_code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(Create(ACampaign("spring", "acme")).error_code(),
            StatusCode::FAILED_PRECONDITION);
}

TEST_F(CreateTest, WhatIsReferredToCannotBeDeleted) {
  Spring();
  v1::DeleteAdvertiserRequest request;
  request.set_name("advertisers/acme");
  google::protobuf::Empty empty;
  EXPECT_EQ(Call(&v1::CampaignService::Stub::DeleteAdvertiser, request, &empty)
                .error_code(),
            StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(Delete("campaigns/spring").ok());
  EXPECT_TRUE(
      Call(&v1::CampaignService::Stub::DeleteAdvertiser, request, &empty).ok());
}

TEST_F(CreateTest, TheSameRequestIdGivesTheFirstAnswerAndWritesNothing) {
  ASSERT_TRUE(Create(AnAdvertiser("acme")).ok());
  v1::Campaign first;
  ASSERT_TRUE(Create(ACampaign("spring", "acme"), &first, "r1").ok());
  const uint64_t revision = world_.StoreRevision();
  world_.clock().Advance(absl::Hours(1));
  v1::Campaign second;
  ASSERT_TRUE(Create(ACampaign("spring", "acme"), &second, "r1").ok());
  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(world_.StoreRevision(), revision);

  ASSERT_TRUE(Delete("campaigns/spring", first.etag(), "r2").ok());
  ASSERT_TRUE(Delete("campaigns/spring", first.etag(), "r2").ok());
  EXPECT_EQ(world_.StoreRevision(), revision + 1);
}

TEST_F(CreateTest, RefusesARequestIdThatIsTooLong) {
  const grpc::Status status =
      Create(ACampaign("spring", "acme"), nullptr, std::string(129, 'x'));
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(FieldsAtFault(status), ElementsAre("request_id"));
}

TEST_F(CreateTest, ValidateOnlyFindsWhatAWriteWouldFindAndWritesNothing) {
  v1::CreateCampaignRequest request;
  *request.mutable_campaign() = ACampaign("spring", "acme");
  request.set_validate_only(true);
  v1::Campaign answer;
  const auto create = &v1::CampaignService::Stub::CreateCampaign;
  EXPECT_EQ(Call(create, request, &answer).error_code(),
            StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(Create(AnAdvertiser("acme")).ok());
  EXPECT_TRUE(Call(create, request, &answer).ok());
  EXPECT_EQ(answer.status(), v1::STATUS_ACTIVE);
  EXPECT_EQ(world_.StoreRevision(), 1u);
  ASSERT_TRUE(Create(ACampaign("spring", "acme")).ok());
  EXPECT_EQ(Call(create, request, &answer).error_code(),
            StatusCode::ALREADY_EXISTS);

  v1::DeleteCampaignRequest deletion;
  deletion.set_name("campaigns/spring");
  deletion.set_validate_only(true);
  google::protobuf::Empty empty;
  EXPECT_TRUE(
      Call(&v1::CampaignService::Stub::DeleteCampaign, deletion, &empty).ok());
  deletion.set_etag("1");
  EXPECT_EQ(Call(&v1::CampaignService::Stub::DeleteCampaign, deletion, &empty)
                .error_code(),
            StatusCode::ABORTED);
  EXPECT_EQ(world_.StoreRevision(), 2u);
}

TEST_F(CreateTest, ASitePolicyThatWasNeverWrittenHasNoEtag) {
  v1::GetSitePolicyRequest request;
  request.set_name("sitePolicy");
  v1::SitePolicy policy;
  const auto get = &v1::CampaignService::Stub::GetSitePolicy;
  ASSERT_TRUE(Call(get, request, &policy).ok());
  EXPECT_EQ(policy.name(), "sitePolicy");
  EXPECT_EQ(policy.etag(), "");
  request.set_name("campaigns/spring");
  EXPECT_EQ(Call(get, request, &policy).error_code(),
            StatusCode::INVALID_ARGUMENT);
}

TEST_F(CreateTest, EveryKindIsCreatedReadUpdatedAndDeleted) {
  const auto check = [&](auto create, auto get, auto update, auto erase,
                         auto create_request, auto update_request,
                         auto get_request, auto delete_request, auto resource) {
    ASSERT_TRUE(Call(create, create_request, &resource).ok());
    get_request.set_name(resource.name());
    ASSERT_TRUE(Call(get, get_request, &resource).ok());
    EXPECT_NE(resource.etag(), "");
    update_request.mutable_update_mask()->add_paths("display_name");
    ASSERT_TRUE(Call(update, update_request, &resource).ok());
    EXPECT_EQ(resource.display_name(), "renamed");
    delete_request.set_name(resource.name());
    google::protobuf::Empty empty;
    ASSERT_TRUE(Call(erase, delete_request, &empty).ok());
    EXPECT_EQ(Call(get, get_request, &resource).error_code(),
              StatusCode::NOT_FOUND);
  };
  using Stub = v1::CampaignService::Stub;
  v1::CreateKeywordListRequest list;
  *list.mutable_keyword_list() = AKeywordList("crime");
  v1::UpdateKeywordListRequest list_update;
  list_update.mutable_keyword_list()->set_name("keywordLists/crime");
  list_update.mutable_keyword_list()->set_display_name("renamed");
  check(&Stub::CreateKeywordList, &Stub::GetKeywordList,
        &Stub::UpdateKeywordList, &Stub::DeleteKeywordList, list, list_update,
        v1::GetKeywordListRequest(), v1::DeleteKeywordListRequest(),
        v1::KeywordList());
  v1::CreateTaxonomyRequest taxonomy;
  *taxonomy.mutable_taxonomy() = ATaxonomy("iab");
  v1::UpdateTaxonomyRequest taxonomy_update;
  taxonomy_update.mutable_taxonomy()->set_name("taxonomies/iab");
  taxonomy_update.mutable_taxonomy()->set_display_name("renamed");
  check(&Stub::CreateTaxonomy, &Stub::GetTaxonomy, &Stub::UpdateTaxonomy,
        &Stub::DeleteTaxonomy, taxonomy, taxonomy_update,
        v1::GetTaxonomyRequest(), v1::DeleteTaxonomyRequest(), v1::Taxonomy());
  v1::CreateAdvertiserRequest advertiser;
  *advertiser.mutable_advertiser() = AnAdvertiser("acme");
  v1::UpdateAdvertiserRequest advertiser_update;
  advertiser_update.mutable_advertiser()->set_name("advertisers/acme");
  advertiser_update.mutable_advertiser()->set_display_name("renamed");
  check(&Stub::CreateAdvertiser, &Stub::GetAdvertiser, &Stub::UpdateAdvertiser,
        &Stub::DeleteAdvertiser, advertiser, advertiser_update,
        v1::GetAdvertiserRequest(), v1::DeleteAdvertiserRequest(),
        v1::Advertiser());
}

TEST_F(CreateTest, AStoreThatIsAwayIsUnavailable) {
  world_.store().SetReachable(false);
  EXPECT_EQ(Create(AnAdvertiser("acme")).error_code(), StatusCode::UNAVAILABLE);
  EXPECT_EQ(Delete("campaigns/spring").error_code(), StatusCode::UNAVAILABLE);
}

TEST_F(CreateTest, AStoreThatLostItsDataTakesNoWrites) {
  Spring();
  world_.store().Wipe();
  EXPECT_EQ(Create(AnAdvertiser("other")).error_code(),
            StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(world_.store().CreateEpoch("e2").ok());
  EXPECT_EQ(Create(AnAdvertiser("other")).error_code(),
            StatusCode::FAILED_PRECONDITION);
}

}  // namespace
}  // namespace placard
