#include "services/decision/decision_service.h"

#include <memory>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/codec/status.h"
#include "services/rpc/wire.h"
#include "tests/services/decision/decision_world.h"

namespace placard {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;

std::string Nobody() { return ""; }

class DecisionServiceTest : public DecisionWorld {};

TEST_F(DecisionServiceTest, FillsASlotFromTheCatalogueAndSaysWhichOne) {
  CreateSpring();
  v1::DecideResponse response;
  const grpc::Status status = Decide(APage(), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.request_id(), "r1");
  ASSERT_EQ(response.results_size(), 1);
  EXPECT_EQ(response.results(0).slot_id(), "top");
  EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_FILLED);
  EXPECT_EQ(response.results(0).ads(0).creative(),
            "campaigns/spring/creatives/c1");
  EXPECT_EQ(response.config_version().epoch(), "e1");
  EXPECT_EQ(response.config_version().revision(), 2u);
  EXPECT_EQ(response.seed(), SeedSource(7).Next());
  EXPECT_EQ(counters_.totals().pages, 1u);
}

TEST_F(DecisionServiceTest, AnEmptySlotIsAnAnswerWithItsReason) {
  v1::DecideResponse response;
  ASSERT_TRUE(Decide(APage(), &response).ok());
  EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_UNFILLED);
  ASSERT_EQ(response.results(0).reasons_size(), 1);
  EXPECT_EQ(response.results(0).reasons(0).code(),
            v1::REASON_CODE_NO_CANDIDATE);
}

TEST_F(DecisionServiceTest, EachRequestGetsASeedOfItsOwnAndAGivenOneIsKept) {
  v1::DecideResponse first;
  v1::DecideResponse second;
  ASSERT_TRUE(Decide(APage(), &first).ok());
  ASSERT_TRUE(Decide(APage(), &second).ok());
  EXPECT_NE(first.seed(), second.seed());
  v1::DecideRequest request = APage();
  request.set_seed(0);
  ASSERT_TRUE(Decide(request, &second).ok());
  EXPECT_EQ(second.seed(), 0u);
}

TEST_F(DecisionServiceTest, DecidesAsOfTheInstantAskedFor) {
  CreateSpring();
  v1::DecideRequest request = APage();
  request.mutable_at()->set_seconds(0);  // before the flight begins
  v1::DecideResponse response;
  ASSERT_TRUE(Decide(request, &response).ok());
  EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_UNFILLED);
  request.mutable_at()->set_seconds(1);
  ASSERT_TRUE(Decide(request, &response).ok());
  EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_FILLED);
}

TEST_F(DecisionServiceTest, SeedInstantForceAndTestAreForTheOperationsRole) {
  constexpr const char* kElsewhere = "ipv4:192.0.2.7:4711";
  constexpr const char* kHere = "ipv4:127.0.0.1:4711";
  v1::DecideRequest seeded = APage();
  seeded.set_seed(1);
  v1::DecideRequest timed = APage();
  timed.mutable_at()->set_seconds(1);
  v1::DecideRequest forced = APage();
  forced.set_force("campaigns/none/lineItems/l1");  // not told whether it is
  v1::DecideRequest tested = APage();
  tested.set_test(true);
  EXPECT_TRUE(DecideFrom(kElsewhere, APage()).ok());
  EXPECT_TRUE(absl::IsPermissionDenied(DecideFrom(kElsewhere, seeded)));
  EXPECT_TRUE(absl::IsPermissionDenied(DecideFrom(kElsewhere, timed)));
  EXPECT_TRUE(absl::IsPermissionDenied(DecideFrom(kElsewhere, forced)));
  EXPECT_TRUE(absl::IsPermissionDenied(DecideFrom(kElsewhere, tested)));
  EXPECT_TRUE(DecideFrom(kHere, seeded).ok());
  EXPECT_TRUE(DecideFrom(kHere, timed).ok());
  EXPECT_TRUE(DecideFrom(kHere, tested).ok());
}

TEST_F(DecisionServiceTest, NamesEveryFieldAtFault) {
  v1::DecideRequest request = APage();
  request.mutable_slots(0)->set_count(21);
  request.mutable_slots(0)->clear_id();
  request.set_viewer_token("t");
  v1::DecideResponse response;
  const grpc::Status status = Decide(request, &response);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ViolationsOf(status).size(), 3u) << status.error_message();
  EXPECT_EQ(counters_.totals().refused, 1u);
  EXPECT_EQ(counters_.totals().pages, 0u);
}

