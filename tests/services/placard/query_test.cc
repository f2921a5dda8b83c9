// The other commands: names, lists, decisions, health, help.

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/placard/completion.h"
#include "tests/services/placard/command_test.h"

namespace placard {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class QueryTest : public CommandTest {
 protected:
  void Apply(const std::string& text) {
    const Ran ran = Run({"apply", "-f", "-"}, text);
    ASSERT_EQ(ran.code, 0) << ran.err;
  }

  void ApplyCampaigns() {
    Apply(
        "kind: Campaign\nid: a-running\nadvertiser: skyline\ntier: standard\n"
        "flight: {start: 2026-01-01, end: 2027-01-01}\n"
        "line_items: [{id: x, weight: 3}, {id: y}]\n"
        "---\n"
        "kind: Campaign\nid: b-upcoming\nadvertiser: skyline\ntier: house\n"
        "flight: {start: 2026-06-01}\n"
        "---\n"
        "kind: Campaign\nid: c-ended\nadvertiser: skyline\ntier: sponsorship\n"
        "flight: {start: 2025-01-01, end: 2026-03-01}\n"
        "---\n"
        "kind: Campaign\nid: d-paused\nstatus: paused\nadvertiser: skyline\n"
        "tier: price_priority\nflight: {start: 2025-01-01}\n");
  }
};

TEST_F(QueryTest, ListsCampaignsOfAllPagesInATable) {
  ApplyCampaigns();
  EXPECT_EQ(Run({"list"}).out, std::string_view(R"(
NAME        ADVERTISER  TIER            STATUS    FLIGHT                    LINE ITEMS
a-running   skyline     standard        running   2026-01-01 to 2027-01-01  2
b-upcoming  skyline     house           upcoming  2026-06-01 to open        0
c-ended     skyline     sponsorship     ended     2025-01-01 to 2026-03-01  0
d-paused    skyline     price_priority  paused    2025-01-01 to open        0
)")
                                   .substr(1));
}

TEST_F(QueryTest, ListsTheOtherKinds) {
  Apply(
      "kind: Advertiser\nid: a\ndisplay_name: \"Caf\u00e9 \u6771\u4eac\"\n"
      "exclusion_labels: [travel, airline]\n---\n"
      "kind: Advertiser\nid: b\ndisplay_name: Plain\nstatus: paused\n---\n"
      "kind: KeywordList\nid: war\nowner: desk\nexpires: 2026-01-01\n"
      "terms: [war, wars]\n---\n"
      "kind: Taxonomy\nid: t\nnodes: [{id: \"1\"}]\n");
  EXPECT_EQ(Run({"list", "advertisers"}).out,
            "NAME  DISPLAY NAME  STATUS  LABELS\n"
            "a     Caf\u00e9 \u6771\u4eac     active  travel, airline\n"
            "b     Plain         paused\n");
  EXPECT_EQ(Run({"list", "keyword-lists"}).out,
            "NAME  TERMS  OWNER  EXPIRES               MODE\n"
            "war   2      desk   2026-01-01 (expired)  blocks\n");
  EXPECT_THAT(Run({"list", "taxonomies"}).out, HasSubstr("\nt "));
  EXPECT_EQ(Run({"list", "wizards"}).code, 2);
}

TEST_F(QueryTest, ListPrintsJsonAndYamlThatCanBeReadBack) {
  ApplyCampaigns();
  google::protobuf::ListValue list;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  Run({"list", "-o", "json"}).out, &list)
                  .ok());
  EXPECT_THAT(list.values(), SizeIs(4));
  const Ran yaml = Run({"list", "-o", "yaml"});
  EXPECT_THAT(Run({"apply", "-f", "-"}, yaml.out).err,
              HasSubstr("4 unchanged"));
}

TEST_F(QueryTest, NamesThatATerminalWouldObeyAreHarmless) {
  Apply("kind: Advertiser\nid: a\ndisplay_name: \"\\e[2J\\u009bx\"\n");
  EXPECT_THAT(Run({"list", "advertisers"}).out,
              AllOf(HasSubstr("?[2J?x"), Not(HasSubstr("\033"))));
}

