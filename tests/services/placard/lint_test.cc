// lint, and what apply says of warnings.

#include "google/protobuf/util/json_util.h"
#include "tests/services/placard/command_test.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kFile[] =
    "kind: Campaign\n"
    "id: spring\n"
    "advertiser: skyline\n"
    "tier: standard\n"
    "line_items:\n"
    "  - id: top\n"
    "    targeting: {sections: {include: [news], exclude: [news]}}\n"
    "---\n"
    "kind: Advertiser\n"
    "id: skyline\n";

v1::LintFinding AFinding(const std::string& name = "campaigns/spring") {
  v1::LintFinding finding;
  finding.set_severity(v1::LINT_SEVERITY_WARNING);
  finding.set_code(v1::LINT_CODE_CONTRADICTORY_RULE);
  finding.set_name(name + "/lineItems/top");
  finding.set_field("line_items[0].targeting");
  finding.set_message("no page can satisfy it");
  return finding;
}

v1::LintResponse AResponse(int campaigns, std::vector<v1::LintFinding> all,
                           const std::string& token = "") {
  v1::LintResponse response;
  response.set_campaigns(campaigns);
  for (const v1::LintFinding& finding : all) *response.add_findings() = finding;
  response.set_next_page_token(token);
  return response;
}

class LintCommandTest : public CommandTest {};

TEST_F(LintCommandTest, SaysEachFindingInALineAndEndsWithSeven) {
  state().lint_responses = {AResponse(2, {AFinding()})};
  const Ran ran = Run({"lint"});
  EXPECT_EQ(ran.out,
            "campaigns/spring/lineItems/top: warning CONTRADICTORY_RULE: no "
            "page can satisfy it\n");
  EXPECT_EQ(ran.err, "1 warning in 2 campaigns\n");
  EXPECT_EQ(ran.code, 7);
}

TEST_F(LintCommandTest, EndsWithZeroWhenThereIsNothingToSay) {
  state().lint_responses = {AResponse(1, {})};
  const Ran ran = Run({"lint"});
  EXPECT_THAT(ran.out, IsEmpty());
  EXPECT_EQ(ran.err, "0 warnings in 1 campaign\n");
  EXPECT_EQ(ran.code, 0);
}

TEST_F(LintCommandTest, ReadsAllPages) {
  state().lint_responses = {AResponse(2, {AFinding("campaigns/a")}, "next"),
                            AResponse(1, {AFinding("campaigns/b")})};
  const Ran ran = Run({"lint"});
  EXPECT_THAT(ran.out, HasSubstr("campaigns/a/"));
  EXPECT_THAT(ran.out, HasSubstr("campaigns/b/"));
  EXPECT_EQ(ran.err, "2 warnings in 3 campaigns\n");
  ASSERT_THAT(state().lint_requests, SizeIs(2));
  EXPECT_EQ(state().lint_requests[1].page_token(), "next");
}

TEST_F(LintCommandTest, AServerThatRepeatsItselfIsLeft) {
  state().lint_responses = {AResponse(1, {}, "again")};
  EXPECT_EQ(Run({"lint"}).code, 0);
  EXPECT_THAT(state().lint_requests, SizeIs(2));
}

TEST_F(LintCommandTest, AsksForCampaignsByName) {
  state().lint_responses = {AResponse(1, {AFinding("campaigns/spring")}),
                            AResponse(1, {AFinding("campaigns/summer")})};
  const Ran ran = Run({"lint", "spring", "campaigns/summer"});
  EXPECT_EQ(ran.err, "2 warnings in 2 campaigns\n");
  ASSERT_THAT(state().lint_requests, SizeIs(2));
  EXPECT_THAT(state().lint_requests[0].names(),
              ElementsAre("campaigns/spring"));
  EXPECT_THAT(state().lint_requests[1].names(),
              ElementsAre("campaigns/summer"));
}

TEST_F(LintCommandTest, LooksAtFilesWithoutWritingThem) {
  state().warnings["campaigns/spring"] = {AFinding()};
  const std::string file = Write("c.yaml", kFile);
  const Ran ran = Run({"lint", "-f", file});
  EXPECT_EQ(ran.out, file +
                         ":7: campaigns/spring/lineItems/top: warning "
                         "CONTRADICTORY_RULE: no page can satisfy it\n");
  EXPECT_EQ(ran.err, "1 warning in 1 campaign\n");
  EXPECT_EQ(ran.code, 7);
  EXPECT_THAT(state().documents, IsEmpty());
  EXPECT_THAT(state().lint_requests, IsEmpty());
}

TEST_F(LintCommandTest, SaysWhatTheServerWouldRefuse) {
  state().refusals["campaigns/spring"] = RefuseField("tier", "must be nicer");
  const std::string file = Write("c.yaml", kFile);
  const Ran ran = Run({"lint", "-f", file});
  EXPECT_THAT(ran.err, HasSubstr(file + ":4: tier: must be nicer\n"));
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(Run({"lint", "-f", Write("d.yaml", "kind: Cat\n")}).code, 1);
}

TEST_F(LintCommandTest, PrintsJsonAndYaml) {
  state().lint_responses = {AResponse(2, {AFinding()})};
  v1::LintResponse back;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  Run({"lint", "-o", "json"}).out, &back)
                  .ok());
  ASSERT_THAT(back.findings(), SizeIs(1));
  EXPECT_EQ(back.findings(0).SerializeAsString(),
            AFinding().SerializeAsString());
  EXPECT_EQ(back.campaigns(), 2);
  EXPECT_THAT(Run({"lint", "-o", "yaml"}).out,
              HasSubstr("no page can satisfy it"));
}

TEST_F(LintCommandTest, SaysCodesOfANewerServerByNumber) {
  v1::LintFinding finding = AFinding();
  finding.set_code(static_cast<v1::LintCode>(99));
  state().lint_responses = {AResponse(1, {finding})};
  EXPECT_THAT(Run({"lint"}).out, HasSubstr(": warning 99: "));
}

TEST_F(LintCommandTest, RefusesWhatIsNoCampaign) {
  EXPECT_EQ(Run({"lint", "advertisers/acme"}).code, 2);
  EXPECT_EQ(Run({"lint", "campaigns/a/lineItems/b"}).code, 2);
  EXPECT_EQ(Run({"lint", "spring", "-f", Write("c.yaml", kFile)}).code, 2);
}

TEST_F(LintCommandTest, FailsAsTheServerDoes) {
  state().failure = grpc::Status(grpc::StatusCode::NOT_FOUND,
                                 "campaigns/spring is not served");
  const Ran ran = Run({"lint", "spring"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("campaigns/spring is not served"));
}

TEST_F(LintCommandTest, ApplyWritesAndWarns) {
  state().warnings["campaigns/spring"] = {AFinding()};
  const std::string file = Write("c.yaml", kFile);
  const Ran ran = Run({"apply", "-f", file});
  EXPECT_THAT(ran.out, HasSubstr("campaigns/spring created\n"));
  EXPECT_EQ(ran.err,
            file +
                ":7: campaigns/spring/lineItems/top: warning "
                "CONTRADICTORY_RULE: no page can satisfy it\n"
                "2 created, 0 updated, 0 unchanged, 0 failed, 1 warning\n");
  EXPECT_EQ(ran.code, 0);
}

}  // namespace
}  // namespace placard
