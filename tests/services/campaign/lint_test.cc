// What writers and askers are told of campaigns that are allowed and almost
// certainly not meant.
#include <algorithm>

#include "gmock/gmock.h"
#include "tests/services/campaign/ops_test.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Stub = v1::CampaignService::Stub;

v1::Campaign Contradictory(const std::string& id) {
  v1::Campaign campaign = ACampaign(id, "acme");
  v1::Targeting& targeting =
      *campaign.mutable_line_items(0)->mutable_targeting();
  targeting.mutable_keywords()->add_any_of()->set_text("plane crash");
  targeting.mutable_keywords()->add_none_of()->set_text("crash");
  return campaign;
}

v1::Resource AsResource(const v1::Campaign& campaign) {
  v1::Resource resource;
  *resource.mutable_campaign() = campaign;
  return resource;
}

std::vector<v1::LintCode> Codes(const auto& findings) {
  std::vector<v1::LintCode> codes;
  for (const v1::LintFinding& finding : findings) {
    codes.push_back(finding.code());
  }
  return codes;
}

class LintServiceTest : public OpsTest {
 protected:
  LintServiceTest() { EXPECT_TRUE(Create(AnAdvertiser("acme")).ok()); }

  v1::Campaign Created(const v1::Campaign& campaign) {
    v1::Campaign created;
    const grpc::Status status = Create(campaign, &created);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return created;
  }

