// `placard explain` against a fake server.

#include "google/protobuf/util/json_util.h"
#include "tests/services/placard/command_test.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ExplainCommandTest : public CommandTest {
 protected:
  static void Fail(v1::Failure& failure, const std::string& path,
                   const std::string& asks, const std::string& has,
                   const std::string& change) {
    failure.set_source("campaigns/a/lineItems/l");
    failure.set_path(path);
    failure.set_asks(asks);
    failure.set_has(has);
    failure.set_change(change);
  }

  // One line item, which fails for a rule in both slots and is outranked in
  // one.
  void Answer() {
    v1::ExplainResponse& response = state().explain_response;
    v1::SlotResult& top = *response.mutable_decision()->add_results();
    top.set_slot_id("top");
    top.add_ads()->set_line_item("campaigns/b/lineItems/l");
    response.mutable_decision()->add_results()->set_slot_id("side");
    v1::Explanation& explanation = *response.mutable_explanation();
    for (const auto& [stage, count] :
         {std::pair(v1::STAGE_ALL, 1000), std::pair(v1::STAGE_ACTIVE, 999),
          std::pair(v1::STAGE_RULE_ACCEPTS, 200),
          std::pair(v1::STAGE_SERVES, 1), std::pair(v1::STAGE_IN_DRAW, 0)}) {
      v1::StageCount& each = *explanation.add_funnel();
      each.set_stage(stage);
      each.set_line_items(count);
    }
    v1::LineItemExplanation& item = *explanation.add_line_items();
    item.set_name("campaigns/a/lineItems/l");
    item.set_rank("standard, priority 8, weight 1");
    v1::SlotVerdict& first = *item.add_slots();
    first.set_slot_id("top");
    first.set_verdict(v1::VERDICT_RULE);
    first.mutable_winner()->set_line_item("campaigns/b/lineItems/l");
    first.mutable_winner()->set_how("priority 3 against 8");
    v1::SlotVerdict& second = *item.add_slots();
    second.set_slot_id("side");
    second.set_verdict(v1::VERDICT_SLOT_TARGETING);
    v1::Failure& rule = *item.add_failures();
    Fail(rule, "rule.keywords", "keyword any of {oil, gas}",
         "page has {nato, ukraine}", "add one of oil, gas");
    rule.add_slot_ids("top");
    rule.add_slot_ids("side");
    v1::Failure& either = *item.add_failures();
    either.set_asks("one of 2 alternatives");
    either.set_has("none holds");
    either.add_slot_ids("side");
    for (const char* what : {"x", "y"}) {
      v1::Failure& part = *either.add_alternatives()->add_failures();
      Fail(part, what, std::string("asks ") + what, "has none", "give one");
      part.add_slot_ids("side");
    }
    item.set_left_out(3);
    v1::LineItemExplanation& unknown = *explanation.add_line_items();
    unknown.set_name("campaigns/a/lineItems/none");
    unknown.set_not_found(true);
    explanation.set_looked_at(999);
    *explanation.add_near_misses() = item;
    explanation.mutable_near_misses(0)->clear_failures();
    explanation.mutable_near_misses(0)->clear_left_out();
  }
};

TEST_F(ExplainCommandTest, SendsThePageAndTheNames) {
  const std::string page = Write(
      "p.yaml", "page: {sections: [food]}\nslots: [{id: top, sizes: [1x1]}]\n");
  const Ran ran = Run({"explain", "campaigns/a/lineItems/b", "--page", page,
                       "--keyword", "pasta", "campaigns/a/lineItems/c",
                       "--near-misses", "0", "--seed", "4"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const v1::ExplainRequest& sent = state().explain_request;
  EXPECT_THAT(sent.line_items(), ElementsAre("campaigns/a/lineItems/b",
                                             "campaigns/a/lineItems/c"));
  EXPECT_TRUE(sent.has_near_misses());
  EXPECT_EQ(sent.near_misses(), 0);
  EXPECT_THAT(sent.request().page().sections(), ElementsAre("food"));
  EXPECT_THAT(sent.request().page().keywords(), ElementsAre("pasta"));
  EXPECT_EQ(sent.request().seed(), 4u);
}

TEST_F(ExplainCommandTest, LeavesTheNumberOfNearMissesToTheServer) {
  ASSERT_EQ(Run({"explain", "--slot", "top=1x1"}).code, 0);
  EXPECT_FALSE(state().explain_request.has_near_misses());
  EXPECT_THAT(state().explain_request.line_items(), IsEmpty());
}

TEST_F(ExplainCommandTest, PrintsTheFunnelAndEverythingThatFails) {
  Answer();
  const Ran ran = Run({"explain", "--slot", "top=1x1"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, std::string_view(R"(
slot top shows campaigns/b/lineItems/l
slot side is empty

all            1000  ████████████████████████████████████████
active          999  ███████████████████████████████████████
rule accepts    200  ████████
serves            1  █
in draw           0

campaigns/a/lineItems/l  standard, priority 8, weight 1
  top   rule, behind campaigns/b/lineItems/l: priority 3 against 8
  side  slot targeting
  ✗ keyword any of {oil, gas}: page has {nato, ukraine}
    rule.keywords of campaigns/a/lineItems/l, in every slot
    → add one of oil, gas
  ✗ one of 2 alternatives: none holds
    either
      ✗ asks x: has none
        x of campaigns/a/lineItems/l, in slot side
        → give one
    or
      ✗ asks y: has none
        y of campaigns/a/lineItems/l, in slot side
        → give one
  and 3 more

campaigns/a/lineItems/none  there is no such line item

nearest to serving, of 999 line items looked at:

campaigns/a/lineItems/l  standard, priority 8, weight 1
  top   rule, behind campaigns/b/lineItems/l: priority 3 against 8
  side  slot targeting
)")
                         .substr(1));
}

TEST_F(ExplainCommandTest, UsesColourOnATerminal) {
  Answer();
  const Ran ran = Run({"explain", "--slot", "top=1x1"}, "", true);
  EXPECT_THAT(ran.out, HasSubstr("\033[31m✗\033[0m keyword any of"));
  EXPECT_THAT(ran.out, HasSubstr("\033[33mslot targeting\033[0m"));
}

TEST_F(ExplainCommandTest, PrintsTheMessageAsJsonAndYaml) {
  Answer();
  v1::ExplainResponse back;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  Run({"explain", "--slot", "a=mpu", "-o", "json"}).out, &back)
                  .ok());
  EXPECT_EQ(back.explanation().funnel(0).line_items(), 1000);
  EXPECT_THAT(Run({"explain", "--slot", "a=mpu", "-o", "yaml"}).out,
              HasSubstr("asks: \"keyword any of {oil, gas}\""));
}

TEST_F(ExplainCommandTest, RefusesWhatIsNoLineItemOrPage) {
  EXPECT_EQ(Run({"explain"}).code, 2);
  const Ran ran = Run({"explain", "--slot", "a=1x1", "campaigns/a"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("campaigns/a is no line item"));
}

TEST_F(ExplainCommandTest, SaysWhatTheServerRefuses) {
  state().failure = grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no");
  const Ran ran = Run({"explain", "--slot", "a=1x1"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("no"));
}

}  // namespace
}  // namespace placard
