#include "services/decision/seed_source.h"

#include <set>

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(SeedSourceTest, SeedsDifferAndFollowFromTheKey) {
  SeedSource a(1);
  SeedSource b(1);
  SeedSource c(2);
  std::set<uint64_t> seen;
  for (int i = 0; i < 10'000; ++i) {
    const uint64_t seed = a.Next();
    EXPECT_EQ(seed, b.Next());
    EXPECT_NE(seed, c.Next());
    EXPECT_TRUE(seen.insert(seed).second);
  }
}

}  // namespace
}  // namespace placard