TEST_F(QueryTest, GetsWhateverHasAName) {
  ApplyCampaigns();
  EXPECT_THAT(Run({"get", "a-running"}).out,
              AllOf(HasSubstr("kind: Campaign\nid: a-running\n"),
                    HasSubstr("etag: e1\n")));
  EXPECT_EQ(Run({"get", "campaigns/a-running/lineItems/x"}).out,
            "id: x\nweight: 3\n");
  EXPECT_THAT(Run({"get", "-o", "json", "campaigns/a-running"}).out,
              HasSubstr("\"name\": \"campaigns/a-running\""));
  EXPECT_EQ(Run({"get", "site-policy"}).out, "kind: SitePolicy\n");
  EXPECT_THAT(Run({"get", "a-running", "b-upcoming"}).out,
              HasSubstr("\n---\nkind: Campaign\nid: b-upcoming\n"));
}

TEST_F(QueryTest, TellsWhatIsNotFoundFromWhatIsNoName) {
  ApplyCampaigns();
  EXPECT_EQ(Run({"get", "nobody"}).code, 3);
  EXPECT_EQ(Run({"get", "nobody"}).err,
            "placard: campaigns/nobody not found\n");
  EXPECT_EQ(Run({"get", "a-running/lineItems/x"}).code, 2);
  EXPECT_EQ(Run({"get", "campaigns/a-running/lineItems/z"}).code, 3);
  EXPECT_EQ(Run({"get", "wizards/x"}).code, 2);
  EXPECT_EQ(Run({"get", "campaigns/"}).code, 2);
}

TEST_F(QueryTest, PausesAndResumes) {
  ApplyCampaigns();
  Apply("kind: Advertiser\nid: skyline\n");
  EXPECT_EQ(Run({"pause", "a-running", "advertisers/skyline"}).out,
            "campaigns/a-running paused\nadvertisers/skyline paused\n");
  EXPECT_EQ(state().documents["campaigns/a-running"].campaign().status(),
            v1::STATUS_PAUSED);
  EXPECT_EQ(state().documents["advertisers/skyline"].advertiser().status(),
            v1::STATUS_PAUSED);
  EXPECT_EQ(Run({"resume", "campaigns/a-running"}).code, 0);
  EXPECT_EQ(Run({"pause", "campaigns/a-running/lineItems/y"}).out,
            "campaigns/a-running/lineItems/y paused\n");
  const v1::Campaign& campaign =
      state().documents["campaigns/a-running"].campaign();
  EXPECT_EQ(campaign.status(), v1::STATUS_ACTIVE);
  EXPECT_EQ(campaign.line_items(1).status(), v1::STATUS_PAUSED);
  EXPECT_EQ(Run({"pause", "keyword-lists/war"}).code, 1);
}

TEST_F(QueryTest, DeletesWholeCampaigns) {
  ApplyCampaigns();
  EXPECT_EQ(Run({"delete", "--dry-run", "a-running"}).out,
            "campaigns/a-running deleted (dry run)\n");
  EXPECT_THAT(state().documents, SizeIs(4));
  EXPECT_EQ(Run({"delete", "a-running"}).out, "campaigns/a-running deleted\n");
  EXPECT_EQ(Run({"delete", "a-running"}).code, 3);
  EXPECT_EQ(Run({"delete", "campaigns/b-upcoming/lineItems/x"}).code, 1);
}

