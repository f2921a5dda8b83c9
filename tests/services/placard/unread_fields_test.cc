// What is left of a document that could not be read in full.

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/placard/document.h"

namespace placard {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::SizeIs;

v1::Resource ACampaign(const char* text) {
  v1::Resource resource;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &resource));
  return resource;
}

TEST(UnreadFieldsTest, LeaveTheRestOfADocumentInItsPlace) {
  SourceErrors errors;
  const auto documents = ReadDocuments(
      "kind: Campaign\n"
      "id: x\n"
      "flight: {start: soon, end: 2026-04-01}\n"
      "line_items:\n"
      "  -\n"
      "  - id: l\n"
      "    targeting: {devices: {include: [tv, tube, mobile]}}\n"
      "    price: {cpm: free}\n"
      "blocks: {keyword_lists: [[a], b]}\n",
      "f.yaml", errors);
  ASSERT_THAT(documents, SizeIs(1));
  EXPECT_EQ(documents[0].errors, 5u);
  EXPECT_THAT(errors, SizeIs(5));
  EXPECT_TRUE(
      MessageDifferencer::Equals(documents[0].resource, ACampaign(R"(campaign {
        name: "campaigns/x"
        flight { start_time {} end_time { seconds: 1775001600 } }
        line_items {}
        line_items {
          id: "l"
          price {}
          targeting {
            devices {
              include: DEVICE_TV include: DEVICE_UNSPECIFIED
              include: DEVICE_MOBILE
            }
          }
        }
        blocks { keyword_lists: "" keyword_lists: "keywordLists/b" }
      })")))
      << documents[0].resource.DebugString();
  const FieldLines& lines = documents[0].lines;
  EXPECT_TRUE(lines.IsTainted("flight.start_time"));
  EXPECT_TRUE(lines.IsTainted("flight")) << "around it";
  EXPECT_TRUE(lines.IsTainted("line_items[0].id")) << "inside it";
  EXPECT_TRUE(lines.IsTainted("line_items[1].price.cpm_micros"));
  EXPECT_TRUE(lines.IsTainted("line_items[1].targeting.devices.include[1]"));
  EXPECT_TRUE(lines.IsTainted("blocks.keyword_lists[0]"));
  EXPECT_FALSE(lines.IsTainted("blocks.keyword_lists[1]"));
  EXPECT_FALSE(lines.IsTainted("flight.end_time"));
  EXPECT_FALSE(lines.IsTainted("flight.start"));
  EXPECT_FALSE(lines.IsTainted("line_items[1].id"));
  EXPECT_FALSE(lines.IsTainted("line_items[10]")) << "no part of line_items[1]";
  EXPECT_FALSE(lines.IsTainted("")) << "the document is no field";
}

TEST(UnreadFieldsTest, TaintWhatLiesAroundAndInside) {
  FieldLines lines;
  EXPECT_FALSE(lines.IsTainted("a"));
  lines.AddUnread("a.b[1]");
  for (const char* tainted : {"a", "a.b", "a.b[1]", "a.b[1].c", "a.b[1][2]"}) {
    EXPECT_TRUE(lines.IsTainted(tainted)) << tainted;
  }
  for (const char* sound : {"", "a.b[0]", "a.b[10]", "a.bc", "a.c", "b"}) {
    EXPECT_FALSE(lines.IsTainted(sound)) << sound;
  }
}

}  // namespace
}  // namespace placard
