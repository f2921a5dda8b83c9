#include "bench/load/pages.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/delimited_message_util.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using google::protobuf::util::MessageDifferencer;
using placard::v1::DecideRequest;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class ReadPagesTest : public testing::Test {
 protected:
  // A file of that name that holds `content`.
  static std::string File(const std::string& name, const std::string& content) {
    std::string path = testing::TempDir() + "/load_pages_" + name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  static void ExpectRefused(const std::string& path, const std::string& why) {
    const auto pages = ReadPages(path, 3);
    EXPECT_EQ(pages.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(ToStd(pages.status().message())), HasSubstr(why));
  }

  static void ExpectSame(const std::vector<DecideRequest>& read,
                         const std::vector<DecideRequest>& written) {
    ASSERT_EQ(read.size(), written.size());
    for (size_t i = 0; i < read.size(); ++i) {
      EXPECT_TRUE(MessageDifferencer::Equals(read[i], written[i]));
    }
  }
};

TEST_F(ReadPagesTest, ATsvLineIsAPageWithItsSectionAndKeywords) {
  const auto pages = ReadPages(File("a.tsv",
                                    "date\tsection\tkeywords\n"
                                    "2018-05-01\tWORLD NEWS\tisrael,iran\r\n"
                                    "\n"
                                    "2018-05-02\tCOMEDY\tcolbert\n"),
                               2);
  ASSERT_TRUE(pages.ok()) << pages.status();
  ASSERT_THAT(*pages, SizeIs(2));
  const DecideRequest& first = pages->front();
  EXPECT_THAT(first.page().sections(), ElementsAre("WORLD NEWS"));
  EXPECT_THAT(first.page().keywords(), ElementsAre("israel", "iran"));
  EXPECT_THAT(first.slots(), SizeIs(2));
  EXPECT_NE(first.page().url(), pages->back().page().url());
}

TEST_F(ReadPagesTest, ReadsJsonLinesAsTheyWereWritten) {
  const auto written = MakeUpPages({.pages = 5});
  std::string lines;
  for (const DecideRequest& page : written) {
    std::string json;
    ASSERT_TRUE(google::protobuf::util::MessageToJsonString(page, &json).ok());
    lines += json + "\n";
  }
  const auto pages = ReadPages(File("a.jsonl", lines), 1);
  ASSERT_TRUE(pages.ok()) << pages.status();
  ExpectSame(*pages, written);
}

TEST_F(ReadPagesTest, ReadsMessagesAfterTheirLengths) {
  const auto written = MakeUpPages({.pages = 5});
  std::ostringstream bytes;
  for (const DecideRequest& page : written) {
    ASSERT_TRUE(
        google::protobuf::util::SerializeDelimitedToOstream(page, &bytes));
  }
  const auto pages = ReadPages(File("a.binpb", bytes.str()), 1);
  ASSERT_TRUE(pages.ok()) << pages.status();
  ExpectSame(*pages, written);
}

TEST_F(ReadPagesTest, NamesTheLineOrMessageThatIsNone) {
  ExpectRefused(File("two.tsv", "date\tsection\tkeywords\na\tb\tc\na\tb\n"),
                "line 3: expected date, section and keywords, got 2 columns");
  ExpectRefused(
      File("bad.jsonl", "{\"slots\":[{\"id\":\"a\"}]}\n{\"slot\":1}\n"),
      "line 2");
  std::ostringstream bytes;
  ASSERT_TRUE(google::protobuf::util::SerializeDelimitedToOstream(
      MakeUpPages({.pages = 1}).front(), &bytes));
  ExpectRefused(File("cut.binpb", bytes.str() + "\x7f"), "message 2");
}

TEST_F(ReadPagesTest, RefusesFilesWithoutPagesAndFilesThatAreNot) {
  ExpectRefused(File("none.tsv", "date\tsection\tkeywords\n"), "has no page");
  ExpectRefused(File("none.jsonl", ""), "has no page");
  EXPECT_EQ(ReadPages("/nonexistent/pages.tsv", 1).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(MakeUpPagesTest, TheSeedAloneDecides) {
  const auto bytes = [](uint64_t seed) {
    std::string all;
    for (const auto& page : MakeUpPages({.pages = 50, .seed = seed})) {
      all += page.SerializeAsString();
    }
    return all;
  };
  EXPECT_EQ(bytes(1), bytes(1));
  EXPECT_NE(bytes(1), bytes(2));
}

TEST(MakeUpPagesTest, PagesAreLikeThoseOfANewsSite) {
  std::set<std::string> sections;
  std::map<std::string, int> keywords;
  int all = 0;
  for (const DecideRequest& page : MakeUpPages({.pages = 5000, .slots = 6})) {
    ASSERT_THAT(page.slots(), SizeIs(6));
    ASSERT_GE(page.page().keywords_size(), 5);
    ASSERT_LE(page.page().keywords_size(), 25);
    ASSERT_THAT(page.viewer().country(), SizeIs(2));
    sections.insert(page.page().sections(0));
    for (const std::string& keyword : page.page().keywords()) {
      ++keywords[keyword];
      ++all;
    }
  }
  EXPECT_EQ(sections.size(), 400);
  // Zipf: the first of 50,000 stands for ln 2 / ln 50,001 of all, 6.4 %.
  EXPECT_NEAR(static_cast<double>(keywords["k0"]) / all, 0.064, 0.006);
  EXPECT_GT(keywords.size(), 10'000);
}

TEST(AddSlotsTest, NamesOfSlotsDifferHoweverMany) {
  DecideRequest request;
  AddSlots(64, request);
  std::set<std::string> ids;
  for (const auto& slot : request.slots()) ids.insert(slot.id());
  EXPECT_THAT(ids, SizeIs(64));
}

}  // namespace
}  // namespace placard
