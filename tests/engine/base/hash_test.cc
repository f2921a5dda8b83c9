#include "engine/base/hash.h"

#include <array>
#include <bit>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace placard {
namespace {

using std::string_view_literals::operator""sv;

// Old decisions replay only while these hold: never change them.
TEST(HashTest, NeverChanges) {
  EXPECT_EQ(Mix(0), 0xe220a8397b1dcdaf);  // SplitMix64's first from seed 0
  EXPECT_EQ(Mix(1), 0x910a2dec89025cc1);
  EXPECT_EQ(Mix(~uint64_t{0}), 0xe4d971771b652c20);
  EXPECT_EQ(Mix(0, 0), 0x08b4fda8c892b50e);
  EXPECT_EQ(Mix(1, 2), 0xbd022c41f092ed77);
  EXPECT_EQ(Mix(2, 1), 0x622bff45d9deadf1);
  EXPECT_EQ(HashBytes(""), 0xe70ecb24a882c753);
  EXPECT_EQ(HashBytes("a"), 0x19875b6376a981b1);
  EXPECT_EQ(HashBytes("abcdefgh"), 0xd26e8f17cc4a539a);
  EXPECT_EQ(HashBytes("campaigns/c1/lineItems/l1"), 0xa3f24b03ddda4727);
  EXPECT_EQ(HashBytes("campaigns/c1/lineItems/l1", 42), 0xb0a956318d70e12e);
  EXPECT_EQ(HashBytes("\xff\x80\0"sv), 0x053f51b094d9cf93);
}

TEST(HashTest, IsKnownToTheCompiler) {
  static_assert(HashBytes("a") == 0x19875b6376a981b1);
  static_assert(HashBytes("campaigns/c1/lineItems/l1") == 0xa3f24b03ddda4727);
}

// Byte by byte, as it is defined.
uint64_t SlowHash(std::string_view bytes, uint64_t seed) {
  uint64_t state = Mix(seed);
  uint64_t word = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    word |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i]))
            << (8 * (i % 8));
    if (i % 8 != 7) continue;
    state = Mix(state, word);
    word = 0;
  }
  return Mix(Mix(state, word), bytes.size());
}

TEST(HashTest, IsTheSameAtEveryLengthAndAlignment) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += static_cast<char>(i * 89);
  for (size_t begin = 0; begin < 9; ++begin) {
    for (size_t length = 0; length < 80; ++length) {
      const std::string_view part =
          std::string_view(text).substr(begin, length);
      ASSERT_EQ(HashBytes(part, begin), SlowHash(part, begin)) << length;
    }
  }
  EXPECT_EQ(HashBytes(std::string_view()), HashBytes(""));
}

TEST(HashTest, TellsLengthsOfNulsApart) {
  std::set<uint64_t> hashes;
  for (size_t length = 0; length <= 64; ++length) {
    hashes.insert(HashBytes(std::string(length, '\0')));
  }
  EXPECT_EQ(hashes.size(), 65);
}

TEST(HashTest, FlippingOneBitFlipsAboutHalfOfTheResult) {
  const std::string text = "campaigns/c1/lineItems/l1";
  const uint64_t hash = HashBytes(text);
  int flipped = 0;
  for (size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string other = text;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ 1 << (bit % 8));
    const int distance = std::popcount(hash ^ HashBytes(other));
    // Four and a half standard deviations, which are four bits.
    EXPECT_GE(distance, 14) << "bit " << bit;
    EXPECT_LE(distance, 50) << "bit " << bit;
    flipped += distance;
  }
  const double mean =
      static_cast<double>(flipped) / static_cast<double>(text.size() * 8);
  EXPECT_NEAR(mean, 32.0, 1.5);
}

// Names as they come, counted up: Pearson's statistic over 64 buckets has 63
// degrees of freedom, and passes 116 by chance once in 20,000 times.
template <typename Bucket>
double ChiSquare(Bucket bucket) {
  constexpr int kItems = 64'000;
  std::array<int, 64> counts{};
  for (int i = 0; i < kItems; ++i) ++counts[bucket(i)];
  double sum = 0;
  for (int count : counts) sum += (count - 1000.0) * (count - 1000.0) / 1000.0;
  return sum;
}

TEST(HashTest, SpreadsConsecutiveNamesEvenlyInLowAndHighBits) {
  const auto hash = [](int i) {
    return HashBytes("campaigns/c" + std::to_string(i));
  };
  EXPECT_LT(ChiSquare([&](int i) { return hash(i) % 64; }), 116);
  EXPECT_LT(ChiSquare([&](int i) { return hash(i) >> 58; }), 116);
}

TEST(HashTest, SpreadsOneNameEvenlyOverConsecutiveSeeds) {
  const auto hash = [](int seed) {
    return HashBytes("campaigns/c1", static_cast<uint64_t>(seed));
  };
  EXPECT_LT(ChiSquare([&](int i) { return hash(i) % 64; }), 116);
  EXPECT_LT(ChiSquare([&](int i) { return hash(i) >> 58; }), 116);
}

}  // namespace
}  // namespace placard
