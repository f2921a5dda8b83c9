// The tokens of page views, from call to call.
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/token/page_view_tokens.h"
#include "tests/services/decision/decision_world.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kUrl = "https://paper.example/a";

class PageViewTokenTest : public DecisionWorld {
 protected:
  PageViewTokenTest() { CreateSpring(); }

  // A page whose slot the campaign "spring" fits, or, if it is a wide one, the
  // campaign "wide".
  static v1::DecideRequest ACall(bool is_wide = false) {
    v1::DecideRequest request = APage();
    request.mutable_page()->set_url(kUrl);
    request.mutable_viewer()->set_key("reader");
    if (is_wide) {
      v1::FixedSize& size =
          *request.mutable_slots(0)->mutable_sizes(0)->mutable_fixed();
      size.set_width(728);
      size.set_height(90);
    }
    return request;
  }
  void CreateWide() {
    v1::Campaign wide = ACampaign("wide", "acme");
    v1::FixedSize& size =
        *wide.mutable_creatives(0)->mutable_size()->mutable_fixed();
    size.set_width(728);
    size.set_height(90);
    wide.add_exclusion_labels("airline");
    Create(wide);
  }

  v1::DecideResponse Ask(const v1::DecideRequest& request) {
    v1::DecideResponse response;
    const grpc::Status status = Decide(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // What the token that `call` is answered with holds.
  PageViewHistory Holds(const v1::DecideRequest& call,
                        const v1::DecideResponse& response) {
    PageViewTokens tokens;
    tokens.Use(keys_);
    PageViewHistory history;
    EXPECT_EQ(tokens.Read(response.page_view_token(),
                          {.page_url = call.page().url(),
                           .viewer_key = call.viewer().key()},
                          world_.clock().Now(), history),
              std::nullopt);
    return history;
  }
  static ShownAd Shown(const std::string& campaign) {
    return {.campaign = PageViewHash(campaign),
            .advertiser = PageViewHash("advertisers/acme"),
            .line_item = PageViewHash(campaign + "/lineItems/l1"),
            .creative = PageViewHash(campaign + "/creatives/c1")};
  }
  // That the call is answered as if the page view began, and says why.
  void ExpectRefused(const v1::DecideRequest& call, v1::TokenRefusal why) {
    const v1::DecideResponse response = Ask(call);
    EXPECT_EQ(response.page_view_token_refusal(), why);
    ASSERT_EQ(response.results_size(), 1);
    EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_FILLED);
    EXPECT_THAT(Holds(call, response).shown,
                ElementsAre(Shown("campaigns/spring")));
  }
};

TEST_F(PageViewTokenTest, HoldWhatTheAnswerShows) {
  const v1::DecideResponse response = Ask(ACall());
  EXPECT_EQ(response.page_view_token_refusal(), v1::TOKEN_REFUSAL_UNSPECIFIED);
  EXPECT_THAT(Holds(ACall(), response).shown,
              ElementsAre(Shown("campaigns/spring")));
}

TEST_F(PageViewTokenTest, HoldNothingWhenNothingIsShown) {
  const v1::DecideResponse response = Ask(ACall(true));
  EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_UNFILLED);
  EXPECT_THAT(Holds(ACall(), response).shown, IsEmpty());
}

TEST_F(PageViewTokenTest, HoldWhatAllCallsHaveShownOldestFirst) {
  CreateWide();
  v1::DecideRequest second = ACall(true);
  second.set_page_view_token(Ask(ACall()).page_view_token());
  world_.clock().Advance(absl::Minutes(9));
  const v1::DecideResponse response = Ask(second);
  EXPECT_EQ(response.page_view_token_refusal(), v1::TOKEN_REFUSAL_UNSPECIFIED);
  ShownAd wide = Shown("campaigns/wide");
  wide.labels = {PageViewHash("airline")};
  EXPECT_THAT(Holds(second, response).shown,
              ElementsAre(Shown("campaigns/spring"), wide));

  // Each answer's token holds for ten minutes of its own.
  v1::DecideRequest third = ACall(true);
  third.mutable_slots(0)->mutable_sizes(0)->mutable_fixed()->set_width(729);
  third.set_page_view_token(response.page_view_token());
  world_.clock().Advance(absl::Minutes(9));
  const v1::DecideResponse last = Ask(third);
  EXPECT_EQ(last.results(0).outcome(), v1::OUTCOME_UNFILLED);
  EXPECT_THAT(Holds(third, last).shown,
              ElementsAre(Shown("campaigns/spring"), wide));
}

TEST_F(PageViewTokenTest, OfAnotherPageOrReaderAreForeign) {
  v1::DecideRequest call = ACall();
  call.set_page_view_token(Ask(ACall()).page_view_token());
  call.mutable_page()->set_url("https://paper.example/b");
  ExpectRefused(call, v1::TOKEN_REFUSAL_FOREIGN);
  call.mutable_page()->set_url(kUrl);
  call.mutable_viewer()->set_key("another");
  ExpectRefused(call, v1::TOKEN_REFUSAL_FOREIGN);
  EXPECT_EQ(
      counters_.totals().tokens[static_cast<size_t>(TokenRefusal::kForeign)],
      2u);
}

