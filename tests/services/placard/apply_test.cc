// apply, diff and export: files against what the server holds.

#include "google/rpc/error_details.pb.h"
#include "tests/services/placard/command_test.h"

namespace placard {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ApplyTest : public CommandTest {};

constexpr char kFile[] =
    "kind: Campaign\n"
    "id: spring\n"
    "advertiser: skyline\n"
    "tier: standard\n"
    "line_items:\n"
    "  - id: top\n"
    "    price: {cpm: 4.50}\n"
    "---\n"
    "kind: Advertiser\n"
    "id: skyline\n";

TEST_F(ApplyTest, CreatesThenLeavesAloneThenUpdates) {
  const std::string file = Write("c.yaml", kFile);
  EXPECT_EQ(Run({"apply", "-f", file}).out,
            "advertisers/skyline created\ncampaigns/spring created\n")
      << "what others refer to comes first";
  const Ran again = Run({"apply", "-f", file});
  EXPECT_EQ(again.out,
            "advertisers/skyline unchanged\ncampaigns/spring unchanged\n");
  EXPECT_EQ(again.err, "0 created, 0 updated, 2 unchanged, 0 failed\n");
  EXPECT_EQ(again.code, 0);
  std::string changed = kFile;
  changed.replace(changed.find("4.50"), 4, "4.75");
  EXPECT_THAT(Run({"apply", "-f", "-"}, changed).out,
              HasSubstr("campaigns/spring updated\n"));
  EXPECT_EQ(state()
                .documents["campaigns/spring"]
                .campaign()
                .line_items(0)
                .price()
                .cpm_micros(),
            4'750'000);
}

TEST_F(ApplyTest, DryRunWritesNothing) {
  const Ran ran = Run({"apply", "--dry-run", "-f", Write("c.yaml", kFile)});
  EXPECT_THAT(ran.out, HasSubstr("campaigns/spring created (dry run)\n"));
  EXPECT_THAT(state().documents, IsEmpty());
}

TEST_F(ApplyTest, ServersViolationsAreNamedByLine) {
  state().refusals["campaigns/spring"] =
      RefuseField("line_items[0].price.cpm_micros", "must be at most 10");
  const std::string file = Write("c.yaml", kFile);
  const Ran ran = Run({"apply", "-f", file});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("campaigns/spring failed\n"));
  EXPECT_THAT(
      ran.err,
      AllOf(HasSubstr(file + ":7: line_items[0].price.cpm_micros: must be at "
                             "most 10\n"),
            HasSubstr("1 created, 0 updated, 0 unchanged, 1 failed\n")));
}

TEST_F(ApplyTest, RefusalWithoutAFieldNamesTheDocumentsFirstLine) {
  google::rpc::Status refusal;
  refusal.set_code(9);
  refusal.set_message("advertisers/skyline does not exist");
  state().refusals["campaigns/spring"] = refusal;
  const std::string file = Write("c.yaml", kFile);
  EXPECT_THAT(Run({"apply", "-f", file}).err,
              HasSubstr(file + ":1: advertisers/skyline does not exist\n"));
}

TEST_F(ApplyTest, MistakesInAnyFileStopAllBeforeAnythingIsWritten) {
  Write("a.yaml", kFile);
  const std::string bad =
      Write("sub/b.yaml", "kind: Campaign\nid: x\ntier: 1\n");
  Write("ignored.txt", "not: ours: at all");
  Write(".hidden.yaml", "not: ours: at all");
  const Ran ran = Run({"apply", "-f", directory_});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr(bad + ":3: tier: must be one of"));
  EXPECT_THAT(state().documents, IsEmpty());
}

constexpr char kMisspelt[] =
    "kind: Campaign\n"
    "advertiser: nobody\n"
    "tier: gold\n"
    "line_items:\n"
    "  - ~\n"
    "  - id: Top\n"
    "    price: {cpm: free}\n"
    "flight: {start: soon}\n"
    "id: spring\n";

