#include "engine/base/scratch.h"

#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(ScratchTest, WhatIsMadeStaysAsItIsHoweverMuchFollows) {
  Scratch scratch;
  std::vector<std::span<uint64_t>> made;
  for (size_t i = 0; i < 2000; ++i) {
    made.push_back(scratch.New<uint64_t>(i % 50));
    std::iota(made[i].begin(), made[i].end(), i);
  }
  for (size_t i = 0; i < made.size(); ++i) {
    ASSERT_EQ(made[i].size(), i % 50);
    for (size_t j = 0; j < made[i].size(); ++j) ASSERT_EQ(made[i][j], i + j);
  }
}

TEST(ScratchTest, NewValuesAreZeroAfterClearToo) {
  Scratch scratch;
  for (int round = 0; round < 3; ++round) {
    for (uint32_t& value : scratch.New<uint32_t>(10'000)) {
      ASSERT_EQ(value, 0);
      value = 7;
    }
    scratch.Clear();
  }
}

TEST(ScratchTest, ACopyIsIndependentOfWhatItWasMadeFrom) {
  Scratch scratch;
  std::vector<int> values = {1, 2, 3};
  const std::span<int> copy = scratch.Copy(std::span(values));
  values = {4, 5, 6};
  EXPECT_EQ(std::vector(copy.begin(), copy.end()), (std::vector{1, 2, 3}));
}

}  // namespace
}  // namespace placard
