#include "services/store/redis_reply.h"

#include <string>

#include "tests/services/store/store_test_words.h"

namespace placard {
namespace {

absl::StatusOr<std::optional<Reply>> Parse(std::string_view bytes) {
  ReplyParser parser;
  if (absl::Status fed = parser.Feed(bytes); !fed.ok()) return fed;
  return parser.Next();
}

TEST(ReplyParserTest, EveryTypeIsRead) {
  EXPECT_EQ((*Parse("+OK\r\n"))->text, "OK");
  EXPECT_TRUE((*Parse("$-1\r\n"))->is_nil());
  EXPECT_TRUE((*Parse("*-1\r\n"))->is_nil());
  EXPECT_EQ((*Parse(":-42\r\n"))->integer, -42);
  EXPECT_EQ((*Parse({"$3\r\na\0b\r\n", 9}))->text, std::string("a\0b", 3));
  auto error = Parse("-ABORTED 7\r\n");
  EXPECT_TRUE((*error)->is_error());
  EXPECT_EQ((*error)->text, "ABORTED 7");
}

TEST(ReplyParserTest, ArraysNestInOrder) {
  auto reply = Parse("*3\r\n*2\r\n:1\r\n*0\r\n$1\r\nx\r\n*1\r\n+y\r\n");
  ASSERT_TRUE(reply.ok() && reply->has_value()) << reply.status();
  const Reply& root = **reply;
  ASSERT_EQ(root.elements.size(), 3u);
  ASSERT_EQ(root.elements[0].elements.size(), 2u);
  EXPECT_EQ(root.elements[0].elements[0].integer, 1);
  EXPECT_TRUE(root.elements[0].elements[1].is_array());
  EXPECT_EQ(root.elements[1].text, "x");
  EXPECT_EQ(root.elements[2].elements[0].text, "y");
}

TEST(ReplyParserTest, BytesMayComeOneByOne) {
  ReplyParser parser;
  std::string_view bytes = "*2\r\n$5\r\nhello\r\n:7\r\n";
  for (size_t i = 0; i < bytes.size(); ++i) {
    ASSERT_FALSE((*parser.Next()).has_value()) << "after " << i << " bytes";
    ASSERT_TRUE(parser.Feed(bytes.substr(i, 1)).ok());
  }
  auto reply = parser.Next();
  ASSERT_TRUE(reply.ok() && reply->has_value());
  EXPECT_EQ((*reply)->elements[0].text, "hello");
  EXPECT_FALSE(parser.has_leftover());
}

TEST(ReplyParserTest, WhatIsNoReplyIsRefused) {
  for (std::string_view bytes :
       {"HTTP/1.1 400 Bad Request\r\n", "\r\n", "*1\r\n!\r\n", "%1\r\n",
        "$-2\r\n", "*-2\r\n", ":x\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n"}) {
    EXPECT_THAT(Parse(bytes), Fails(absl::StatusCode::kInternal, "redis"))
        << bytes;
  }
}

TEST(ReplyParserTest, ClaimedCountsAreBounded) {
  EXPECT_THAT(Parse("*100000000\r\n"),
              Fails(absl::StatusCode::kInternal, "too many elements"));
  // The bound is on the whole reply, not on each array.
  EXPECT_THAT(Parse("*2\r\n*999999\r\n"),
              Fails(absl::StatusCode::kInternal, "too many elements"));
  EXPECT_FALSE((*Parse("*1000000\r\n")).has_value());
}

TEST(ReplyParserTest, EndlessBytesAreBounded) {
  ReplyParser parser;
  ASSERT_TRUE(parser.Feed("$2000000000\r\n").ok());
  std::string chunk(16 << 20, 'x');
  absl::Status fed;
  size_t chunks = 0;
  for (; fed.ok() && chunks < 100; ++chunks) fed = parser.Feed(chunk);
  EXPECT_EQ(fed.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(chunks, kReplyBytes / chunk.size());
}

}  // namespace
}  // namespace placard