google::rpc::Status Refuse(const std::vector<std::string>& fields) {
  google::rpc::Status refusal;
  for (const std::string& field : fields) {
    if (refusal.details().empty()) {
      refusal = RefuseField(field, "is refused");
      continue;
    }
    google::rpc::BadRequest request;
    refusal.details(0).UnpackTo(&request);
    auto& violation = *request.add_field_violations();
    violation.set_field(field);
    violation.set_description("is refused");
    refusal.mutable_details(0)->PackFrom(request);
  }
  return refusal;
}

TEST_F(ApplyTest, MistakesAreSaidTogetherWithWhatTheServerRefuses) {
  state().refusals["campaigns/spring"] =
      Refuse({"name", "line_items[1].id", "advertiser"});
  const std::string file = Write("c.yaml", kMisspelt);
  const Ran ran = Run({"apply", "-f", file});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  std::vector<std::string> places;
  std::istringstream lines(ran.err);
  for (std::string line; std::getline(lines, line);) {
    const size_t start = line.find("c.yaml:");
    if (start == std::string::npos) continue;
    places.push_back(line.substr(start, line.find(": ", start + 9) - start));
  }
  EXPECT_THAT(
      places,
      ElementsAre("c.yaml:2: advertiser", "c.yaml:3: tier",
                  "c.yaml:5: line_items[0]", "c.yaml:6: line_items[1].id",
                  "c.yaml:7: line_items[1].price.cpm",
                  "c.yaml:8: flight.start_time", "c.yaml:9: name"));
  EXPECT_THAT(state().documents, IsEmpty());
}

TEST_F(ApplyTest, WhatTheServerRefusesIsSaidInTheOrderOfLines) {
  state().refusals["campaigns/spring"] =
      Refuse({"line_items[0].price", "tier", "advertiser"});
  const std::string err = Run({"apply", "-f", "-"}, kFile).err;
  EXPECT_LT(err.find("stdin:3: advertiser"), err.find("stdin:4: tier"));
  EXPECT_LT(err.find("stdin:4: tier"), err.find("stdin:7: line_items"));
  EXPECT_NE(err.find("stdin:7: line_items[0].price"), std::string::npos);
}

TEST_F(ApplyTest, WhatFollowsFromAMistakeIsNotSaidAgain) {
  state().refusals["campaigns/spring"] =
      Refuse({"tier", "line_items[0].id", "line_items[1].price",
              "line_items[1].price.cpm_micros", "flight.start_time"});
  const Ran ran = Run({"apply", "-f", "-"}, kMisspelt);
  EXPECT_THAT(ran.err, Not(HasSubstr("is refused")));
  EXPECT_THAT(state().chunks, ElementsAre(1));
}

TEST_F(ApplyTest, DoesNotAskTheServerWithoutWhatCampaignsReferTo) {
  for (const char* other : {"kind: Advertiser\nid: a\npage_limit: many\n",
                            "kind: Advertizer\n", "kind: [\n"}) {
    const Ran ran =
        Run({"apply", "-f", "-"}, Concat(kMisspelt, "---\n", other));
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("stdin:1")) << other;
  }
  EXPECT_THAT(state().chunks, IsEmpty());
}

TEST_F(ApplyTest, MistakesAreSaidWithoutAServerToo) {
  sends_server_ = false;
  const Ran ran =
      Run({"apply", "-f", "-", "--server", "127.0.0.1:1"}, kMisspelt);
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("stdin:3: tier: must be one of"),
                             HasSubstr("is the server running?")));
}

TEST_F(ApplyTest, RefusesOneResourceInTwoPlaces) {
  const std::string first = Write("a.yaml", "kind: Advertiser\nid: a\n");
  const std::string second = Write("b.yaml", "\nkind: Advertiser\nid: a\n");
  const Ran ran = Run({"apply", "-f", directory_});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.err, second + ":2: advertisers/a is already written in " +
                         first + ":1\n");
}

