#include "services/codec/explain_codec.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/codec/enums.h"

namespace placard {
namespace {

using testing::ElementsAre;

PageRequest TwoSlots() {
  PageRequest page;
  page.slots.resize(2);
  page.slots[0].id = "top";
  page.slots[1].id = "side";
  return page;
}

v1::LineItemExplanation Written(LineItemExplanation item) {
  item.exists = true;
  return ToProto({.line_items = {std::move(item)}}, TwoSlots()).line_items(0);
}

// A verdict has its reason's number and name.
TEST(ExplainCodecTest, RejectionsKeepTheNumbersOfTheirReasons) {
  for (const auto& [code, reason] : kReasonCodes) {
    if (reason == Reason::kNoCandidate) continue;
    const v1::LineItemExplanation item =
        Written({.slots = {{.verdict = Verdict::kRejected, .reason = reason}}});
    const v1::Verdict verdict = item.slots(0).verdict();
    EXPECT_EQ(int{verdict}, int{code});
    EXPECT_EQ(v1::Verdict_Name(verdict),
              "VERDICT_" + v1::ReasonCode_Name(code).substr(12));
  }
}

TEST(ExplainCodecTest, StagesAreCalledTheSameOnBothSides) {
  const v1::Explanation wire =
      ToProto({.funnel = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}}, TwoSlots());
  ASSERT_EQ(wire.funnel_size(), int{kStages});
  for (int i = 0; i < wire.funnel_size(); ++i) {
    std::string name = v1::Stage_Name(wire.funnel(i).stage()).substr(6);
    for (char& c : name) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(name, kStageNames[static_cast<size_t>(i)]);
    EXPECT_EQ(wire.funnel(i).line_items(), 10 - i);
  }
}

TEST(ExplainCodecTest, FailuresNameTheirSlotsAndAlternatives) {
  const Failure part = {.cause = Cause::kFloor,
                        .slots = 0b10,
                        .source = "slots/side",
                        .path = "floor_cpm_micros",
                        .asks = "a",
                        .has = "h",
                        .change = "c"};
  const v1::LineItemExplanation item =
      Written({.rank = "r",
               .slots = {{.verdict = Verdict::kOutranked,
                          .winner = Winner{.line_item = "l",
                                           .margin = Winner::Margin::kPrice,
                                           .ecpm_micros = 5,
                                           .how = "w"}},
                         {.verdict = Verdict::kServes}},
               .failures = {{.cause = Cause::kRule,
                             .slots = 0b11,
                             .alternatives = {{part, part}, {part}}}},
               .left_out = 4,
               .failed = 1});
  EXPECT_EQ(item.rank(), "r");
  EXPECT_EQ(item.slots(0).slot_id(), "top");
  EXPECT_EQ(item.slots(0).verdict(), v1::VERDICT_OUTRANKED);
  EXPECT_EQ(item.slots(0).winner().margin(), v1::Winner::MARGIN_PRICE);
  EXPECT_EQ(item.slots(0).winner().ecpm_micros(), 5);
  EXPECT_EQ(item.slots(0).winner().how(), "w");
  EXPECT_EQ(item.slots(1).verdict(), v1::VERDICT_SERVES);
  EXPECT_FALSE(item.slots(1).has_winner());
  EXPECT_EQ(item.left_out(), 4);
  EXPECT_EQ(item.failed(), 1);
  const v1::Failure& failure = item.failures(0);
  EXPECT_EQ(failure.cause(), v1::CAUSE_RULE);
  EXPECT_THAT(failure.slot_ids(), ElementsAre("top", "side"));
  ASSERT_EQ(failure.alternatives_size(), 2);
  ASSERT_EQ(failure.alternatives(0).failures_size(), 2);
  const v1::Failure& wire = failure.alternatives(0).failures(0);
  EXPECT_EQ(wire.cause(), v1::CAUSE_FLOOR);
  EXPECT_THAT(wire.slot_ids(), ElementsAre("side"));
  EXPECT_EQ(wire.source(), "slots/side");
  EXPECT_EQ(wire.path(), "floor_cpm_micros");
  EXPECT_EQ(wire.asks() + wire.has() + wire.change(), "ahc");
}

}  // namespace
}  // namespace placard
