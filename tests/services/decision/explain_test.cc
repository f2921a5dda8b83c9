// DecisionService.Explain, as its clients see it.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/codec/status.h"
#include "tests/services/decision/decision_world.h"
#include "tests/support/busy_worker.h"

namespace placard {
namespace {

using grpc::StatusCode;

class ExplainTest : public DecisionWorld {
 protected:
  grpc::Status Explain(const v1::ExplainRequest& request,
                       v1::ExplainResponse* response) {
    grpc::ClientContext context;
    return stub_->Explain(&context, request, response);
  }
  absl::Status ExplainFrom(std::string_view peer,
                           absl::Time deadline = absl::InfiniteFuture()) {
    grpc::ByteBuffer answer;
    return explainer_.Explain(peer, deadline, SerializeMessage(AnExplanation()),
                              answer);
  }
  static v1::ExplainRequest AnExplanation() {
    v1::ExplainRequest request;
    *request.mutable_request() = APage();
    return request;
  }
};

TEST_F(ExplainTest, SaysHowFarLineItemsCameAndWhatFails) {
  CreateSpring();
  v1::ExplainRequest request = AnExplanation();
  request.mutable_request()->mutable_at()->set_seconds(0);  // not in flight
  request.mutable_request()->set_seed(9);
  request.add_line_items("campaigns/spring/lineItems/l1");
  request.add_line_items("campaigns/spring/lineItems/none");
  v1::ExplainResponse response;
  const grpc::Status status = Explain(request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();

  EXPECT_EQ(response.decision().seed(), 9u);
  EXPECT_EQ(response.decision().request_id(), "r1");
  EXPECT_EQ(response.decision().results(0).outcome(), v1::OUTCOME_UNFILLED);
  const v1::Explanation& explanation = response.explanation();
  ASSERT_EQ(explanation.funnel_size(), v1::Stage_ARRAYSIZE - 1);
  EXPECT_EQ(explanation.funnel(1).stage(), v1::STAGE_ACTIVE);
  EXPECT_EQ(explanation.funnel(1).line_items(), 1);
  EXPECT_EQ(explanation.funnel(2).stage(), v1::STAGE_IN_FLIGHT);
  EXPECT_EQ(explanation.funnel(2).line_items(), 0);
  ASSERT_EQ(explanation.line_items_size(), 2);
  const v1::LineItemExplanation& item = explanation.line_items(0);
  EXPECT_EQ(item.slots(0).slot_id(), "top");
  EXPECT_EQ(item.slots(0).verdict(), v1::VERDICT_NOT_SERVABLE);
  ASSERT_EQ(item.failures_size(), 1);
  EXPECT_EQ(item.failures(0).cause(), v1::CAUSE_FLIGHT);
  EXPECT_EQ(item.failures(0).source(), "campaigns/spring");
  EXPECT_THAT(item.failures(0).slot_ids(), testing::ElementsAre("top"));
  EXPECT_TRUE(explanation.line_items(1).not_found());
}

TEST_F(ExplainTest, AgreesWithDecideForTheSameSeed) {
  CreateSpring();
  v1::ExplainRequest request = AnExplanation();
  request.mutable_request()->set_seed(4);
  v1::DecideResponse decided;
  ASSERT_TRUE(Decide(request.request(), &decided).ok());
  v1::ExplainResponse response;
  ASSERT_TRUE(Explain(request, &response).ok());
  EXPECT_EQ(response.decision().SerializeAsString(),
            decided.SerializeAsString());
  EXPECT_EQ(response.explanation().funnel(9).line_items(), 1);
}

TEST_F(ExplainTest, IsNotCountedAsADecision) {
  CreateSpring();
  v1::ExplainResponse response;
  ASSERT_TRUE(Explain(AnExplanation(), &response).ok());
  v1::ExplainRequest bad;
  EXPECT_FALSE(Explain(bad, &response).ok());
  EXPECT_EQ(counters_.totals().pages, 0u);
  EXPECT_EQ(counters_.totals().refused, 0u);
}

TEST_F(ExplainTest, IsForTheOperationsRole) {
  EXPECT_TRUE(ExplainFrom("ipv4:127.0.0.1:4711").ok());
  EXPECT_TRUE(absl::IsPermissionDenied(ExplainFrom("ipv4:192.0.2.7:4711")));
}

TEST_F(ExplainTest, ComputesNothingWhenTheDeadlineHasPassed) {
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      ExplainFrom("ipv4:127.0.0.1:1", world_.clock().Now())));
}

TEST_F(ExplainTest, IsUnavailableBeforeThereIsACatalogue) {
  const Serving nothing;
  const PageExplainer explainer(nothing, world_.clock(), seeds_, keys_);
  grpc::ByteBuffer answer;
  EXPECT_TRUE(absl::IsUnavailable(
      explainer.Explain("ipv4:127.0.0.1:1", absl::InfiniteFuture(),
                        SerializeMessage(AnExplanation()), answer)));
}

TEST_F(ExplainTest, LooksIntoThePageViewsTokenAsADecisionDoes) {
  CreateSpring();
  v1::DecideResponse first;
  ASSERT_TRUE(Decide(APage(), &first).ok());
  v1::ExplainRequest request = AnExplanation();
  request.mutable_request()->set_seed(9);
  for (const std::string& token : {first.page_view_token(), std::string("x")}) {
    request.mutable_request()->set_page_view_token(token);
    v1::ExplainResponse response;
    ASSERT_TRUE(Explain(request, &response).ok());
    v1::DecideResponse decided;
    ASSERT_TRUE(Decide(request.request(), &decided).ok());
    EXPECT_EQ(response.decision().SerializeAsString(),
              decided.SerializeAsString());
  }
}

TEST_F(ExplainTest, NamesEveryFieldAtFault) {
  v1::ExplainRequest request = AnExplanation();
  request.mutable_request()->mutable_slots(0)->clear_id();
  request.mutable_request()->set_force("campaigns/none/lineItems/l1");
  request.add_line_items("campaigns/spring");
  request.set_near_misses(51);
  v1::ExplainResponse response;
  const grpc::Status status = Explain(request, &response);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields,
              testing::ElementsAre("request.slots[0].id", "line_items[0]",
                                   "near_misses", "request.force"));
}