TEST_F(ApplyTest, ReportsWhatCannotBeRead) {
  const Ran ran = Run({"apply", "-f", directory_ + "/none.yaml"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.err, directory_ + "/none.yaml: no such file\n");
  EXPECT_THAT(Run({"apply", "-f", directory_}).err,
              HasSubstr("holds no .yaml, .json or .tsv file"));
}

TEST_F(ApplyTest, SendsChunksOfAThousandDocuments) {
  std::string text;
  for (int i = 0; i < 2005; ++i) {
    text += Concat("---\nkind: Advertiser\nid: a", i, "\n");
  }
  const Ran ran = Run({"apply", "-f", "-"}, text);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(state().chunks, ElementsAre(1000, 1000, 5));
}

TEST_F(ApplyTest, SendsChunksThatFitAMessage) {
  std::string text;
  for (int i = 0; i < 5; ++i) {
    text += Concat("---\nkind: Campaign\nid: c", i,
                   "\ndisplay_name: ", std::string(300 << 10, 'x'), "\n");
  }
  const Ran ran = Run({"apply", "-f", "-"}, text);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(state().chunks, ElementsAre(2, 2, 1));
}

TEST_F(ApplyTest, LoadsATaxonomyTable) {
  const std::string table = "Unique ID\tParent\tName\n1\t\tCars\n2\t1\tVans\n";
  const std::string path = Write("content_taxonomy_3.1.tsv", table);
  EXPECT_EQ(Run({"apply", "-f", path}).out,
            "taxonomies/iab-content-3.1 created\n");
  EXPECT_EQ(Run({"apply", "-f", path, "--taxonomy", "cars"}).out,
            "taxonomies/cars created\n");
  EXPECT_THAT(state().documents["taxonomies/cars"].taxonomy().nodes(),
              SizeIs(2));
}

TEST_F(ApplyTest, DiffShowsWhatWouldChange) {
  const std::string file = Write("c.yaml", kFile);
  Run({"apply", "-f", file});
  EXPECT_EQ(Run({"diff", "-f", file}).code, 0);
  EXPECT_EQ(Run({"diff", "-f", file}).out, "");
  std::string changed = kFile;
  changed.replace(changed.find("4.50"), 4, "4.75");
  const Ran ran = Run({"diff", "-f", "-"}, changed);
  EXPECT_EQ(ran.code, 6);
  EXPECT_EQ(ran.out,
            "--- campaigns/spring (server)\n"
            "+++ stdin\n"
            "@@ -5,4 +5,4 @@\n"
            " tier: standard\n"
            " line_items:\n"
            "   - id: top\n"
            "-    price: {cpm: 4.5}\n"
            "+    price: {cpm: 4.75}\n");
}

TEST_F(ApplyTest, DiffShowsPageRulesAsTheyAreWritten) {
  const std::string before =
      "kind: Campaign\n"
      "id: takeover\n"
      "line_items:\n"
      "  - {id: top, rotation: optimised, share_of_voice: 40%}\n"
      "  - {id: side, companion_of: top}\n"
      "roadblock: all\n";
  std::string after = before;
  after.replace(after.find("optimised"), 9, "{mode: optimised, frozen: true}");
  after.replace(after.find("40%"), 3, "100%");
  after.replace(after.find("all\n"), 3, "one_or_more");
  Run({"apply", "-f", "-"}, before);
  EXPECT_EQ(Run({"diff", "-f", "-"}, before).out, "");
  const Ran ran = Run({"diff", "-f", "-"}, after);
  EXPECT_EQ(ran.code, 6);
  EXPECT_EQ(ran.out,
            "--- campaigns/takeover (server)\n"
            "+++ stdin\n"
            "@@ -2,6 +2,8 @@\n"
            " id: takeover\n"
            " status: active\n"
            " line_items:\n"
            "-  - {id: top, rotation: optimised, share_of_voice: 40%}\n"
            "+  - id: top\n"
            "+    rotation: {mode: optimised, frozen: true}\n"
            "+    share_of_voice: 100%\n"
            "   - {id: side, companion_of: top}\n"
            "-roadblock: all\n"
            "+roadblock: one_or_more\n");
}

TEST_F(ApplyTest, ServersViolationsOfPageRulesAreNamedByLine) {
  state().refusals["campaigns/takeover"] = RefuseField(
      "line_items[1].rotation.frozen", "must be false but in MODE_OPTIMISED");
  const std::string file = Write("t.yaml",
                                 "kind: Campaign\n"
                                 "id: takeover\n"
                                 "line_items:\n"
                                 "  - {id: top}\n"
                                 "  - id: side\n"
                                 "    rotation: {mode: even, frozen: true}\n");
  EXPECT_THAT(Run({"apply", "-f", file}).err,
              HasSubstr(file + ":6: line_items[1].rotation.frozen: must be"));
}

TEST_F(ApplyTest, DiffOfANewDocumentIsAllOfIt) {
  const Ran ran = Run({"diff", "-f", "-"}, "kind: Advertiser\nid: a\n");
  EXPECT_EQ(ran.code, 6);
  EXPECT_THAT(ran.out,
              HasSubstr("@@ -0,0 +1,2 @@\n+kind: Advertiser\n+id: a\n"));
}

TEST_F(ApplyTest, DiffLeavesAStatusAloneThatTheFileDoesNotSay) {
  const std::string file = Write("c.yaml", kFile);
  Run({"apply", "-f", file});
  EXPECT_EQ(Run({"pause", "spring", "spring/lineItems/top"}).code, 2);
  EXPECT_EQ(Run({"pause", "spring", "campaigns/spring/lineItems/top"}).code, 0);
  EXPECT_EQ(Run({"diff", "-f", file}).code, 0);
}

TEST_F(ApplyTest, DiffIsColouredOnlyWhereWanted) {
  const std::string text = "kind: Advertiser\nid: a\n";
  EXPECT_THAT(Run({"diff", "-f", "-"}, text, true).out, HasSubstr("\033[32m+"));
  EXPECT_THAT(Run({"diff", "--no-color", "-f", "-"}, text, true).out,
              Not(HasSubstr("\033")));
}

TEST_F(ApplyTest, ExportIsTakenBackUnchanged) {
  ASSERT_EQ(Run({"apply", "-f", PLACARD_SAMPLES "/campaigns"}).code, 0);
  const size_t held = state().documents.size();
  ASSERT_GT(held, 30u);
  ASSERT_EQ(Run({"export", "-o", directory_ + "/out"}).code, 0);
  const Ran back = Run({"apply", "-f", directory_ + "/out"});
  EXPECT_EQ(back.err,
            Concat("0 created, 0 updated, ", held, " unchanged, 0 failed\n"))
      << back.out;
  const Ran whole = Run({"export"});
  EXPECT_EQ(Run({"apply", "-f", "-"}, whole.out).err, back.err);
}

TEST_F(ApplyTest, ExportResumesNothingThatIsPausedLater) {
  const std::string file = Write("c.yaml", kFile);
  Run({"apply", "-f", file});
  Run({"resume", "spring"});
  const Ran exported = Run({"export"});
  EXPECT_THAT(exported.out, Not(HasSubstr("status:")));
  Run({"pause", "spring"});
  Run({"apply", "-f", "-"}, exported.out);
  EXPECT_EQ(state().documents["campaigns/spring"].campaign().status(),
            v1::STATUS_PAUSED);
}

TEST_F(ApplyTest, ExportWritesNoFileOutsideItsDirectory) {
  state().documents["advertisers/../../evil"].mutable_advertiser()->set_name(
      "advertisers/..");
  const Ran ran = Run({"export", "-o", directory_ + "/out"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("no file can be called advertisers/.."));
}

}  // namespace
}  // namespace placard
