// That a page view's later calls know what its earlier ones have shown.
#include "gtest/gtest.h"
#include "tests/services/decision/decision_world.h"

namespace placard {
namespace {

class PageViewTest : public DecisionWorld {
 protected:
  v1::DecideResponse Ask(const v1::DecideRequest& request) {
    v1::DecideResponse response;
    const grpc::Status status = Decide(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
};

TEST_F(PageViewTest, ASecondCallDoesNotShowTheCampaignAgain) {
  CreateSpring();
  const v1::DecideResponse first = Ask(APage());
  ASSERT_EQ(first.results(0).outcome(), v1::OUTCOME_FILLED);

  v1::DecideRequest later = APage();
  later.mutable_slots(0)->set_id("below");
  later.set_page_view_token(first.page_view_token());
  const v1::DecideResponse second = Ask(later);
  EXPECT_EQ(second.page_view_token_refusal(), v1::TOKEN_REFUSAL_UNSPECIFIED);
  EXPECT_EQ(second.results(0).outcome(), v1::OUTCOME_UNFILLED);
  ASSERT_EQ(second.results(0).reasons_size(), 1);
  EXPECT_EQ(second.results(0).reasons(0).code(), v1::REASON_CODE_DUPLICATE);

  // Without the token it is another page view.
  later.clear_page_view_token();
  EXPECT_EQ(Ask(later).results(0).outcome(), v1::OUTCOME_FILLED);
}

TEST_F(PageViewTest, AThirdCallStillKnowsTheFirst) {
  CreateSpring();
  v1::DecideRequest request = APage();
  for (int call = 0; call < 3; ++call) {
    const v1::DecideResponse response = Ask(request);
    EXPECT_EQ(response.results(0).outcome(),
              call == 0 ? v1::OUTCOME_FILLED : v1::OUTCOME_UNFILLED);
    request.set_page_view_token(response.page_view_token());
  }
}

// Out of its flight, which keeps off everything but what is forced.
TEST_F(PageViewTest, WhatIsForcedIsShown) {
  CreateSpring();
  v1::DecideRequest request = APage();
  request.mutable_at()->set_seconds(0);
  EXPECT_EQ(Ask(request).results(0).outcome(), v1::OUTCOME_UNFILLED);
  request.set_force("campaigns/spring/lineItems/l1");
  const v1::DecideResponse forced = Ask(request);
  ASSERT_EQ(forced.results(0).ads_size(), 1);
  EXPECT_EQ(forced.results(0).ads(0).line_item(),
            "campaigns/spring/lineItems/l1");
}

}  // namespace
}  // namespace placard
