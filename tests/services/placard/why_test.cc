// `placard why` and `placard blocks` against a fake server.

#include "google/protobuf/util/json_util.h"
#include "tests/services/placard/command_test.h"

namespace placard {
namespace {

using ::testing::HasSubstr;

constexpr const char* kItem = "campaigns/a/lineItems/l";

class WhyCommandTest : public CommandTest {
 protected:
  static void AddWindow(v1::DeliveryDiagnostics& told, int64_t seconds,
                        int64_t pages) {
    v1::DeliveryWindow& window = *told.add_windows();
    window.mutable_length()->set_seconds(seconds);
    window.set_pages(pages);
  }
  static void AddFate(v1::DeliveryDiagnostics& told, v1::Verdict verdict,
                      std::vector<int64_t> counts) {
    v1::FateCounts& fate = *told.add_fates();
    fate.set_verdict(verdict);
    fate.mutable_counts()->Add(counts.begin(), counts.end());
  }

  void AnswerCounts() {
    v1::DeliveryDiagnostics& told = state().diagnostics;
    told.set_line_item(kItem);
    AddWindow(told, 60, 12);
    AddWindow(told, 900, 150);
    AddWindow(told, 3600, 600);
    AddWindow(told, 86400, 12000);
    AddFate(told, v1::VERDICT_BELOW_FLOOR, {0, 3, 10, 100});
    AddFate(told, v1::VERDICT_OUTRANKED, {4, 40, 200, 4000});
    AddFate(told, v1::VERDICT_SERVES, {2, 20, 99, 2000});
    told.mutable_first_seen()->set_seconds(1772323200);
  }
  void AnswerSample() {
    v1::SampledDelivery& sample = *state().diagnostics.mutable_sample();
    sample.set_pages(64);
    sample.set_of_pages(1204);
    sample.mutable_age()->set_seconds(300);
    sample.set_targeting_misses(40);
    sample.set_reader_unknown(4);
    for (const auto& [verdict, pages] : {std::pair(v1::VERDICT_OUTRANKED, 12),
                                         std::pair(v1::VERDICT_SERVES, 8)}) {
      v1::SampledFate& fate = *sample.add_fates();
      fate.set_verdict(verdict);
      fate.set_pages(pages);
    }
    sample.set_winner("campaigns/b/lineItems/l");
    sample.set_winner_pages(7);
    v1::CommonFailure& rule = *sample.add_failures();
    rule.set_pages(40);
    rule.set_alone(30);
    rule.set_url("https://site.example/nato");
    rule.mutable_failure()->set_asks("keyword any of {oil, gas}");
    rule.mutable_failure()->set_has("page has {nato, ukraine}");
    rule.mutable_failure()->set_path("rule.keywords");
    rule.mutable_failure()->set_source(kItem);
    v1::CommonFailure& either = *sample.add_failures();
    either.set_pages(4);
    either.mutable_failure()->set_asks("one of 2 alternatives");
    either.mutable_failure()->set_has("none holds");
    for (const char* asks : {"country any of {de}", "section in {news}"}) {
      v1::Alternative& one = *either.mutable_failure()->add_alternatives();
      one.add_failures()->set_asks(asks);
    }
    v1::CommonFailure& alone = *sample.add_failures();
    alone.set_pages(2);
    alone.set_alone(2);
    alone.mutable_failure()->set_asks("bid of at least 2");
    alone.mutable_failure()->set_has("bids 1");
  }
};

TEST_F(WhyCommandTest, PrintsTheFunnelOfALineItem) {
  AnswerCounts();
  AnswerSample();
  const Ran ran = Run({"why", kItem});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, std::string_view(R"(
campaigns/a/lineItems/l

              1 min  15 min  60 min     day
pages            12     150     600   12000
below floor       0       3      10     100
outranked         4      40     200    4000
serves            2      20      99    2000
counted since 2026-03-01 00:00 UTC, exactly, where a page's search reached it

on a sample of 64 of 1204 pages, decided in the last 5m
  targeting misses  40  █████████████████████████
  reader not known   4  ██
  outranked         12  ███████
  serves             8  █████
  outranked by campaigns/b/lineItems/l on 7

what fails, on how many of them
  40 ✗ keyword any of {oil, gas}
       rule.keywords of campaigns/a/lineItems/l
       alone on 30; last, page has {nato, ukraine} at https://site.example/nato
   4 ✗ either country any of {de} or section in {news}
       never alone; last, none holds
   2 ✗ bid of at least 2
       alone; last, bids 1
)")
                         .substr(1));
  EXPECT_EQ(state().diagnostics_request.line_item(), kItem);
  EXPECT_FALSE(state().diagnostics_request.has_sample_pages());
}

TEST_F(WhyCommandTest, SaysWhatIsMissing) {
  state().diagnostics.set_line_item(kItem);
  state().diagnostics.mutable_loss()->set_pages(3);
  state().diagnostics.mutable_loss()->set_line_items(5);
  EXPECT_EQ(Run({"why", kItem}).out, std::string_view(R"(
campaigns/a/lineItems/l


pages
no page's search has reached it
3 pages came too fast to be counted since the server started
counts of line items were forgotten to make room 5 times since the server started

no recent pages were looked at
)")
                                         .substr(1));
}

TEST_F(WhyCommandTest, WatchesAsOftenAsItIsTold) {
  AnswerCounts();
  const Ran ran = Run({"why", kItem, "--watch", "--count", "3", "--every", "0s",
                       "--sample", "7"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(state().diagnostics_calls, 3);
  EXPECT_EQ(state().diagnostics_request.sample_pages(), 7);
  const Ran wiped =
      Run({"why", kItem, "--watch", "--count", "2", "--every", "0s"}, "", true);
  EXPECT_THAT(wiped.out, HasSubstr("\033[H\033[2J"));
}

TEST_F(WhyCommandTest, AsksOnceUnlessItWatches) {
  ASSERT_EQ(Run({"why", kItem}).code, 0);
  EXPECT_EQ(state().diagnostics_calls, 1);
}

TEST_F(WhyCommandTest, PrintsTheMessageAsJsonAndYaml) {
  AnswerCounts();
  v1::DeliveryDiagnostics back;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  Run({"why", kItem, "-o", "json"}).out, &back)
                  .ok());
  EXPECT_EQ(back.fates(1).counts(3), 4000);
  EXPECT_THAT(Run({"why", kItem, "-o", "yaml"}).out, HasSubstr("pages: 12000"));
}

TEST_F(WhyCommandTest, ExplainsOnePageOfAFile) {
  const std::string page = Write(
      "p.yaml", "page: {sections: [food]}\nslots: [{id: top, sizes: [1x1]}]\n");
  v1::LineItemExplanation& item =
      *state().explain_response.mutable_explanation()->add_line_items();
  item.set_name(kItem);
  item.set_rank("standard, priority 8, weight 1");
  const Ran ran = Run({"why", kItem, "--page", page});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("campaigns/a/lineItems/l  standard"));
  EXPECT_THAT(state().explain_request.line_items(),
              testing::ElementsAre(kItem));
  EXPECT_EQ(state().explain_request.near_misses(), 0);
  EXPECT_EQ(state().diagnostics_calls, 0);
  EXPECT_EQ(Run({"why", kItem, "--page", page, "--watch"}).code, 2);
}

