#include "bench/load/tally.h"

#include <string>

#include "bench/load/requests.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using placard::v1::DecideResponse;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr uint64_t kId = 42;

grpc::ByteBuffer Bytes(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

// Two slots: one filled, one not for two reasons.
DecideResponse Answer() {
  DecideResponse answer;
  answer.set_request_id(FormatRequestId(kId));
  answer.add_results()->set_outcome(placard::v1::OUTCOME_FILLED);
  auto& unfilled = *answer.add_results();
  unfilled.set_outcome(placard::v1::OUTCOME_UNFILLED);
  unfilled.add_reasons()->set_code(placard::v1::REASON_CODE_SIZE);
  unfilled.add_reasons()->set_code(placard::v1::REASON_CODE_DUPLICATE);
  return answer;
}

TEST(TallyTest, CountsOutcomesAndReasonsOfSlots) {
  Tally tally;
  for (int i = 0; i < 3; ++i) {
    tally.AddAnswer(Bytes(Answer().SerializeAsString()), kId, 2);
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
  tally.AddAnswer(Bytes("not a message"), kId, 2);
  EXPECT_EQ(tally.wrong, 1);
  tally.AddAnswer(Bytes(Answer().SerializeAsString()), kId + 1, 2);
  EXPECT_EQ(tally.wrong, 2);
  tally.AddAnswer(Bytes(Answer().SerializeAsString()), kId, 3);
  EXPECT_EQ(tally.wrong, 3);
  EXPECT_EQ(tally.checked, 3);
  EXPECT_EQ(tally.slots(), 0);
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
  one.AddAnswer(Bytes(Answer().SerializeAsString()), kId, 2);
  one.AddAnswer(Bytes("x"), kId, 2);
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
