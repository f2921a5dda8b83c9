#include "engine/targeting/interner.h"

#include <string>

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(InternerTest, NumbersStringsInOrderOfMention) {
  Interner interner;
  EXPECT_EQ(interner.Intern(0, "war"), 0);
  EXPECT_EQ(interner.Intern(0, "peace"), 1);
  EXPECT_EQ(interner.Intern(0, "war"), 0);
  EXPECT_EQ(interner.size(), 2);
}

TEST(InternerTest, FindsNothingThatWasNotInterned) {
  Interner interner;
  EXPECT_EQ(interner.Find(0, HashText("war")), Interner::kNone);
  interner.Intern(0, "war");
  EXPECT_EQ(interner.Find(0, HashText("warm")), Interner::kNone);
  EXPECT_EQ(interner.Find(0, HashText("")), Interner::kNone);
}

TEST(InternerTest, PrefetchingForeseesWhatIsFound) {
  Interner interner;
  EXPECT_EQ(interner.PrefetchEntry(0, HashText("word0")), Interner::kNone);
  for (uint32_t i = 0; i < 1000; ++i) {
    const std::string word = "word" + std::to_string(i);
    interner.Prefetch(0, HashText(word));
    EXPECT_EQ(interner.Intern(0, HashText(word)), i);
    EXPECT_EQ(interner.PrefetchEntry(0, HashText(word)), i);
  }
}

TEST(InternerTest, StringsWhoseHashesCollideStayApart) {
  Interner interner;
  interner.Intern(0, "war");
  const HashedText impostor = {.hash = HashText("war").hash, .text = "peace"};
  EXPECT_EQ(interner.Find(0, impostor), Interner::kNone);
}

TEST(InternerTest, WhatWasForeseenWronglyIsFoundAllTheSame) {
  Interner interner;
  const uint32_t war = interner.Intern(0, "war");
  const uint32_t peace = interner.Intern(0, "peace");
  EXPECT_EQ(interner.FindProbable(war, 0, HashText("war")), war);
  EXPECT_EQ(interner.FindProbable(war, 0, HashText("peace")), peace);
  EXPECT_EQ(interner.FindProbable(war, 1, HashText("war")), Interner::kNone);
  EXPECT_EQ(interner.FindProbable(war, 0, HashText("warm")), Interner::kNone);
}

TEST(InternerTest, TheSameStringInTwoScopesIsTwo) {
  Interner interner;
  const uint32_t color = interner.Intern(1, "red");
  const uint32_t party = interner.Intern(2, "red");
  EXPECT_NE(color, party);
  EXPECT_EQ(interner.Find(1, HashText("red")), color);
  EXPECT_EQ(interner.Find(2, HashText("red")), party);
  EXPECT_EQ(interner.Find(3, HashText("red")), Interner::kNone);
}

TEST(InternerTest, KeepsNumbersWhileItGrows) {
  Interner interner;
  for (uint32_t i = 0; i < 10'000; ++i) {
    ASSERT_EQ(interner.Intern(i % 7, std::to_string(i)), i);
  }
  for (uint32_t i = 0; i < 10'000; ++i) {
    ASSERT_EQ(interner.Find(i % 7, HashText(std::to_string(i))), i);
    ASSERT_EQ(interner.Find(i % 7 + 1, HashText(std::to_string(i))),
              Interner::kNone);
  }
}

}  // namespace
}  // namespace placard
