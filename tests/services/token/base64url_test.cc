#include "services/token/base64url.h"

#include <random>

#include "gtest/gtest.h"

namespace placard {
namespace {

std::string Encoded(std::string_view bytes) {
  std::string text = "left from before";
  EncodeBase64Url(bytes, text);
  return text;
}

// "-" for what is none.
std::string Decoded(std::string_view text) {
  std::string bytes = "left from before";
  return DecodeBase64Url(text, bytes) ? bytes : "-";
}

TEST(Base64UrlTest, IsThatOfTheStandard) {
  EXPECT_EQ(Encoded(""), "");
  EXPECT_EQ(Encoded("f"), "Zg");
  EXPECT_EQ(Encoded("fo"), "Zm8");
  EXPECT_EQ(Encoded("foo"), "Zm9v");
  EXPECT_EQ(Encoded("foobar"), "Zm9vYmFy");
  EXPECT_EQ(Encoded("\xFB\xFF\xFE"), "-__-");
}

TEST(Base64UrlTest, GivesBackWhatItWasMadeOf) {
  std::mt19937 random(1);
  for (size_t size = 0; size < 200; ++size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    EXPECT_EQ(Decoded(Encoded(bytes)), bytes);
    EXPECT_LE(size, Base64UrlBytes(Encoded(bytes).size() + 3));
  }
}

TEST(Base64UrlTest, TakesOneSpellingOnly) {
  for (const char* text : {"Z", "Zg==", "Zg=", "Zm9vY", "Zm 9v", "Zm+v", "Zm/v",
                           "Zm9v\n", "Zh", "Zm9", "\xE9\xE9"}) {
    EXPECT_EQ(Decoded(text), "-") << text;
  }
}

}  // namespace
}  // namespace placard
