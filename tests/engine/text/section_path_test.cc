#include "engine/text/section_path.h"

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/text/random_text.h"

namespace placard {
namespace {

using std::string_view_literals::operator""sv;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> Segments(std::string_view path) {
  const auto segments = ParseSectionPath(path);
  EXPECT_TRUE(segments.ok()) << segments.status();
  return segments.value_or(std::vector<std::string>{});
}

void ExpectRefused(std::string_view path, std::string_view why) {
  const auto segments = ParseSectionPath(path);
  ASSERT_FALSE(segments.ok()) << testing::PrintToString(path);
  EXPECT_EQ(segments.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(segments.status().message()),
              HasSubstr(std::string(why)));
}

TEST(SectionPathTest, SplitsAndNormalisesSegments) {
  EXPECT_THAT(Segments("/News/World%20Cup/"), ElementsAre("news", "world cup"));
  EXPECT_THAT(Segments("news/politics"), ElementsAre("news", "politics"));
  EXPECT_THAT(Segments("news"), ElementsAre("news"));
  EXPECT_THAT(Segments("/worldcup"), ElementsAre("worldcup"));
}

TEST(SectionPathTest, OuterSlashesAndCaseAndEscapesMeanNothing) {
  for (std::string_view path : {"/news/café", "news/café/", "/NEWS/CAF%C3%89/",
                                "n%65ws/cafe%cc%81", "news/ caf\u200Bé "}) {
    EXPECT_THAT(Segments(path), ElementsAre("news", "café")) << path;
  }
}

TEST(SectionPathTest, KeepsDotsPlusAndEscapedPercentAsTheyAre) {
  EXPECT_THAT(Segments("a/../b+c"), ElementsAre("a", "..", "b+c"));
  EXPECT_THAT(Segments("100%25"), ElementsAre("100%"));
  EXPECT_THAT(Segments("a%252Fb"), ElementsAre("a%2fb"));
}

TEST(SectionPathTest, RefusesAnEmptyPath) {
  for (std::string_view path : {"", "/", "//"}) {
    ExpectRefused(path, "must not be empty");
  }
}

TEST(SectionPathTest, RefusesAnEmptySegment) {
  ExpectRefused("a//b", "segment 2: must not be empty");
  ExpectRefused("//a", "segment 1: must not be empty");
  ExpectRefused("a//", "segment 2: must not be empty");
  ExpectRefused("///", "segment 1: must not be empty");
  ExpectRefused("a/%20/b", "segment 2: must not be empty");
  ExpectRefused("a/\u200B", "segment 2: must not be empty");
}

TEST(SectionPathTest, RefusesMalformedEscapes) {
  ExpectRefused("a/b%", "segment 2: malformed percent escape at byte 1");
  ExpectRefused("%4", "malformed percent escape at byte 0");
  ExpectRefused("ab%4/c", "segment 1: malformed percent escape at byte 2");
  ExpectRefused("%zz", "malformed percent escape at byte 0");
  ExpectRefused("%4g", "malformed percent escape at byte 0");
  ExpectRefused("%%20", "malformed percent escape at byte 0");
  ExpectRefused("%u0041", "malformed percent escape at byte 0");
}

TEST(SectionPathTest, RefusesNulEscapedOrNot) {
  ExpectRefused("a/b%00c", "segment 2: must not contain NUL");
  ExpectRefused("a\0b"sv, "segment 1: must not contain NUL");
}

TEST(SectionPathTest, RefusesASlashInsideASegment) {
  ExpectRefused("a%2Fb", "segment 1: must not contain a slash");
  ExpectRefused("a%2fb", "segment 1: must not contain a slash");
  ExpectRefused("a/b／c", "segment 2: must not contain a slash");
  ExpectRefused("℀", "segment 1: must not contain a slash");
}

TEST(SectionPathTest, RefusesTextThatIsNotUtf8) {
  ExpectRefused("a/caf\xE9", "segment 2: must be UTF-8");
  ExpectRefused("a/caf%E9", "segment 2: must be UTF-8");
  ExpectRefused("%C0%AF", "segment 1: must be UTF-8");
  ExpectRefused("%ED%A0%80", "segment 1: must be UTF-8");
}

TEST(SectionPathTest, AcceptsTheDeepestAndRefusesOneDeeper) {
  std::string path = "a";
  for (size_t i = 1; i < limits::kSectionDepth; ++i) path += "/a";
  EXPECT_EQ(Segments("/" + path + "/").size(), limits::kSectionDepth);
  ExpectRefused(path + "/a", "at most 8 segments");
}

TEST(SectionPathTest, AcceptsTheLongestAndRefusesOneLonger) {
  EXPECT_EQ(Segments(std::string(limits::kSectionBytes, 'a')).size(), 1);
  ExpectRefused(std::string(limits::kSectionBytes + 1, 'a'),
                "at most 256 bytes");
}

TEST(SectionPathTest, RefusesAPathThatNormalisesToALongerOne) {
  std::string path;
  for (int i = 0; i < 30; ++i) path += "\uFDFA";
  ASSERT_LE(path.size(), limits::kSectionBytes);
  ExpectRefused(path, "at most 256 bytes");
}

TEST(SectionPathTest, PrintsWithoutOuterSlashesAndEscapesOnlyPercent) {
  EXPECT_EQ(PrintSectionPath(Segments("/News/World%20Cup/")), "news/world cup");
  EXPECT_EQ(PrintSectionPath({"100%", "é"}), "100%25/é");
}

TEST(SectionPathTest, ParsesWhatItPrints) {
  constexpr uint64_t kSeed = 20'240'229;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  Random random(kSeed);
  int parsed = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string path;
    for (size_t depth = 1 + random() % 4; depth > 0; --depth) {
      path += "/" + RandomText(random, 6);
      if (random() % 4 == 0) path += "%25";
    }
    const auto segments = ParseSectionPath(path);
    if (!segments.ok()) continue;
    ++parsed;
    const std::string printed = PrintSectionPath(*segments);
    ASSERT_EQ(Segments(printed), *segments) << testing::PrintToString(path);
    ASSERT_EQ(PrintSectionPath(Segments(printed)), printed);
  }
  EXPECT_GT(parsed, 20'000);
}

}  // namespace
}  // namespace placard
