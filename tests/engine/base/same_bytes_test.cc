#include "engine/base/same_bytes.h"

#include <string>

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(SameBytesTest, SeesEveryByteOfEveryLength) {
  for (size_t length = 0; length < 70; ++length) {
    std::string bytes;
    for (size_t i = 0; i < length; ++i) bytes += static_cast<char>(i * 89);
    std::string other = bytes;
    EXPECT_TRUE(SameBytes(bytes.data(), other.data(), length));
    for (char& byte : other) {
      byte ^= 0x40;
      EXPECT_FALSE(SameBytes(bytes.data(), other.data(), length)) << length;
      byte ^= 0x40;
    }
  }
}

}  // namespace
}  // namespace placard
