#include "services/token/token_keys.h"

#include <string>

#include "engine/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/token/keys.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string& Hex() {
  static const auto& hex = *new std::string(2 * kMinSecretBytes, '7');
  return hex;
}

std::string Fault(const std::string& text) {
  const absl::StatusOr<TokenKeys> keys = ParseTokenKeys(text);
  EXPECT_TRUE(absl::IsInvalidArgument(keys.status()));
  const std::string message(ToStd(keys.status().message()));
  EXPECT_THAT(message, Not(HasSubstr("7777")));
  return message;
}

TEST(TokenKeysTest, AreReadInTheirOrder) {
  const absl::StatusOr<TokenKeys> keys =
      ParseTokenKeys("# signs since March\nnew:" + std::string(64, 'a') +
                     "\r\n\n  old_-9:" + std::string(128, 'F') + "  ");
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_THAT(*keys, ElementsAre(TokenKey{"new", std::string(32, '\xAA')},
                                 TokenKey{"old_-9", std::string(64, '\xFF')}));
}

TEST(TokenKeysTest, AreReadAsTheyAreWritten) {
  const TokenKey key = AKey("k1");
  EXPECT_THAT(*ParseTokenKeys(FormatTokenKey(key)), ElementsAre(key));
}

TEST(TokenKeysTest, EveryLineAtFaultIsNamedWithoutItsSecret) {
  EXPECT_EQ(
      Fault("a:" + Hex() + "\nnonsense\n:" + Hex() + "\nb:12\na:" + Hex()),
      "line 2: must be ID:HEX; "
      "line 3: the id must be 1 to 8 of A-Z, a-z, 0-9, \"-\" and \"_\"; "
      "line 4: the key must be 32 to 64 bytes in hexadecimal digits; "
      "line 5: the id a is there twice");
}

TEST(TokenKeysTest, OtherKeysAreRefused) {
  EXPECT_EQ(Fault(""), "holds no key");
  EXPECT_EQ(Fault("# a:" + std::string(64, 'b') + "\n"), "holds no key");
  EXPECT_THAT(Fault("123456789:" + Hex()), HasSubstr("the id must be"));
  EXPECT_THAT(Fault("\xC3\xA9:" + Hex()), HasSubstr("the id must be"));
  EXPECT_THAT(Fault("a:" + Hex() + "7"), HasSubstr("the key must be"));
  EXPECT_THAT(Fault("a:" + Hex() + "g7"), HasSubstr("the key must be"));
  EXPECT_THAT(Fault("a:" + std::string(130, '7')),
              HasSubstr("the key must be"));
  std::string many;
  for (size_t i = 0; i <= kTokenKeys; ++i) {
    many += Concat(i, ":") + Hex() + "\n";
  }
  EXPECT_EQ(Fault(many), "holds 17 keys, at most 16 may be");
}

TEST(TokenKeysTest, RandomOnesDifferAndAreRight) {
  const TokenKey key = RandomTokenKey();
  EXPECT_THAT(*ParseTokenKeys(FormatTokenKey(key)), ElementsAre(key));
  EXPECT_NE(RandomTokenKey(), key);
}

}  // namespace
}  // namespace placard
