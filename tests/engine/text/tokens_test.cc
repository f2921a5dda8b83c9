#include "engine/text/tokens.h"

#include <utf8proc.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/normalize.h"
#include "engine/text/utf8.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/text/random_text.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint64_t kSeed = 20'240'229;

std::vector<std::string> TokensOf(std::string_view text) {
  const std::string normalized = Normalize(text).value();
  const std::vector<std::string_view> tokens = Tokenize(normalized);
  return {tokens.begin(), tokens.end()};
}

TEST(TokensTest, ApostrophesPartTokensStraightOrCurly) {
  EXPECT_THAT(TokensOf("Korea's"), ElementsAre("korea", "s"));
  EXPECT_THAT(TokensOf("Korea’s"), ElementsAre("korea", "s"));
  EXPECT_THAT(TokensOf("Korea\u02BCs"), ElementsAre("korea", "s"));
}

TEST(TokensTest, HyphensDotsAndSymbolsPartTokens) {
  EXPECT_THAT(TokensOf("blood-forged"), ElementsAre("blood", "forged"));
  EXPECT_THAT(TokensOf("U.S.—led"), ElementsAre("u", "s", "led"));
  EXPECT_THAT(TokensOf("a_b/c@d#e+f=g"),
              ElementsAre("a", "b", "c", "d", "e", "f", "g"));
  EXPECT_THAT(TokensOf("$1,000.50"), ElementsAre("1", "000", "50"));
  EXPECT_THAT(TokensOf("rocket🚀launch"), ElementsAre("rocket", "launch"));
  EXPECT_THAT(TokensOf("½"), ElementsAre("1", "2"));
}

TEST(TokensTest, LettersNumbersAndMarksOfAllScriptsHoldTogether) {
  EXPECT_THAT(TokensOf("Zoë b2b"), ElementsAre("zoë", "b2b"));
  EXPECT_THAT(TokensOf("Straße İzmir"), ElementsAre("strasse", "i\u0307zmir"));
  EXPECT_THAT(TokensOf("हिन्दी समाचार"), ElementsAre("हिन्दी", "समाचार"));
  EXPECT_THAT(TokensOf("한국 뉴스"), ElementsAre("한국", "뉴스"));
  EXPECT_THAT(TokensOf("x\u0323\u0488y"), ElementsAre("x\u0323\u0488y"));
  EXPECT_THAT(TokensOf("١٢٣ Ⅷ"), ElementsAre("١٢٣", "viii"));
  EXPECT_THAT(TokensOf("𐐀𐐁!"), ElementsAre("𐐨𐐩"));
}

TEST(TokensTest, InvisibleCharactersDoNotPartAWord) {
  EXPECT_THAT(TokensOf("w\u200Bar sh\u00ADoot"), ElementsAre("war", "shoot"));
}

// Every byte at every place of words of every length that is read in another
// way.
TEST(TokensTest, ATokenIsATextWhoseOnlyTokenIsAllOfIt) {
  EXPECT_FALSE(IsToken(""));
  EXPECT_TRUE(IsToken("zoë"));
  for (size_t size = 1; size <= 20; ++size) {
    for (size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(size, at % 2 == 0 ? 'k' : '7');
        text[at] = static_cast<char>(byte);
        const std::vector<std::string_view> tokens = Tokenize(text);
        ASSERT_EQ(IsToken(text), tokens.size() == 1 && tokens[0] == text)
            << size << " " << at << " " << byte;
      }
    }
  }
}

TEST(TokensTest, TextWithoutAWordHasNone) {
  for (const std::string_view text : {"", " - ... “”"}) {
    EXPECT_THAT(Tokenize(text), IsEmpty());
    EXPECT_FALSE(HasToken(text));
  }
  for (const std::string_view text : {"a", "7", "“zoë”", " ...b"}) {
    EXPECT_TRUE(HasToken(text)) << text;
  }
}

TEST(TokensTest, EveryAsciiByteIsLetterDigitOrSeparator) {
  for (int byte = 0; byte < 128; ++byte) {
    const char c = static_cast<char>(byte);
    const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                         (c >= 'A' && c <= 'Z');
    const std::string text = {'x', c, 'y'};
    EXPECT_EQ(Tokenize(text).size(), is_word ? 1 : 2) << byte;
  }
}

TEST(TokensTest, EveryCodePointIsPartOfAWordByItsCategoryAlone) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string_view category =
        utf8proc_category_string(static_cast<utf8proc_int32_t>(c));
    const bool is_word =
        std::string_view("LMN").find(category[0]) != std::string_view::npos;
    std::string text = "x";
    AppendUtf8(c, text);
    text += 'y';
    ASSERT_EQ(Tokenize(text).size(), is_word ? 1 : 2)
        << std::hex << static_cast<uint32_t>(c);
  }
}

TEST(TokensTest, BytesThatAreNotUtf8PartTokens) {
  EXPECT_THAT(Tokenize("a\xFFz\xE2\x80"), ElementsAre("a", "z"));
}

TEST(TokensTest, ViewsPointIntoTheText) {
  const std::string text = "ab cd";
  const std::vector<std::string_view> tokens = Tokenize(text);
  ASSERT_EQ(tokens.size(), 2);
  EXPECT_EQ(tokens[1].data(), text.data() + 3);
}

class TokensPropertyTest : public ::testing::Test {
 protected:
  std::string NextText() { return Normalize(RandomText(random_, 24)).value(); }

  Random random_{kSeed};
  testing::ScopedTrace trace_{__FILE__, __LINE__,
                              "seed " + std::to_string(kSeed)};
};

TEST_F(TokensPropertyTest, ConcatenationWithASeparatorConcatenatesTokens) {
  for (int i = 0; i < 50'000; ++i) {
    const std::string left = NextText();
    const std::string right = NextText();
    std::vector<std::string_view> apart = Tokenize(left);
    for (std::string_view token : Tokenize(right)) apart.push_back(token);
    for (const char* separator : {" ", "-", "'", "…", "🚀"}) {
      const std::string joined = left + separator + right;
      ASSERT_EQ(Tokenize(joined), apart) << testing::PrintToString(joined);
    }
  }
}

TEST_F(TokensPropertyTest, TokensAreMaximalAndTokensOfThemselves) {
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = NextText();
    const char* last_end = nullptr;
    for (std::string_view token : Tokenize(text)) {
      ASSERT_FALSE(token.empty());
      ASSERT_THAT(Tokenize(token), ElementsAre(token));
      // Two that touch would be one.
      ASSERT_NE(token.data(), last_end) << testing::PrintToString(text);
      last_end = token.data() + token.size();
    }
  }
}

TEST_F(TokensPropertyTest, WhatStandsBetweenTokensHoldsNoToken) {
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = NextText();
    size_t end = 0;
    for (std::string_view token : Tokenize(text)) {
      const auto begin = static_cast<size_t>(token.data() - text.data());
      ASSERT_THAT(Tokenize(text.substr(end, begin - end)), IsEmpty());
      end = begin + token.size();
    }
    ASSERT_THAT(Tokenize(text.substr(end)), IsEmpty());
  }
}

TEST(CountCharactersTest, CountsCodePointsNotBytes) {
  EXPECT_EQ(CountCharacters(""), 0);
  EXPECT_EQ(CountCharacters("abc"), 3);
  EXPECT_EQ(CountCharacters("é한😀"), 3);
  EXPECT_EQ(CountCharacters("e\u0301"), 2);
}

}  // namespace
}  // namespace placard