TEST_F(QueryTest, WatchPrintsEachChangeUntilTheStreamEnds) {
  v1::WatchCampaignsResponse start;
  start.mutable_config_version()->set_revision(7);
  v1::WatchCampaignsResponse written;
  written.mutable_config_version()->set_revision(8);
  written.set_name("advertisers/a");
  written.mutable_resource()->mutable_advertiser()->set_name("advertisers/a");
  written.mutable_time()->set_seconds(1772323200);
  written.set_actor("ops");
  v1::WatchCampaignsResponse deleted = written;
  deleted.clear_resource();
  deleted.clear_actor();
  state().changes = {start, written, deleted};
  const Ran ran = Run({"watch"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err, "watching from revision 7\n");
  EXPECT_EQ(ran.out,
            "2026-03-01T00:00:00Z  8  advertisers/a written by ops\n"
            "2026-03-01T00:00:00Z  8  advertisers/a deleted\n");
}

TEST_F(QueryTest, DecideSendsWhatTheFlagsSay) {
  const std::string article = Write("article.txt", "Long text.\n");
  const Ran ran = Run({"decide",
                       "--section",
                       "news/world",
                       "--section",
                       "news",
                       "--keyword",
                       "truce",
                       "--label",
                       "airline",
                       "--slot",
                       "top=728x90,16:9@320",
                       "--slot",
                       "side=mpu",
                       "--text",
                       article,
                       "--title",
                       "Head",
                       "--country",
                       "DE",
                       "--device",
                       "mobile",
                       "--language",
                       "en",
                       "--at",
                       "2026-03-01 09:30",
                       "--seed",
                       "18446744073709551615"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  const v1::DecideRequest& sent = state().decide_request;
  EXPECT_THAT(sent.page().sections(), ElementsAre("news/world", "news"));
  EXPECT_THAT(sent.page().keywords(), ElementsAre("truce"));
  EXPECT_THAT(sent.page().exclusion_labels(), ElementsAre("airline"));
  EXPECT_EQ(sent.page().text(), "Long text.\n");
  EXPECT_EQ(sent.page().title(), "Head");
  EXPECT_EQ(sent.page().language(), "en");
  EXPECT_EQ(sent.viewer().country(), "DE");
  EXPECT_EQ(sent.viewer().device(), v1::DEVICE_MOBILE);
  EXPECT_EQ(sent.at().seconds(), 1772357400);
  EXPECT_EQ(sent.seed(), 18446744073709551615u);
  ASSERT_THAT(sent.slots(), SizeIs(2));
  EXPECT_EQ(sent.slots(0).sizes(0).fixed().width(), 728);
  EXPECT_EQ(sent.slots(0).sizes(1).ratio().min_width(), 320);
  EXPECT_EQ(sent.slots(1).preset(), "mpu");
}

TEST_F(QueryTest, DecideSendsWhatAPreviewSays) {
  EXPECT_EQ(Run({"decide", "--slot", "a=mpu", "--force",
                 "campaigns/c/lineItems/l", "--page-view-token", "opaque"})
                .code,
            0);
  EXPECT_EQ(state().decide_request.force(), "campaigns/c/lineItems/l");
  EXPECT_EQ(state().decide_request.page_view_token(), "opaque");
  EXPECT_FALSE(state().decide_request.test());
  EXPECT_EQ(Run({"decide", "--slot", "a=mpu", "--test"}).code, 0);
  EXPECT_TRUE(state().decide_request.test());
  EXPECT_EQ(state().decide_request.force(), "");
}

TEST_F(QueryTest, DecideSaysWhatComesOfThePageView) {
  v1::DecideResponse& response = state().decide_response;
  response.set_page_view_token("opaque");
  EXPECT_THAT(Run({"decide", "--slot", "a=mpu"}).out,
              EndsWith("holds for 0s\npage view token opaque\n"));
  response.set_test(true);
  response.set_suboptimal(true);
  const std::vector<std::pair<v1::TokenRefusal, const char*>> refusals = {
      {v1::TOKEN_REFUSAL_MALFORMED, "it is no token, or was changed"},
      {v1::TOKEN_REFUSAL_UNKNOWN_KEY, "the server does not have its key"},
      {v1::TOKEN_REFUSAL_EXPIRED, "it is too old"},
      {v1::TOKEN_REFUSAL_FOREIGN, "it is another page's or reader's"}};
  for (const auto& [refusal, words] : refusals) {
    response.set_page_view_token_refusal(refusal);
    EXPECT_THAT(Run({"decide", "--slot", "a=mpu"}).out,
                EndsWith(Concat(
                    "a test: nothing of it is counted\n"
                    "there may be a better assignment: the search for it was "
                    "given up\n"
                    "the page view's token was refused: ",
                    words, "\npage view token opaque\n")));
  }
  EXPECT_THAT(Run({"decide", "--slot", "a=mpu", "-o", "json"}).out,
              HasSubstr("\"pageViewTokenRefusal\": \"TOKEN_REFUSAL_FOREIGN\""));
}

TEST_F(QueryTest, DecideFlagsWinOverThePageFile) {
  const std::string page =
      Write("p.yaml",
            "page: {sections: [food], keywords: [pasta], title: Lemon}\n"
            "slots: [{id: top, sizes: [300x250], floor_cpm: 1.5}]\n"
            "seed: 9\n");
  EXPECT_EQ(Run({"decide", "--page", page, "--section", "news"}).code, 0);
  const v1::DecideRequest& sent = state().decide_request;
  EXPECT_THAT(sent.page().sections(), ElementsAre("news"));
  EXPECT_THAT(sent.page().keywords(), ElementsAre("pasta"));
  EXPECT_EQ(sent.slots(0).floor_cpm_micros(), 1'500'000);
  EXPECT_EQ(sent.seed(), 9u);
}

TEST_F(QueryTest, DecideRefusesWhatItCannotRead) {
  EXPECT_EQ(Run({"decide"}).code, 2);
  EXPECT_EQ(Run({"decide", "--slot", "300x250"}).code, 2);
  EXPECT_EQ(Run({"decide", "--slot", "a=1x1", "--device", "abacus"}).code, 2);
  EXPECT_EQ(Run({"decide", "--slot", "a=1x1", "--at", "soon"}).code, 2);
  const std::string page = Write("p.yaml", "page: {}\nslot: []\n");
  EXPECT_THAT(Run({"decide", "--page", page}).err,
              HasSubstr(page + ":2: slot: unknown field; did you mean "
                               "\"slots\"?"));
}

TEST_F(QueryTest, DecidePrintsWhatFillsASlotOrWhyNothingDoes) {
  v1::DecideResponse& response = state().decide_response;
  response.mutable_config_version()->set_epoch("e");
  response.mutable_config_version()->set_revision(12);
  response.set_seed(5);
  response.mutable_ttl()->set_seconds(300);
  v1::SlotResult& filled = *response.add_results();
  filled.set_slot_id("top");
  filled.set_outcome(v1::OUTCOME_FILLED);
  v1::Ad& ad = *filled.add_ads();
  ad.set_campaign("campaigns/c");
  ad.set_line_item("campaigns/c/lineItems/l");
  ad.set_creative("campaigns/c/creatives/mpu");
  ad.mutable_size()->mutable_fixed()->set_width(300);
  ad.mutable_size()->mutable_fixed()->set_height(250);
  ad.mutable_price()->set_cpm_micros(4'500'000);
  ad.set_click_url("https://skyline.example:443/x");
  v1::SlotResult& empty = *response.add_results();
  empty.set_slot_id("side");
  empty.set_outcome(v1::OUTCOME_UNFILLED);
  v1::Reason& blocked = *empty.add_reasons();
  blocked.set_code(v1::REASON_CODE_BLOCKED);
  blocked.set_line_items(2);
  v1::Reason& size = *empty.add_reasons();
  size.set_code(v1::REASON_CODE_SIZE);
  size.set_line_items(1);
  EXPECT_EQ(Run({"decide", "--slot", "top=mpu"}).out,
            "SLOT  OUTCOME  ADVERTISEMENT  SIZE     PRICE    LEADS TO\n"
            "top   filled   c \u203a l \u203a mpu    300x250  4.5 CPM  "
            "skyline.example\n"
            "side  empty    2 line items blocked on this page; 1 line item "
            "without a creative of this size\n"
            "config e/12, seed 5, holds for 300s\n");
  v1::DecideResponse back;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  Run({"decide", "--slot", "a=mpu", "-o", "json"}).out, &back)
                  .ok());
  EXPECT_EQ(back.DebugString(), response.DebugString());
  EXPECT_THAT(Run({"decide", "--slot", "a=mpu", "-o", "yaml"}).out,
              HasSubstr("price: {cpm: 4.5}"));
}

TEST_F(QueryTest, EachKindOfFailureHasItsExitCode) {
  using grpc::StatusCode;
  const std::vector<std::pair<StatusCode, int>> codes = {
      {StatusCode::NOT_FOUND, 3},          {StatusCode::UNAVAILABLE, 4},
      {StatusCode::DEADLINE_EXCEEDED, 4},  {StatusCode::ABORTED, 5},
      {StatusCode::ALREADY_EXISTS, 5},     {StatusCode::INVALID_ARGUMENT, 1},
      {StatusCode::FAILED_PRECONDITION, 1}};
  for (const auto& [code, exit] : codes) {
    state().failure = grpc::Status(code, "so it is");
    const Ran ran = Run({"pause", "x"});
    EXPECT_EQ(ran.code, exit) << code;
    EXPECT_THAT(ran.err, HasSubstr("placard: so it is")) << code;
  }
}

TEST_F(QueryTest, AFailedListIsNotShownInPart) {
  state().failure = grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
  const Ran ran = Run({"list"});
  EXPECT_EQ(ran.code, 4);
  EXPECT_EQ(ran.out, "");
}

TEST_F(QueryTest, ViolationsOfACallAreItsMessage) {
  const google::rpc::Status refusal = RefuseField("slots[0]", "is too much");
  state().failure = grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "invalid",
                                 refusal.SerializeAsString());
  EXPECT_EQ(Run({"decide", "--slot", "a=mpu"}).err,
            "placard: slots[0]: is too much\n");
}