TEST_F(DecisionServiceTest, ATestIsDecidedAndNotCounted) {
  CreateSpring();
  v1::DecideRequest request = APage();
  request.mutable_page()->set_url("https://paper.example/a");
  request.set_seed(3);
  v1::DecideResponse counted;
  ASSERT_TRUE(Decide(request, &counted).ok());
  EXPECT_FALSE(counted.test());
  const DecisionTotals before = counters_.totals();

  request.set_test(true);
  request.set_page_view_token("bent");
  v1::DecideResponse tested;
  ASSERT_TRUE(Decide(request, &tested).ok());
  EXPECT_TRUE(tested.test());
  EXPECT_EQ(tested.results(0).SerializeAsString(),
            counted.results(0).SerializeAsString());
  const DecisionTotals after = counters_.totals();
  EXPECT_EQ(after.pages, before.pages);
  EXPECT_EQ(after.slots, before.slots);
  EXPECT_EQ(after.reasons, before.reasons);
  EXPECT_EQ(after.tokens, before.tokens);
}

TEST_F(DecisionServiceTest, WhatIsForcedMustBeThereAndMakesItATest) {
  CreateSpring();
  for (const char* name :
       {"campaigns/spring/lineItems/l1", "campaigns/spring/creatives/c1"}) {
    v1::DecideRequest request = APage();
    request.set_force(name);
    v1::DecideResponse response;
    const grpc::Status status = Decide(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_TRUE(response.test());
  }
  EXPECT_EQ(counters_.totals().pages, 0u);
  for (const char* name :
       {"campaigns/spring/lineItems/c1", "campaigns/spring/creatives/l1",
        "campaigns/none/lineItems/l1", "campaigns/spring", "l1", "\n"}) {
    v1::DecideRequest request = APage();
    request.set_force(name);
    request.mutable_slots(0)->set_count(21);
    v1::DecideResponse response;
    const grpc::Status status = Decide(request, &response);
    EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
    const FieldViolations violations = ViolationsOf(status);
    ASSERT_EQ(violations.size(), 2u) << status.error_message();
    EXPECT_EQ(violations[0].field, "slots[0].count");
    EXPECT_EQ(violations[1].field, "force");
  }
}

TEST_F(DecisionServiceTest, TextThatIsNotUtf8IsNamed) {
  std::string bytes = APage().SerializeAsString();
  bytes[bytes.find("news")] = '\xe9';
  std::string_view answer;
  const absl::Status status = decider_.Decide({.peer = &Nobody}, bytes, answer);
  EXPECT_EQ(ToStd(status.message()), "page.sections[0]: is not valid UTF-8");
  EXPECT_TRUE(absl::IsInvalidArgument(status));
}

TEST_F(DecisionServiceTest, ComputesNothingWhenTheDeadlineHasPassed) {
  EXPECT_TRUE(
      absl::IsDeadlineExceeded(DecideFrom("", APage(), world_.clock().Now())));
  EXPECT_TRUE(
      DecideFrom("", APage(), world_.clock().Now() + absl::Nanoseconds(1))
          .ok());
  EXPECT_EQ(counters_.totals().pages, 1u);
}

TEST_F(DecisionServiceTest, IsUnavailableBeforeThereIsACatalogue) {
  const Serving nothing;
  PageDecider decider(nothing, world_.clock(), seeds_, counters_, keys_);
  std::string_view answer;
  EXPECT_TRUE(absl::IsUnavailable(
      decider.Decide({.peer = &Nobody}, APage().SerializeAsString(), answer)));
}

TEST_F(DecisionServiceTest, AnswersAreTheSameWhateverTheThreadDidBefore) {
  CreateSpring();
  v1::DecideRequest request = APage();
  request.set_seed(5);
  v1::DecideResponse fresh;
  ASSERT_TRUE(Decide(request, &fresh).ok());
  for (int i = 0; i < 200; ++i) {
    v1::DecideRequest other = APage();
    for (int k = 0; k < i % 7; ++k) other.mutable_page()->add_keywords("k");
    if (i % 3 == 0) other.mutable_slots(0)->clear_id();
    v1::DecideResponse ignored;
    Decide(other, &ignored);
    v1::DecideResponse again;
    ASSERT_TRUE(Decide(request, &again).ok());
    ASSERT_EQ(again.SerializeAsString(), fresh.SerializeAsString());
  }
}

}  // namespace
}  // namespace placard
