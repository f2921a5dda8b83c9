#include "services/placard/text_diff.h"

#include <random>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TextDiffTest, EqualTextsHaveNone) {
  EXPECT_THAT(UnifiedDiff("a\nb\n", "a\nb\n"), IsEmpty());
  EXPECT_THAT(UnifiedDiff("", ""), IsEmpty());
}

TEST(TextDiffTest, ShowsThreeLinesAroundAChange) {
  EXPECT_THAT(UnifiedDiff("1\n2\n3\n4\n5\n6\n7\n8\n9\n",
                          "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
              ElementsAre("@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five",
                          " 6", " 7", " 8"));
}

TEST(TextDiffTest, ChangesFarApartAreSeparateHunks) {
  EXPECT_THAT(
      UnifiedDiff("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n"),
      ElementsAre("@@ -1,4 +1,4 @@", "-a", "+A", " 1", " 2", " 3",
                  "@@ -6,4 +6,4 @@", " 5", " 6", " 7", "-b", "+B"));
}

TEST(TextDiffTest, WhatIsNewOrGoneIsCountedFromZero) {
  EXPECT_THAT(UnifiedDiff("", "a\n"), ElementsAre("@@ -0,0 +1,1 @@", "+a"));
  EXPECT_THAT(UnifiedDiff("a\n", ""), ElementsAre("@@ -1,1 +0,0 @@", "-a"));
}

size_t LineStart(const std::string& text, size_t line) {
  size_t at = 0;
  for (size_t i = 1; i < line; ++i) at = text.find('\n', at) + 1;
  return at;
}

// Texts so short that a diff has one hunk.
TEST(TextDiffTest, AppliedToTheOldTextGivesTheNew) {
  std::mt19937 random(3);
  for (int round = 0; round < 500; ++round) {
    std::string before;
    std::string after;
    for (int i = 0; i < 5; ++i) {
      const std::string line{static_cast<char>('a' + random() % 3), '\n'};
      before += line;
      if (random() % 3 != 0) after += line;
      if (random() % 3 == 0) after += "x\n";
    }
    if (before == after) continue;
    const std::vector<std::string> diff = UnifiedDiff(before, after);
    std::string old_part;
    std::string new_part;
    for (size_t i = 1; i < diff.size(); ++i) {
      const std::string line = diff[i].substr(1) + "\n";
      if (diff[i][0] != '+') old_part += line;
      if (diff[i][0] != '-') new_part += line;
    }
    const size_t at = LineStart(before, std::stoul(diff[0].substr(4)));
    ASSERT_EQ(before.substr(at, old_part.size()), old_part);
    EXPECT_EQ(
        before.substr(0, at) + new_part + before.substr(at + old_part.size()),
        after);
  }
}

TEST(TextDiffTest, LargeDifferencesAreReplacedAsAWhole) {
  std::string a;
  std::string b;
  for (int i = 0; i < 5000; ++i) {
    a += "a" + std::to_string(i) + "\nsame\n";
    b += "b" + std::to_string(i) + "\nsame\n";
  }
  EXPECT_EQ(UnifiedDiff(a, b).size(), 1u + 9999 + 9999 + 1);
}

}  // namespace
}  // namespace placard
