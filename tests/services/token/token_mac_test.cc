#include "services/token/token_mac.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

std::string Hex(const Mac& mac) {
  return absl::BytesToHexString({mac.data(), mac.size()});
}

// RFC 4231, test cases 1, 2 and 5.
TEST(TokenMacTest, IsThatOfTheStandard) {
  EXPECT_EQ(Hex(TokenMac(std::string(20, '\x0b')).Sign("Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b");
  EXPECT_EQ(Hex(TokenMac("Jefe").Sign("what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c7");
  EXPECT_EQ(Hex(TokenMac(std::string(20, '\x0c')).Sign("Test With Truncation")),
            "a3b6167473100ee06e0c796c2955552b");
}

TEST(TokenMacTest, BeginsAnewEachTime) {
  TokenMac mac("Jefe");
  const Mac first = mac.Sign("what do ya want for nothing?");
  mac.Sign("something else");
  EXPECT_EQ(mac.Sign("what do ya want for nothing?"), first);
}

TEST(TokenMacTest, VerifiesItsOwnAlone) {
  TokenMac mac("Jefe");
  const Mac right = mac.Sign("text");
  const std::string_view bytes(right.data(), right.size());
  EXPECT_TRUE(mac.Verify("text", bytes));
  EXPECT_FALSE(mac.Verify("texT", bytes));
  EXPECT_FALSE(mac.Verify("text", bytes.substr(1)));
  EXPECT_FALSE(mac.Verify("text", ""));
  EXPECT_FALSE(TokenMac("jefe").Verify("text", bytes));
}

}  // namespace
}  // namespace placard
