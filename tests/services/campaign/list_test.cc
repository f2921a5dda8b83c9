#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/codec/status.h"
#include "tests/support/campaign_world.h"

namespace placard {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;

class ListTest : public testing::Test {
 protected:
  void Create(const v1::Campaign& campaign) {
    v1::CreateCampaignRequest request;
    *request.mutable_campaign() = campaign;
    grpc::ClientContext context;
    v1::Campaign ignored;
    const grpc::Status status =
        world_.stub().CreateCampaign(&context, request, &ignored);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  void CreateAdvertiser(const std::string& id) {
    v1::CreateAdvertiserRequest request;
    *request.mutable_advertiser() = AnAdvertiser(id);
    grpc::ClientContext context;
    v1::Advertiser ignored;
    ASSERT_TRUE(
        world_.stub().CreateAdvertiser(&context, request, &ignored).ok());
  }
  // c0 to c4 of acme, every other one paused.
  void CreateFive() {
    CreateAdvertiser("acme");
    for (int i = 0; i < 5; ++i) {
      v1::Campaign campaign = ACampaign("c" + std::to_string(i), "acme");
      campaign.set_display_name(i == 3 ? "Straße" : "");
      campaign.set_status(i % 2 == 0 ? v1::STATUS_ACTIVE : v1::STATUS_PAUSED);
      Create(campaign);
    }
    world_.AwaitServed();
  }

  grpc::Status List(const v1::ListCampaignsRequest& request,
                    v1::ListCampaignsResponse* response) {
    grpc::ClientContext context;
    return world_.stub().ListCampaigns(&context, request, response);
  }
  std::vector<std::string> Ids(const v1::ListCampaignsRequest& request) {
    v1::ListCampaignsResponse response;
    const grpc::Status status = List(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return IdsIn(response);
  }
  static std::vector<std::string> IdsIn(
      const v1::ListCampaignsResponse& response) {
    std::vector<std::string> ids;
    for (const v1::Campaign& campaign : response.campaigns()) {
      ids.push_back(campaign.name().substr(sizeof("campaigns/") - 1));
    }
    return ids;
  }

  CampaignWorld world_;
};

TEST_F(ListTest, ListsOneKindInOrderOfNameWithTheVersionItIsFrom) {
  v1::ListCampaignsResponse response;
  ASSERT_TRUE(List({}, &response).ok());
  EXPECT_THAT(IdsIn(response), IsEmpty());
  CreateFive();
  ASSERT_TRUE(List({}, &response).ok());
  EXPECT_THAT(IdsIn(response), ElementsAre("c0", "c1", "c2", "c3", "c4"));
  EXPECT_EQ(response.next_page_token(), "");
  EXPECT_EQ(response.config_version().epoch(), "e1");
  EXPECT_EQ(response.config_version().revision(), 6u);
  EXPECT_EQ(response.campaigns(0).etag(), "2");

  grpc::ClientContext context;
  v1::ListAdvertisersResponse advertisers;
  ASSERT_TRUE(world_.stub().ListAdvertisers(&context, {}, &advertisers).ok());
  ASSERT_EQ(advertisers.advertisers_size(), 1);
  EXPECT_EQ(advertisers.advertisers(0).name(), "advertisers/acme");
}

TEST_F(ListTest, PagesFollowOneAnotherWithoutAGap) {
  CreateFive();
  v1::ListCampaignsRequest request;
  request.set_page_size(2);
  std::vector<std::vector<std::string>> pages;
  do {
    v1::ListCampaignsResponse response;
    ASSERT_TRUE(List(request, &response).ok());
    pages.push_back(IdsIn(response));
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(pages, ElementsAre(ElementsAre("c0", "c1"),
                                 ElementsAre("c2", "c3"), ElementsAre("c4")));
}

TEST_F(ListTest, AFullLastPageSaysThatItWasAll) {
  CreateFive();
  v1::ListCampaignsRequest request;
  request.set_page_size(5);
  v1::ListCampaignsResponse response;
  ASSERT_TRUE(List(request, &response).ok());
  EXPECT_EQ(response.campaigns_size(), 5);
  EXPECT_EQ(response.next_page_token(), "");
}

TEST_F(ListTest, FiltersByStatusAndByTextInWhateverCase) {
  CreateFive();
  v1::ListCampaignsRequest request;
  request.set_status(v1::STATUS_PAUSED);
  EXPECT_THAT(Ids(request), ElementsAre("c1", "c3"));
  request.set_text("STRASSE");
  EXPECT_THAT(Ids(request), ElementsAre("c3"));
  request.set_status(v1::STATUS_UNSPECIFIED);
  request.set_text("/C4");
  EXPECT_THAT(Ids(request), ElementsAre("c4"));
  request.set_text("advertisers/ACME");
  EXPECT_EQ(Ids(request).size(), 5u);
  request.set_text("nowhere");
  EXPECT_THAT(Ids(request), IsEmpty());
}

TEST_F(ListTest, RefusesATokenThatIsAlteredOrOfAnotherListing) {
  CreateFive();
  v1::ListCampaignsRequest request;
  request.set_page_size(2);
  v1::ListCampaignsResponse response;
  ASSERT_TRUE(List(request, &response).ok());
  const std::string token = response.next_page_token();

  const auto is_refused = [&](const v1::ListCampaignsRequest& wrong) {
    const grpc::Status status = List(wrong, &response);
    return status.error_code() == StatusCode::INVALID_ARGUMENT &&
           ViolationsOf(status).size() == 1 &&
           ViolationsOf(status)[0].field == "page_token";
  };
  request.set_page_token(token);
  EXPECT_FALSE(is_refused(request));
  v1::ListCampaignsRequest other = request;
  other.set_text("c");
  EXPECT_TRUE(is_refused(other));
  other = request;
  other.set_status(v1::STATUS_ACTIVE);
  EXPECT_TRUE(is_refused(other));
  other = request;
  other.set_page_size(3);
  EXPECT_TRUE(is_refused(other));
  for (size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    other = request;
    other.set_page_token(altered);
    EXPECT_TRUE(is_refused(other)) << altered;
  }
  other = request;
  other.set_page_token("x");
  EXPECT_TRUE(is_refused(other));
}

TEST_F(ListTest, RefusesWhatIsOverItsLimits) {
  v1::ListCampaignsRequest request;
  request.set_page_size(1001);
  request.set_text(std::string(257, 'x'));
  v1::ListCampaignsResponse response;
  const grpc::Status status = List(request, &response);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ViolationsOf(status).size(), 2u);
  request.set_text("");
  request.set_page_size(-1);
  EXPECT_EQ(List(request, &response).error_code(),
            StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace placard
