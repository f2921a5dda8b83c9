#include "engine/base/words.h"

#include <string>

#include "gtest/gtest.h"

namespace placard {
namespace {

uint64_t OneByOne(const std::string& bytes) {
  uint64_t word = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    word += uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return word;
}

TEST(WordsTest, EveryByteHasItsPlace) {
  const std::string bytes = "\x01\x82\x03\x84\xff\x06\x87\x08";
  for (size_t count = 0; count < bytes.size(); ++count) {
    // Of its own, so that what is read beyond it is seen by a sanitizer.
    const std::string few(bytes, 0, count);
    EXPECT_EQ(FewBytes(few.data(), count), OneByOne(few)) << count;
  }
  EXPECT_EQ(EightBytes(bytes.data()), OneByOne(bytes));
}

TEST(WordsTest, TheCompilerKnowsTheSame) {
  static_assert(EightBytes("\x08\x07\x06\x05\x04\x03\x02\x01") ==
                0x0102030405060708);
  static_assert(FewBytes("\x03\x02\x01", 3) == 0x010203);
}

}  // namespace
}  // namespace placard
