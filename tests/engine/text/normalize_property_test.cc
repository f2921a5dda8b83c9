#include <cstdint>
#include <string>

#include "engine/text/normalize.h"
#include "engine/text/utf8.h"
#include "gtest/gtest.h"
#include "tests/engine/text/random_text.h"
#include "tests/engine/text/staged_normalize.h"

namespace placard {
namespace {

constexpr uint64_t kSeed = 20'240'229;
constexpr int kTexts = 150'000;

std::string Normalized(const std::string& text) {
  const absl::StatusOr<std::string> normalized = Normalize(text);
  EXPECT_TRUE(normalized.ok()) << normalized.status();
  return normalized.value_or("");
}

std::string Encoded(char32_t code_point) {
  std::string text;
  AppendUtf8(code_point, text);
  return text;
}

class NormalizePropertyTest : public ::testing::Test {
 protected:
  Random random_{kSeed};
  testing::ScopedTrace trace_{__FILE__, __LINE__,
                              "seed " + std::to_string(kSeed)};
};

TEST_F(NormalizePropertyTest, AgreesWithTheStagesOnRandomTexts) {
  for (int i = 0; i < kTexts; ++i) {
    const std::string text = RandomText(random_, 24);
    ASSERT_EQ(Normalized(text), StagedNormalize(text))
        << "text " << i << ": " << testing::PrintToString(text);
  }
}

TEST_F(NormalizePropertyTest, AgreesWithTheStagesOnRandomAscii) {
  for (int i = 0; i < kTexts; ++i) {
    const std::string text = RandomAscii(random_, 60);
    ASSERT_EQ(Normalized(text), StagedNormalize(text))
        << "text " << i << ": " << testing::PrintToString(text);
  }
}

TEST_F(NormalizePropertyTest, AgreesWithTheStagesOnEveryCodePointAmongMarks) {
  // A letter before, marks of descending class after, so that each code point
  // is seen composing, being sorted across and standing alone.
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string text = "e" + Encoded(c) + "\u0345\u0301\u0327o";
    ASSERT_EQ(Normalized(text), StagedNormalize(text))
        << std::hex << static_cast<uint32_t>(c);
  }
}

TEST_F(NormalizePropertyTest, ChangesNothingTheSecondTime) {
  for (int i = 0; i < kTexts; ++i) {
    const std::string text = RandomText(random_, 24);
    const std::string once = Normalized(text);
    ASSERT_EQ(Normalized(once), once)
        << "text " << i << ": " << testing::PrintToString(text);
  }
}

TEST_F(NormalizePropertyTest, ChangesNoCodePointTheSecondTime) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string once = Normalized("a" + Encoded(c) + "\u0301");
    ASSERT_EQ(Normalized(once), once) << std::hex << static_cast<uint32_t>(c);
  }
}

TEST_F(NormalizePropertyTest, LeavesNoSpaceOutsideOrDoubledAndNoControl) {
  for (int i = 0; i < kTexts; ++i) {
    const std::string text = RandomText(random_, 24);
    const std::string once = Normalized(text);
    ASSERT_FALSE(once.starts_with(' ') || once.ends_with(' ')) << once;
    ASSERT_EQ(once.find("  "), std::string::npos) << once;
    for (char c : once) {
      ASSERT_FALSE((c >= '\0' && c < ' ') || c == '\x7F' ||
                   (c >= 'A' && c <= 'Z'))
          << testing::PrintToString(text);
    }
    ASSERT_TRUE(IsValidUtf8(once));
  }
}

TEST_F(NormalizePropertyTest, AppendingIsTheSameWhateverStandsBefore) {
  for (int i = 0; i < kTexts / 10; ++i) {
    const std::string before = RandomText(random_, 4);
    const std::string text = RandomText(random_, 24);
    std::string out = before;
    ASSERT_TRUE(NormalizeTo(text, out).ok());
    ASSERT_EQ(out, before + Normalized(text)) << testing::PrintToString(text);
  }
}

TEST_F(NormalizePropertyTest, JoinsLikeWordsWithASpaceBetween) {
  for (int i = 0; i < kTexts / 10; ++i) {
    const std::string left = RandomText(random_, 12);
    const std::string right = RandomText(random_, 12);
    ASSERT_EQ(Normalized(left + " " + right),
              Normalized(Normalized(left) + "\t" + Normalized(right)))
        << testing::PrintToString(left) << testing::PrintToString(right);
  }
}

TEST_F(NormalizePropertyTest, RandomBytesAreRefusedExactlyIfNotUtf8) {
  int valid = 0;
  for (int i = 0; i < kTexts; ++i) {
    std::string bytes = RandomText(random_, 6);
    if (!bytes.empty() && random_() % 2 == 0) {
      bytes[random_() % bytes.size()] = static_cast<char>(random_() % 256);
    }
    const bool is_valid = IsValidUtf8(bytes);
    valid += is_valid ? 1 : 0;
    ASSERT_EQ(Normalize(bytes).ok(), is_valid) << testing::PrintToString(bytes);
  }
  EXPECT_GT(valid, kTexts / 4);
  EXPECT_LT(valid, kTexts);
}

}  // namespace
}  // namespace placard
