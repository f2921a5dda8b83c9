#include "bench/load/tally.h"

#include <functional>
#include <string>
#include <vector>

#include "bench/load/requests.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using placard::v1::DecideResponse;
using placard::v1::Outcome;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr uint64_t kId = 42;

using Slots = std::vector<std::string>;
const Slots kSlots = {"top", "side"};

grpc::ByteBuffer Bytes(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

// Two slots: one filled, one not for two reasons.
DecideResponse Answer() {
  DecideResponse answer;
  answer.set_request_id(FormatRequestId(kId));
  auto& filled = *answer.add_results();
  filled.set_slot_id("top");
  filled.set_outcome(placard::v1::OUTCOME_FILLED);
  filled.add_ads()->set_campaign("campaigns/c1");
  auto& unfilled = *answer.add_results();
  unfilled.set_slot_id("side");
  unfilled.set_outcome(placard::v1::OUTCOME_UNFILLED);
  unfilled.add_reasons()->set_code(placard::v1::REASON_CODE_SIZE);
  unfilled.add_reasons()->set_code(placard::v1::REASON_CODE_DUPLICATE);
  return answer;
}

TEST(TallyTest, CountsOutcomesAndReasonsOfSlots) {
  Tally tally;
  for (int i = 0; i < 3; ++i) {
    tally.AddAnswer(Bytes(Answer().SerializeAsString()), kId, kSlots);
  }
  EXPECT_EQ(tally.checked, 3);
  EXPECT_EQ(tally.wrong, 0);
  EXPECT_THAT(tally.outcomes, ElementsAre(0, 3, 0, 3));
  EXPECT_THAT(tally.reasons, UnorderedElementsAre(
                                 Pair(placard::v1::REASON_CODE_SIZE, 3),
                                 Pair(placard::v1::REASON_CODE_DUPLICATE, 3)));
  EXPECT_DOUBLE_EQ(tally.FillRate(), 0.5);
}

TEST(TallyTest, AnAnswerToSomethingElseIsWrong) {
  Tally tally;
  tally.AddAnswer(Bytes("not a message"), kId, kSlots);
  EXPECT_EQ(tally.wrong, 1);
  tally.AddAnswer(Bytes(Answer().SerializeAsString()), kId + 1, kSlots);
  EXPECT_EQ(tally.wrong, 2);
  tally.AddAnswer(Bytes(Answer().SerializeAsString()), kId,
                  Slots{"top", "side", "more"});
  EXPECT_EQ(tally.wrong, 3);
  EXPECT_EQ(tally.checked, 3);
  EXPECT_EQ(tally.slots(), 0);
}

// Whether the answer is right after a change to it.
bool IsRight(const std::function<void(DecideResponse&)>& change) {
  DecideResponse answer = Answer();
  change(answer);
  Tally tally;
  tally.AddAnswer(Bytes(answer.SerializeAsString()), kId, kSlots);
  return tally.wrong == 0;
}

TEST(TallyTest, SlotsAreThoseAskedForInTheirOrder) {
  EXPECT_TRUE(IsRight([](DecideResponse&) {}));
  EXPECT_FALSE(IsRight([](DecideResponse& answer) {
    answer.mutable_results(1)->set_slot_id("other");
  }));
  EXPECT_FALSE(IsRight([](DecideResponse& answer) {
    answer.mutable_results()->SwapElements(0, 1);
  }));
  EXPECT_FALSE(IsRight(
      [](DecideResponse& answer) { answer.mutable_results()->RemoveLast(); }));
}

TEST(TallyTest, AnOutcomeIsKnownAndGoesWithTheAds) {
  const auto is_right = [](int outcome, int ads) {
    return IsRight([&](DecideResponse& answer) {
      auto& result = *answer.mutable_results(0);
      result.set_outcome(static_cast<Outcome>(outcome));
      result.clear_ads();
      for (int i = 0; i < ads; ++i) result.add_ads();
    });
  };
  for (const int ads : {0, 1, 2}) {
    EXPECT_FALSE(is_right(placard::v1::OUTCOME_UNSPECIFIED, ads)) << ads;
    EXPECT_EQ(is_right(placard::v1::OUTCOME_FILLED, ads), ads > 0) << ads;
    EXPECT_EQ(is_right(placard::v1::OUTCOME_HOUSE, ads), ads > 0) << ads;
    EXPECT_EQ(is_right(placard::v1::OUTCOME_UNFILLED, ads), ads == 0) << ads;
    EXPECT_FALSE(is_right(4, ads)) << ads;
    EXPECT_FALSE(is_right(-1, ads)) << ads;
  }
}

TEST(TallyTest, CountsCodesAndTakesUnknownOnesForUnknown) {
  Tally tally;
  tally.AddCode(grpc::StatusCode::OK);
  tally.AddCode(grpc::StatusCode::UNAVAILABLE);
  tally.AddCode(static_cast<grpc::StatusCode>(99));
  EXPECT_EQ(tally.answered(), 1);
  EXPECT_EQ(tally.failed(), 2);
  EXPECT_EQ(tally.codes[grpc::StatusCode::UNAVAILABLE], 1);
  EXPECT_EQ(tally.codes[grpc::StatusCode::UNKNOWN], 1);
}

TEST(TallyTest, MergesEverything) {
  Tally one;
  one.AddCode(grpc::StatusCode::OK);
  one.AddAnswer(Bytes(Answer().SerializeAsString()), kId, kSlots);
  one.AddAnswer(Bytes("x"), kId, kSlots);
  Tally sum;
  sum.Merge(one);
  sum.Merge(one);
  EXPECT_EQ(sum.answered(), 2);
  EXPECT_EQ(sum.checked, 4);
  EXPECT_EQ(sum.wrong, 2);
  EXPECT_EQ(sum.slots(), 4);
  EXPECT_EQ(sum.reasons.at(placard::v1::REASON_CODE_SIZE), 2);
}

}  // namespace
}  // namespace placard