TEST_F(ExplainTest, TakesNoMoreThanFiftyNames) {
  v1::ExplainRequest request = AnExplanation();
  for (int i = 0; i < 50; ++i)
    request.add_line_items("campaigns/a/lineItems/b");
  v1::ExplainResponse response;
  EXPECT_TRUE(Explain(request, &response).ok());
  EXPECT_EQ(response.explanation().line_items_size(), 50);
  request.add_line_items("campaigns/a/lineItems/b");
  EXPECT_EQ(Explain(request, &response).error_code(),
            StatusCode::INVALID_ARGUMENT);
}

TEST_F(ExplainTest, TellsFiveNearMissesUnlessAskedForMore) {
  CreateSpring();
  v1::ExplainRequest request = AnExplanation();
  request.mutable_request()
      ->mutable_slots(0)
      ->mutable_sizes(0)
      ->mutable_fixed()
      ->set_width(299);
  v1::ExplainResponse response;
  ASSERT_TRUE(Explain(request, &response).ok());
  ASSERT_EQ(response.explanation().near_misses_size(), 1);
  EXPECT_EQ(response.explanation().near_misses(0).slots(0).verdict(),
            v1::VERDICT_SIZE);
  EXPECT_EQ(response.explanation().looked_at(), 1);
  request.set_near_misses(0);
  ASSERT_TRUE(Explain(request, &response).ok());
  EXPECT_EQ(response.explanation().near_misses_size(), 0);
  EXPECT_EQ(response.explanation().looked_at(), 0);
}

TEST_F(ExplainTest, RefusesWhatItsOneWorkerHasNoTimeFor) {
  const BusyWorker busy(explainers_);
  v1::ExplainResponse response;
  const grpc::Status refused = Explain(AnExplanation(), &response);
  EXPECT_EQ(refused.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  // Decisions never waited.
  v1::DecideResponse decided;
  EXPECT_TRUE(Decide(APage(), &decided).ok());
}

}  // namespace
}  // namespace placard
