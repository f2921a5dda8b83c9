// ReportService.ListBlockEffects, as its clients see it.

#include <string>

#include "gmock/gmock.h"
#include "services/codec/status.h"
#include "tests/services/diagnosis/report_world.h"

namespace placard {
namespace {

using testing::ElementsAre;

class BlockEffectsTest : public ReportWorld {
 protected:
  grpc::Status List(const v1::ListBlockEffectsRequest& request,
                    v1::ListBlockEffectsResponse* response) {
    grpc::ClientContext context;
    return stub_->ListBlockEffects(&context, request, response);
  }
  // "spring" stays away from pages of keywordLists/bad, which "crash" hits.
  void CreateSpring(bool dry_run) {
    v1::KeywordList list = AKeywordList("bad");
    list.set_dry_run(dry_run);
    list.mutable_expire_time()->set_seconds(1'900'000'000);
    Create(list);
    Create(AnAdvertiser("acme"));
    v1::Campaign spring = ACampaign("spring", "acme");
    spring.set_tier(v1::TIER_PRICE_PRIORITY);
    spring.mutable_line_items(0)->mutable_price()->set_cpm_micros(2'500'000);
    spring.mutable_blocks()->add_keyword_lists("keywordLists/bad");
    Create(spring);
  }
  void DecidePages() {
    v1::DecideRequest crash = APage("news");
    crash.mutable_page()->add_keywords("crash");
    Decide(crash);
    for (int i = 0; i < 3; ++i) Decide(APage("travel"));
  }
};

TEST_F(BlockEffectsTest, SaysWhatEachBlockPrevents) {
  CreateSpring(false);
  DecidePages();
  v1::ListBlockEffectsResponse response;
  const grpc::Status status = List({}, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.pages(), 4);
  EXPECT_EQ(response.of_pages(), 4);
  ASSERT_EQ(response.blocks_size(), 1);
  const v1::BlockEffect& block = response.blocks(0);
  EXPECT_EQ(block.source(), "keywordLists/bad");
  EXPECT_FALSE(block.dry_run());
  EXPECT_FALSE(block.expired());
  EXPECT_EQ(block.expire_time().seconds(), 1'900'000'000);
  EXPECT_EQ(block.hit_pages(), 1);
  EXPECT_EQ(block.prevented(), 1);
  EXPECT_EQ(block.prevented_estimate(), 1);
  EXPECT_EQ(block.ecpm_micros(), 2'500'000);
  EXPECT_EQ(block.priced(), 1);
  EXPECT_THAT(block.urls(), ElementsAre("https://site.example/news"));
}

TEST_F(BlockEffectsTest, CountsWhatADryRunWouldPrevent) {
  CreateSpring(true);
  DecidePages();
  v1::ListBlockEffectsResponse response;
  ASSERT_TRUE(List({}, &response).ok());
  ASSERT_EQ(response.blocks_size(), 1);
  EXPECT_TRUE(response.blocks(0).dry_run());
  EXPECT_EQ(response.blocks(0).prevented(), 1);
}

TEST_F(BlockEffectsTest, EstimatesAllPagesFromTheSample) {
  CreateSpring(false);
  v1::DecideRequest crash = APage("news");
  crash.mutable_page()->add_keywords("crash");
  for (int i = 0; i < 160; ++i) Decide(crash);  // 16 of them are sampled
  v1::ListBlockEffectsResponse response;
  ASSERT_TRUE(List({}, &response).ok());
  EXPECT_EQ(response.pages(), 16);
  EXPECT_EQ(response.of_pages(), 160);
  EXPECT_EQ(response.blocks(0).prevented(), 16);
  EXPECT_EQ(response.blocks(0).prevented_estimate(), 160);
}

TEST_F(BlockEffectsTest, RefusesSamplesThatAreTooSmallOrLarge) {
  v1::ListBlockEffectsRequest request;
  v1::ListBlockEffectsResponse response;
  for (const int32_t pages : {0, 257}) {
    request.set_sample_pages(pages);
    const grpc::Status status = List(request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(ViolationsOf(status)[0].field, "sample_pages");
  }
  grpc::ByteBuffer answer;
  EXPECT_TRUE(absl::IsPermissionDenied(calls_.ListBlockEffects(
      {.peer = "ipv4:192.0.2.1:1"}, SerializeMessage(request), answer)));
}

}  // namespace
}  // namespace placard