  v1::LintResponse Lint(const v1::LintRequest& request) {
    v1::LintResponse response;
    const grpc::Status status = Call(&Stub::Lint, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  grpc::Status RefusedLint(const v1::LintRequest& request) {
    v1::LintResponse response;
    return Call(&Stub::Lint, request, &response);
  }

  v1::BatchApplyResponse Apply(const v1::BatchApplyRequest& request) {
    grpc::ClientContext context;
    const auto stream = world_.stub().BatchApply(&context);
    EXPECT_TRUE(stream->Write(request));
    v1::BatchApplyResponse response;
    EXPECT_TRUE(stream->Read(&response));
    stream->WritesDone();
    EXPECT_TRUE(stream->Finish().ok());
    return response;
  }

  void SetPolicy(const std::string& section) {
    v1::UpdateSitePolicyRequest request;
    request.mutable_site_policy()->set_name("sitePolicy");
    request.mutable_site_policy()->add_sections(section);
    v1::SitePolicy ignored;
    EXPECT_TRUE(Call(&Stub::UpdateSitePolicy, request, &ignored).ok());
  }
};

TEST_F(LintServiceTest, WritesAnswerWithWarnings) {
  const v1::Campaign created = Created(Contradictory("spring"));
  ASSERT_THAT(created.warnings(), SizeIs(1));
  const v1::LintFinding& warning = created.warnings(0);
  EXPECT_EQ(warning.severity(), v1::LINT_SEVERITY_WARNING);
  EXPECT_EQ(warning.code(), v1::LINT_CODE_CONTRADICTORY_RULE);
  EXPECT_EQ(warning.name(), "campaigns/spring/lineItems/l1");
  EXPECT_EQ(warning.field(), "line_items[0].targeting");
  EXPECT_EQ(warning.message(),
            "no page can satisfy it: it needs keyword any of {\"plane crash\"} "
            "and it excludes keyword any of {crash}");

  v1::UpdateCampaignRequest update;
  *update.mutable_campaign() = created;  // warnings are not looked at
  update.mutable_campaign()
      ->mutable_line_items(0)
      ->mutable_targeting()
      ->mutable_keywords()
      ->clear_none_of();
  v1::Campaign updated;
  ASSERT_TRUE(Update(update, &updated).ok());
  EXPECT_THAT(updated.warnings(), IsEmpty());
}

TEST_F(LintServiceTest, WarningsAreNotStored) {
  Created(Contradictory("spring"));
  EXPECT_THAT(Get("campaigns/spring").warnings(), IsEmpty());
  v1::UpdateCampaignRequest same;
  *same.mutable_campaign() = Get("campaigns/spring");
  same.mutable_campaign()->add_warnings()->set_message("made up");
  const uint64_t revision = world_.StoreRevision();
  v1::Campaign updated;
  ASSERT_TRUE(Update(same, &updated).ok());
  EXPECT_EQ(world_.StoreRevision(), revision);
  EXPECT_THAT(Codes(updated.warnings()),
              ElementsAre(v1::LINT_CODE_CONTRADICTORY_RULE));
}

TEST_F(LintServiceTest, WarningsAreNoFieldsToUpdate) {
  v1::UpdateCampaignRequest request;
  *request.mutable_campaign() = Created(ACampaign("spring", "acme"));
  request.mutable_update_mask()->add_paths("warnings");
  EXPECT_THAT(FieldsAtFault(Update(request)),
              ElementsAre("update_mask.paths[0]"));
}

TEST_F(LintServiceTest, ValidatesOnlyAndWarnsAsWell) {
  v1::CreateCampaignRequest request;
  *request.mutable_campaign() = Contradictory("spring");
  request.set_validate_only(true);
  v1::Campaign answer;
  ASSERT_TRUE(Call(&Stub::CreateCampaign, request, &answer).ok());
  EXPECT_THAT(Codes(answer.warnings()),
              ElementsAre(v1::LINT_CODE_CONTRADICTORY_RULE));
}

// Nothing here waits until the server serves what it has written.
TEST_F(LintServiceTest, CountsWhatItHasWrittenButNotYetServes) {
  v1::CreateKeywordListRequest list;
  *list.mutable_keyword_list() = AKeywordList("war");
  v1::KeywordList ignored;
  ASSERT_TRUE(Call(&Stub::CreateKeywordList, list, &ignored).ok());
  SetPolicy("news");
  v1::Campaign campaign = ACampaign("spring", "acme");
  campaign.mutable_blocks()->add_keyword_lists("keywordLists/war");
  campaign.mutable_blocks()->add_sections()->set_path("nwes");
  EXPECT_THAT(Codes(Created(campaign).warnings()),
              ElementsAre(v1::LINT_CODE_UNKNOWN_SECTION));
}

TEST_F(LintServiceTest, BatchesJudgeCampaignsBesideTheirOtherResources) {
  v1::KeywordList expired = AKeywordList("old");
  expired.mutable_expire_time()->set_seconds(1);
  v1::Campaign campaign = Contradictory("spring");
  campaign.mutable_blocks()->add_keyword_lists("keywordLists/old");
  v1::BatchApplyRequest request;
  *request.add_resources() = AsResource(campaign);
  *request.add_resources()->mutable_keyword_list() = expired;
  *request.add_resources() = AsResource(ACampaign("summer", "acme"));
  for (const bool validate_only : {true, false}) {
    request.set_validate_only(validate_only);
    const v1::BatchApplyResponse response = Apply(request);
    ASSERT_THAT(response.results(), SizeIs(3));
    EXPECT_THAT(Codes(response.results(0).warnings()),
                ElementsAre(v1::LINT_CODE_KEYWORD_LIST_EXPIRED,
                            v1::LINT_CODE_CONTRADICTORY_RULE));
    EXPECT_THAT(response.results(1).warnings(), IsEmpty());
    EXPECT_THAT(response.results(2).warnings(), IsEmpty());
  }
}

TEST_F(LintServiceTest, LaterMessagesOfADryRunLeanOnEarlierOnes) {
  v1::BatchApplyRequest lists;
  lists.set_validate_only(true);
  *lists.add_resources()->mutable_keyword_list() = AKeywordList("war");
  v1::BatchApplyRequest campaigns;
  campaigns.set_validate_only(true);
  v1::Campaign campaign = ACampaign("spring", "acme");
  campaign.mutable_blocks()->add_keyword_lists("keywordLists/war");
  *campaigns.add_resources() = AsResource(campaign);

  grpc::ClientContext context;
  const auto stream = world_.stub().BatchApply(&context);
  v1::BatchApplyResponse response;
  for (const v1::BatchApplyRequest* request : {&lists, &campaigns}) {
    ASSERT_TRUE(stream->Write(*request));
    ASSERT_TRUE(stream->Read(&response));
  }
  stream->WritesDone();
  ASSERT_TRUE(stream->Finish().ok());
  EXPECT_EQ(response.results(0).outcome(), v1::APPLY_OUTCOME_CREATED);
  EXPECT_THAT(response.results(0).warnings(), IsEmpty());
}

// A sponsor takes the site's only place on every page.
TEST_F(LintServiceTest, WritesAreJudgedBesideARecentCatalogue) {
  v1::UpdateSitePolicyRequest policy;
  policy.mutable_site_policy()->set_name("sitePolicy");
  v1::SlotPreset& preset = *policy.mutable_site_policy()->add_slot_presets();
  preset.set_id("box");
  *preset.add_sizes() = ACampaign("x", "acme").creatives(0).size();
  v1::SitePolicy ignored;
  ASSERT_TRUE(Call(&Stub::UpdateSitePolicy, policy, &ignored).ok());
  world_.AwaitServed();
  EXPECT_THAT(Created(ACampaign("first", "acme")).warnings(), IsEmpty());
  v1::Campaign sponsor = ACampaign("sponsor", "acme");
  sponsor.set_tier(v1::TIER_SPONSORSHIP);
  Created(sponsor);
  world_.AwaitServed();

  EXPECT_THAT(Created(ACampaign("second", "acme")).warnings(), IsEmpty());
  world_.AwaitServed();
  EXPECT_THAT(Codes(Lint({}).findings()),
              ElementsAre(v1::LINT_CODE_ALWAYS_OUTRANKED,
                          v1::LINT_CODE_ALWAYS_OUTRANKED));
  world_.clock().Advance(kBackgroundAge);
  EXPECT_THAT(Codes(Created(ACampaign("third", "acme")).warnings()),
              ElementsAre(v1::LINT_CODE_ALWAYS_OUTRANKED));
}

TEST_F(LintServiceTest, KeepsABoundedNumberOfDocumentsItHasWritten) {
  v1::BatchApplyRequest lists;
  for (int i = 0; i < 900; ++i) {
    *lists.add_resources()->mutable_keyword_list() =
        AKeywordList(Concat("a", i));
  }
  Apply(lists);
  for (int i = 0; i < 900; ++i) {
    *lists.mutable_resources(i)->mutable_keyword_list() =
        AKeywordList(Concat("b", i));
  }
  Apply(lists);
  v1::Campaign campaign = ACampaign("spring", "acme");
  for (const char* list : {"a0", "a899", "b0", "b899"}) {
    campaign.mutable_blocks()->add_keyword_lists(Concat("keywordLists/", list));
  }
  EXPECT_THAT(Created(campaign).warnings(), IsEmpty());
}

TEST_F(LintServiceTest, LintsAllCampaignsPageByPage) {
  for (const char* id : {"a", "b", "c", "d"}) Created(Contradictory(id));
  Created(ACampaign("e", "acme"));
  world_.AwaitServed();
  v1::LintRequest request;
  request.set_page_size(2);
  std::vector<std::string> names;
  int campaigns = 0;
  int pages = 0;
  do {
    const v1::LintResponse response = Lint(request);
    for (const v1::LintFinding& finding : response.findings()) {
      names.push_back(finding.name());
    }
    campaigns += response.campaigns();
    EXPECT_EQ(response.config_version().revision(), world_.StoreRevision());
    request.set_page_token(response.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_THAT(
      names,
      ElementsAre("campaigns/a/lineItems/l1", "campaigns/b/lineItems/l1",
                  "campaigns/c/lineItems/l1", "campaigns/d/lineItems/l1"));
  EXPECT_EQ(campaigns, 5);
  EXPECT_EQ(pages, 3);
}

TEST_F(LintServiceTest, LintsCampaignsByName) {
  for (const char* id : {"a", "b", "c"}) Created(Contradictory(id));
  world_.AwaitServed();
  v1::LintRequest request;
  request.add_names("campaigns/c");
  request.add_names("campaigns/a");
  const v1::LintResponse response = Lint(request);
  ASSERT_THAT(response.findings(), SizeIs(2));
  EXPECT_EQ(response.findings(0).name(), "campaigns/c/lineItems/l1");
  EXPECT_EQ(response.campaigns(), 2);
}

TEST_F(LintServiceTest, RefusesNamesThatAreNone) {
  v1::LintRequest request;
  request.add_names("campaigns/a");
  EXPECT_EQ(RefusedLint(request).error_code(), grpc::StatusCode::NOT_FOUND);
  request.add_names("advertisers/acme");
  request.set_page_token("x");
  const grpc::Status status = RefusedLint(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(FieldsAtFault(status), ElementsAre("names[1]", "page_token"));
  v1::LintRequest negative;
  negative.set_page_size(-1);
  EXPECT_THAT(FieldsAtFault(RefusedLint(negative)), ElementsAre("page_size"));
}

TEST_F(LintServiceTest, SaysOfADocumentThatItCannotBeRead) {
  Created(ACampaign("spring", "acme"));
  v1::Campaign unreadable = ACampaign("broken", "acme");
  unreadable.mutable_flight()->set_time_zone("Nowhere/Land");
  const auto committed = world_.store().Commit(
      {.epoch = "e1",
       .ops = {{.name = "campaigns/broken",
                .expected = Expected::Absent(),
                .body = AsResource(unreadable).SerializeAsString(),
                .references = {}}},
       .request_id = "",
       .actor = "test"},
      nullptr);
  ASSERT_TRUE(committed.ok());
  world_.AwaitServed();
  const v1::LintResponse response = Lint({});
  EXPECT_THAT(Codes(response.findings()),
              ElementsAre(v1::LINT_CODE_UNREADABLE));
  EXPECT_THAT(response.findings(0).message(), HasSubstr("Nowhere/Land"));
}

TEST_F(LintServiceTest, TellsSoManyFindingsOfACampaignAtMost) {
  v1::Campaign campaign = Contradictory("spring");
  for (int i = 2; i <= 150; ++i) {
    *campaign.add_line_items() = campaign.line_items(0);
    campaign.mutable_line_items(i - 1)->set_id(Concat("l", i));
  }
  EXPECT_THAT(Created(campaign).warnings(), SizeIs(100));
  world_.AwaitServed();
  EXPECT_THAT(Lint({}).findings(), SizeIs(100));
}

// An answer of many long findings ends early and goes on with the next page.
TEST_F(LintServiceTest, EndsAPageThatBecomesTooLong) {
  const auto crowded = [](const std::string& id) {
    v1::Campaign campaign = ACampaign(id, "acme");
    v1::LineItem& first = *campaign.mutable_line_items(0);
    for (int i = 0; i < 20; ++i) {
      const std::string word = Concat(std::string(110, 'x'), i);
      first.mutable_targeting()->mutable_keywords()->add_any_of()->set_text(
          word);
    }
    *first.mutable_targeting()->mutable_keywords()->mutable_none_of() =
        first.targeting().keywords().any_of();
    for (int i = 2; i <= 40; ++i) {
      *campaign.add_line_items() = campaign.line_items(0);
      campaign.mutable_line_items(i - 1)->set_id(Concat("l", i));
    }
    return campaign;
  };
  constexpr int kCampaigns = 10;
  v1::LintRequest by_name;
  for (int i = 0; i < kCampaigns; ++i) {
    Created(crowded(Concat("c", i)));
    by_name.add_names(Concat("campaigns/c", i));
  }
  world_.AwaitServed();
  v1::LintRequest request;
  int campaigns = 0;
  int findings = 0;
  int pages = 0;
  do {
    const v1::LintResponse response = Lint(request);
    EXPECT_LT(response.ByteSizeLong(), size_t{2} << 20);
    campaigns += response.campaigns();
    findings += response.findings_size();
    request.set_page_token(response.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(campaigns, kCampaigns);
  EXPECT_GT(pages, 1);
  EXPECT_LE(findings, kCampaigns * 40);
  EXPECT_EQ(RefusedLint(by_name).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(LintServiceTest, TriesRulesOnPagesSeenOfLate) {
  world_.recent_pages().resize(20);
  v1::Campaign campaign = ACampaign("spring", "acme");
  campaign.mutable_line_items(0)
      ->mutable_targeting()
      ->mutable_sections()
      ->add_include()
      ->set_path("news");
  EXPECT_THAT(Codes(Created(campaign).warnings()),
              ElementsAre(v1::LINT_CODE_NO_RECENT_PAGE));
  world_.recent_pages()[7].page.sections = {{"news", "world"}};
  campaign.set_name("campaigns/summer");
  EXPECT_THAT(Created(campaign).warnings(), IsEmpty());
}

}  // namespace
}  // namespace placard