TEST_F(WhyCommandTest, RefusesWhatIsNoLineItemOrDuration) {
  EXPECT_EQ(Run({"why"}).code, 2);
  const Ran campaign = Run({"why", "campaigns/a"});
  EXPECT_EQ(campaign.code, 2);
  EXPECT_THAT(campaign.err, HasSubstr("campaigns/a is no line item"));
  EXPECT_EQ(Run({"why", kItem, "--every", "soon"}).code, 2);
  EXPECT_EQ(Run({"why", kItem, "--watch", "--count", "0"}).code, 2);
}

TEST_F(WhyCommandTest, SaysWhichLineItemWasMeant) {
  state().failure = grpc::Status(
      grpc::StatusCode::NOT_FOUND,
      "there is no line item campaigns/a/lineItems/k; did you mean "
      "campaigns/a/lineItems/l?");
  const Ran ran = Run({"why", "campaigns/a/lineItems/k"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("did you mean campaigns/a/lineItems/l?"));
}

TEST_F(WhyCommandTest, ListsWhatBlocksPrevent) {
  v1::ListBlockEffectsResponse& told = state().block_effects;
  told.set_pages(64);
  told.set_of_pages(640);
  told.mutable_age()->set_seconds(64);
  v1::BlockEffect& war = *told.add_blocks();
  war.set_source("keywordLists/war");
  war.set_hit_pages(20);
  war.set_prevented(15);
  war.set_prevented_estimate(150);
  war.set_priced(10);
  war.set_ecpm_micros(2'500'000);
  war.add_urls("https://site.example/front");
  v1::BlockEffect& crime = *told.add_blocks();
  crime.set_source("sitePolicy");
  crime.set_path("blocks.sections");
  crime.set_value("news/crime");
  crime.set_hit_pages(3);
  v1::BlockEffect& old = *told.add_blocks();
  old.set_source("keywordLists/old");
  old.set_expired(true);
  old.mutable_expire_time()->set_seconds(1772323200);
  v1::BlockEffect& trial = *told.add_blocks();
  trial.set_source("keywordLists/trial");
  trial.set_dry_run(true);
  const Ran ran = Run({"blocks", "--sample", "64"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(state().block_effects_request.sample_pages(), 64);
  EXPECT_EQ(ran.out, std::string_view(R"(
BLOCK                                  STATE                         PAGES  PREVENTED  OF ALL  ECPM  SUCH AS
keywordLists/war                       blocks                        20     15         ~150    2.5   https://site.example/front
sitePolicy blocks.sections news/crime  blocks                        3      0          ~0      -
keywordLists/old                       expired 2026-03-01T00:00:00Z  0      0          ~0      -
keywordLists/trial                     dry run                       0      0          ~0      -
)")
                         .substr(1));
  EXPECT_EQ(ran.err,
            "on a sample of 64 of 640 pages, decided in the last 1m4s\n");
  EXPECT_THAT(Run({"blocks", "-o", "json"}).out,
              HasSubstr("\"source\": \"keywordLists/war\""));
  told.set_left_out(4);
  EXPECT_THAT(Run({"blocks"}).err, HasSubstr("4 blocks"));
}

}  // namespace
}  // namespace placard