TEST_F(PageViewTokenTest, ThatAreOldAreExpired) {
  v1::DecideRequest call = ACall();
  call.set_page_view_token(Ask(ACall()).page_view_token());
  world_.clock().Advance(kPageViewLife + absl::Seconds(1));
  ExpectRefused(call, v1::TOKEN_REFUSAL_EXPIRED);
}

// Whatever instant is asked for, tokens are of today.
TEST_F(PageViewTokenTest, AgeByTheClockAlone) {
  v1::DecideRequest call = ACall(true);
  call.mutable_at()->set_seconds(1'000);
  call.set_page_view_token(Ask(ACall()).page_view_token());
  const v1::DecideResponse response = Ask(call);
  EXPECT_EQ(response.page_view_token_refusal(), v1::TOKEN_REFUSAL_UNSPECIFIED);
  EXPECT_THAT(Holds(call, response).shown,
              ElementsAre(Shown("campaigns/spring")));
}

TEST_F(PageViewTokenTest, ThatAreBentAreMalformed) {
  std::string bent = Ask(ACall()).page_view_token();
  bent[bent.size() / 2] = bent[bent.size() / 2] == 'A' ? 'B' : 'A';
  for (const std::string& token :
       {bent, std::string("x"), std::string(5000, 'A'), std::string("\xC3\xA9"),
        std::string(1, '\0')}) {
    v1::DecideRequest call = ACall();
    call.set_page_view_token(token);
    ExpectRefused(call, v1::TOKEN_REFUSAL_MALFORMED);
  }
  EXPECT_EQ(
      counters_.totals().tokens[static_cast<size_t>(TokenRefusal::kMalformed)],
      5u);
  EXPECT_EQ(counters_.totals().refused, 0u);
}

TEST_F(PageViewTokenTest, OfOtherKeysAreUnknown) {
  PageViewTokens tokens;
  tokens.Use(Keys({"other"}));
  tokens.Begin();
  v1::DecideRequest call = ACall();
  call.set_page_view_token(std::string(tokens.Finish(
      {.page_url = kUrl, .viewer_key = "reader"}, world_.clock().Now())));
  ExpectRefused(call, v1::TOKEN_REFUSAL_UNKNOWN_KEY);
}

TEST_F(PageViewTokenTest, ADecidersKeysAreItsOwnWhateverTheThreadDidBefore) {
  PageDecider other(world_.serving(), world_.clock(), seeds_, counters_,
                    Keys({"other", "test"}));
  v1::DecideRequest call = ACall();
  const auto token_of = [&](PageDecider& decider) {
    std::string_view answer;
    v1::DecideResponse response;
    EXPECT_TRUE(decider
                    .Decide({.peer = [] { return std::string(); }},
                            call.SerializeAsString(), answer)
                    .ok());
    EXPECT_TRUE(ParseMessage(answer, response).ok());
    return response;
  };
  for (int round = 0; round < 3; ++round) {
    call.clear_page_view_token();
    const std::string ours = token_of(decider_).page_view_token();
    const std::string theirs = token_of(other).page_view_token();
    call.set_page_view_token(ours);
    EXPECT_EQ(token_of(other).page_view_token_refusal(),
              v1::TOKEN_REFUSAL_UNSPECIFIED);
    call.set_page_view_token(theirs);
    EXPECT_EQ(token_of(decider_).page_view_token_refusal(),
              v1::TOKEN_REFUSAL_UNKNOWN_KEY);
  }
}

TEST_F(PageViewTokenTest, AreTheSameOnStreams) {
  v1::DecideRequest good = ACall();
  good.set_seed(4);
  v1::DecideRequest next = good;
  next.set_page_view_token(Ask(good).page_view_token());
  v1::DecideRequest bent = good;
  bent.set_page_view_token("bent");
  v1::DecideRequest tested = next;
  tested.set_test(true);
  v1::DecideRequest forced = next;
  forced.set_force("campaigns/spring/creatives/c1");

  grpc::ClientContext context;
  const auto stream = stub_->DecideStream(&context);
  for (const v1::DecideRequest& request : {good, next, bent, tested, forced}) {
    ASSERT_TRUE(stream->Write(request));
    v1::DecideResponse response;
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.SerializeAsString(), Ask(request).SerializeAsString());
  }
  forced.set_force("campaigns/none/creatives/c1");
  ASSERT_TRUE(stream->Write(forced));
  v1::DecideResponse refused;
  ASSERT_TRUE(stream->Read(&refused));
  EXPECT_EQ(refused.error().code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_FALSE(refused.test());
  EXPECT_EQ(refused.page_view_token(), "");
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

}  // namespace
}  // namespace placard