TEST_F(QueryTest, HealthSaysWhetherTheServerServes) {
  const Ran ran = Run({"health"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, "serving\n");
  EXPECT_EQ(Run({"health", "--wait", "never"}).code, 2);
}

TEST_F(QueryTest, HealthWaitsForAServerThatComesUp) {
  server_.SetServing(false);
  clock_.on_reading = [this](int reading) { server_.SetServing(reading > 3); };
  EXPECT_EQ(Run({"health", "--wait", "30s"}).code, 0);
}

TEST_F(QueryTest, HealthGivesUpWhenTheWaitIsOver) {
  server_.SetServing(false);
  int readings = 0;
  clock_.on_reading = [&readings](int reading) { readings = reading; };
  const Ran ran = Run({"health", "--wait", "3s"});
  EXPECT_EQ(ran.code, 4);
  EXPECT_THAT(ran.err, HasSubstr("not serving yet"));
  EXPECT_EQ(readings, 4) << "one to begin with, then one a second";
}

TEST_F(QueryTest, NoColorRefusesColourWhateverItSays) {
  EXPECT_TRUE(WantsColour(nullptr, true));
  EXPECT_TRUE(WantsColour("", true)) << "set to nothing is not set";
  EXPECT_FALSE(WantsColour("0", true));
  EXPECT_FALSE(WantsColour(nullptr, false));
}

TEST_F(QueryTest, AServerThatIsNotThereIsUnavailable) {
  sends_server_ = false;
  const std::string nowhere = "unix:" + directory_ + "/nobody.sock";
  for (const char* command : {"list", "health", "watch"}) {
    const Ran ran = Run({command, "--server", nowhere});
    EXPECT_EQ(ran.code, 4) << command;
    EXPECT_THAT(ran.err, HasSubstr("is the server running?")) << command;
  }
  EXPECT_EQ(Run({"apply", "--server", nowhere, "-f", "-"},
                "kind: Advertiser\nid: a\n")
                .code,
            4);
}

TEST_F(QueryTest, HelpIsASuccessAndMistakesAreNot) {
  sends_server_ = false;
  const Ran help = Run({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, AllOf(HasSubstr("decide"), HasSubstr("Exit codes:")));
  EXPECT_EQ(Run({"apply", "--help"}).code, 0);
  EXPECT_EQ(Run({"--version"}).code, 0);
  EXPECT_EQ(Run({}).code, 2);
  EXPECT_EQ(Run({"conjure"}).code, 2);
  EXPECT_EQ(Run({"apply"}).code, 2);
  EXPECT_EQ(Run({"list", "-o", "xml"}).code, 2);
  EXPECT_EQ(Run({"list", "--timeout", "soon"}).code, 2);
}

std::string RunShell(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  char buffer[256];
  while (pipe != nullptr && fgets(buffer, sizeof(buffer), pipe) != nullptr) {
    output += buffer;
  }
  if (pipe != nullptr) pclose(pipe);
  return output;
}

TEST_F(QueryTest, BashCompletesCommandsFlagsAndValues) {
  const std::string script =
      Write("placard.bash", Run({"completion", "bash"}).out);
  const auto complete = [&](const std::string& words, int at) {
    return RunShell(Concat("bash -c 'source ", script, "; COMP_WORDS=(", words,
                           "); COMP_CWORD=", at,
                           "; _placard; echo \"${COMPREPLY[*]}\"'"));
  };
  EXPECT_EQ(complete("placard de", 1), "decide delete\n");
  EXPECT_EQ(complete("placard list k", 2), "keyword-lists\n");
  EXPECT_EQ(complete("placard list -o j", 3), "json\n");
  EXPECT_EQ(complete("placard --server x apply --d", 4), "--dry-run\n");
}

TEST_F(QueryTest, CompletionsKnowEveryCommand) {
  const std::string help = Run({"--help"}).out;
  const std::string_view bash = CompletionScript("bash");
  const std::string_view zsh = CompletionScript("zsh");
  for (const char* command :
       {"apply", "completion", "decide", "delete", "diff", "explain", "export",
        "get", "health", "list", "pause", "resume", "watch"}) {
    EXPECT_THAT(help, HasSubstr(Concat("\n  ", command, " ")));
    EXPECT_THAT(std::string(bash), HasSubstr(command));
    EXPECT_THAT(std::string(zsh), HasSubstr(Concat("'", command, ":")));
  }
}

}  // namespace
}  // namespace placard
