#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/codec/status.h"
#include "services/codec/timestamp.h"
#include "tests/support/campaign_world.h"

namespace placard {
namespace {

using grpc::StatusCode;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

// What every write test needs: ops people at their client.
class WriteTest : public testing::Test {
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

TEST_F(WriteTest, CreateAnswersWhatTheStoreHoldsWithEtagTimesAndDefaults) {
  const v1::Campaign created = Spring();
  EXPECT_EQ(created.etag(), "2");
  EXPECT_EQ(created.status(), v1::STATUS_ACTIVE);
  EXPECT_EQ(created.line_items(0).status(), v1::STATUS_ACTIVE);
  EXPECT_EQ(ToTime(created.create_time()), world_.clock().Now());
  EXPECT_EQ(ToTime(created.update_time()), world_.clock().Now());
  EXPECT_EQ(Get("campaigns/spring").SerializeAsString(),
            created.SerializeAsString());
}

TEST_F(WriteTest, CreateLooksAtNoOutputOnlyField) {
  ASSERT_TRUE(Create(AnAdvertiser("acme")).ok());
  v1::Campaign campaign = ACampaign("spring", "acme");
  campaign.set_etag("777");
  campaign.mutable_create_time()->set_seconds(5);
  v1::Campaign created;
  ASSERT_TRUE(Create(campaign, &created).ok());
  EXPECT_EQ(created.etag(), "2");
  EXPECT_EQ(ToTime(created.create_time()), world_.clock().Now());
}

TEST_F(WriteTest, CreateNamesEveryFieldAtFaultAtOnce) {
  v1::Campaign campaign = ACampaign("Spring!", "acme");
  campaign.set_priority(99);
  campaign.mutable_creatives(0)->set_click_url("http://insecure.example");
  const grpc::Status status = Create(campaign);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(FieldsAtFault(status), testing::UnorderedElementsAre(
                                         "campaign.name", "campaign.priority",
                                         "campaign.creatives[0].click_url"));
  EXPECT_EQ(world_.StoreRevision(), 0u);
}

TEST_F(WriteTest, CreateRefusesWhatExistsAndReferencesToNothing) {
  EXPECT_EQ(Create(ACampaign("spring", "nobody")).error_code(),
            StatusCode::FAILED_PRECONDITION);
  Spring();
  EXPECT_EQ(Create(ACampaign("spring", "acme")).error_code(),
            StatusCode::ALREADY_EXISTS);
}

TEST_F(WriteTest, ADeletedIdIsNotUsedAgain) {
  Spring();
  ASSERT_TRUE(Delete("campaigns/spring").ok());
  EXPECT_EQ(Delete("campaigns/spring").error_code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(Create(ACampaign("spring", "acme")).error_code(),
            StatusCode::FAILED_PRECONDITION);
}

TEST_F(WriteTest, WhatIsReferredToCannotBeDeleted) {
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

TEST_F(WriteTest, TheSameRequestIdGivesTheFirstAnswerAndWritesNothing) {
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

TEST_F(WriteTest, ARepeatedUpdateWithItsEtagIsNoConflictWithItself) {
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

TEST_F(WriteTest, RefusesARequestIdThatIsTooLong) {
  const grpc::Status status =
      Create(ACampaign("spring", "acme"), nullptr, std::string(129, 'x'));
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(FieldsAtFault(status), ElementsAre("request_id"));
}

TEST_F(WriteTest, UpdateWritesWhatTheMaskNames) {
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

TEST_F(WriteTest, UpdateReplacesWholeListsAndMessages) {
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

TEST_F(WriteTest, UpdateWithoutAMaskWritesAllAndKeepsStatusesThatAreNotSaid) {
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

TEST_F(WriteTest, UpdateRefusesPathsThatAreUnknownOrOutputOnly) {
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

TEST_F(WriteTest, UpdateChecksTheResultAsAWhole) {
  Spring();
  v1::UpdateCampaignRequest request;
  request.mutable_campaign()->set_name("campaigns/spring");
  request.mutable_campaign()->set_tier(v1::TIER_PRICE_PRIORITY);
  request.mutable_update_mask()->add_paths("tier");
  EXPECT_THAT(FieldsAtFault(Update(request)),
              testing::Contains("campaign.line_items[0].price"));
}

TEST_F(WriteTest, AStaleEtagIsAbortedNamingTheCurrentOne) {
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

TEST_F(WriteTest, UpdateCreatesWhatIsMissingOnlyWhenAllowedTo) {
  ASSERT_TRUE(Create(AnAdvertiser("acme")).ok());
  v1::UpdateCampaignRequest request;
  *request.mutable_campaign() = ACampaign("spring", "acme");
  EXPECT_EQ(Update(request).error_code(), StatusCode::NOT_FOUND);
  request.set_allow_missing(true);
  EXPECT_TRUE(Update(request).ok());
  EXPECT_EQ(Get("campaigns/spring").status(), v1::STATUS_ACTIVE);
}

TEST_F(WriteTest, AnUpdateThatChangesNothingWritesNothing) {
  const v1::Campaign campaign = Spring();
  const uint64_t revision = world_.StoreRevision();
  v1::UpdateCampaignRequest request;
  *request.mutable_campaign() = campaign;
  v1::Campaign updated;
  ASSERT_TRUE(Update(request, &updated).ok());
  EXPECT_EQ(updated.SerializeAsString(), campaign.SerializeAsString());
  EXPECT_EQ(world_.StoreRevision(), revision);
}

TEST_F(WriteTest, ValidateOnlyFindsWhatAWriteWouldFindAndWritesNothing) {
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

TEST_F(WriteTest, PauseAndResumeTouchOneStatusAndNoneWhenItIsSo) {
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

TEST_F(WriteTest, TheCurrencyIsSetOnlyWhileNoCampaignExists) {
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

TEST_F(WriteTest, ASitePolicyThatWasNeverWrittenHasNoEtag) {
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

TEST_F(WriteTest, EveryKindIsCreatedReadUpdatedAndDeleted) {
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

TEST_F(WriteTest, AStoreThatIsAwayIsUnavailable) {
  world_.store().SetReachable(false);
  EXPECT_EQ(Create(AnAdvertiser("acme")).error_code(), StatusCode::UNAVAILABLE);
  EXPECT_EQ(Delete("campaigns/spring").error_code(), StatusCode::UNAVAILABLE);
}

TEST_F(WriteTest, AStoreThatLostItsDataTakesNoWrites) {
  Spring();
  world_.store().Wipe();
  EXPECT_EQ(Create(AnAdvertiser("other")).error_code(),
            StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(world_.store().CreateEpoch("e2").ok());
  EXPECT_EQ(Create(AnAdvertiser("other")).error_code(),
            StatusCode::FAILED_PRECONDITION);
}

TEST_F(WriteTest, WritersWithoutEtagsDoNotLoseEachOthersWrites) {
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
