#include "engine/base/words.h"

#include <string>
#include <vector>

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
    // In memory of its own, where a sanitizer sees what is read beyond it.
    const std::vector<char> few(
        bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
    EXPECT_EQ(FewBytes(few.data(), count), OneByOne(bytes.substr(0, count)))
        << count;
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
