#include "engine/text/utf8.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(Utf8Test, DecodesEveryCodePointThatItWrites) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(c, text);
    const auto decoded = DecodeUtf8(text + "z");
    ASSERT_TRUE(decoded.has_value()) << std::hex << static_cast<uint32_t>(c);
    ASSERT_EQ(decoded->code_point, c);
    ASSERT_EQ(decoded->bytes, text.size());
  }
}

TEST(Utf8Test, WritesWhatTheCompilerWrites) {
  std::string text;
  for (char32_t c : std::u32string_view(U"a\u007F\u0080é\u07FF\u0800한\uFFFF"
                                        U"\U00010000😀\U0010FFFF")) {
    AppendUtf8(c, text);
  }
  EXPECT_EQ(text, "a\u007F\u0080é\u07FF\u0800한\uFFFF\U00010000😀\U0010FFFF");
}

TEST(Utf8Test, DecodesNothingFromNothing) {
  EXPECT_FALSE(DecodeUtf8("").has_value());
}

TEST(AsciiPrefixTest, EndsAtTheFirstHighByteWhereverItStands) {
  for (size_t length = 0; length < 40; ++length) {
    EXPECT_EQ(AsciiPrefix(std::string(length, 'a')), length);
    for (size_t at = 0; at < length; ++at) {
      std::string text(length, '\x7F');
      text[at] = '\x80';
      EXPECT_EQ(AsciiPrefix(text), at);
    }
  }
}

}  // namespace
}  // namespace placard
