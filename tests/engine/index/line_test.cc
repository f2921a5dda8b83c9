#include "engine/index/line.h"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "hwy/targets.h"

namespace placard {
namespace {

// Every kind of registers that this machine has, one by one.
class LineTest : public testing::TestWithParam<int64_t> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(GetParam()); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

Line RandomLine(std::mt19937_64& random, int sparseness) {
  Line line;
  for (uint64_t& word : line.words) {
    word = random();
    for (int i = 0; i < sparseness; ++i) word &= random();
  }
  return line;
}

TEST_P(LineTest, KeepsWhatAnySetHasInTheNamedLines) {
  constexpr size_t kLines = 8;
  constexpr size_t kFirst = 3;
  std::mt19937_64 random(5);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::vector<Line>> sets(random() % 4);
    std::vector<const Line*> pointers;
    const auto sparseness = static_cast<int>(random() % 12);
    for (std::vector<Line>& set : sets) {
      for (size_t i = 0; i < kFirst + kLines; ++i) {
        set.push_back(RandomLine(random, sparseness));
      }
      pointers.push_back(set.data());
    }
    std::array<Line, kLines> rows;
    std::array<Line, kLines> other;
    for (Line& line : rows) line = RandomLine(random, sparseness / 2);
    for (Line& line : other) line = RandomLine(random, sparseness);
    const bool has_other = random() % 2 == 0;
    const auto lines = static_cast<LineMask>(random() % 256);

    std::array<Line, kLines> expected = rows;
    LineMask left = 0;
    for (size_t i = 0; i < kLines; ++i) {
      if ((lines >> i & 1) == 0) continue;
      for (size_t word = 0; word < 8; ++word) {
        uint64_t any = has_other ? other[i].words[word] : 0;
        for (const auto& set : sets) any |= set[kFirst + i].words[word];
        expected[i].words[word] &= any;
        if (expected[i].words[word] != 0) left |= LineMask{1} << i;
      }
    }
    EXPECT_EQ(Narrow(rows.data(), lines, pointers, kFirst,
                     has_other ? other.data() : nullptr),
              left);
    for (size_t i = 0; i < kLines; ++i) {
      EXPECT_EQ(rows[i].words, expected[i].words) << i;
    }
  }
}

TEST_P(LineTest, KeepsByAllWhatEachKeeps) {
  constexpr size_t kLines = 8;
  constexpr size_t kFirst = 3;
  std::mt19937_64 random(6);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::vector<std::vector<Line>>> lines_of(1 + random() % 4);
    std::vector<std::vector<const Line*>> pointers(lines_of.size());
    std::vector<LineSets> all;
    const auto sparseness = static_cast<int>(random() % 12);
    for (size_t i = 0; i < lines_of.size(); ++i) {
      lines_of[i].resize(1 + random() % 3);
      for (std::vector<Line>& set : lines_of[i]) {
        for (size_t j = 0; j < kFirst + kLines; ++j) {
          set.push_back(RandomLine(random, sparseness));
        }
        pointers[i].push_back(set.data());
      }
      all.emplace_back(pointers[i]);
    }
    std::array<Line, kLines> rows;
    for (Line& line : rows) line = RandomLine(random, sparseness / 2);
    std::array<Line, kLines> expected = rows;
    const auto lines = static_cast<LineMask>(random() % 256);
    LineMask left = lines;
    for (const LineSets sets : all) {
      left = Narrow(expected.data(), left, sets, kFirst, nullptr);
    }
    EXPECT_EQ(NarrowByAll(rows.data(), lines, all, kFirst), left);
    for (size_t i = 0; i < kLines; ++i) {
      if ((left >> i & 1) == 0) continue;
      EXPECT_EQ(rows[i].words, expected[i].words) << i;
    }
  }
}

TEST_P(LineTest, CountsTheRowsOfTheNamedLines) {
  std::array<Line, 4> rows;
  rows[0].Insert(0);
  rows[0].Insert(511);
  rows[1].words.fill(~uint64_t{0});
  rows[3].Insert(77);
  EXPECT_EQ(CountRows(rows.data(), 0b0000), 0);
  EXPECT_EQ(CountRows(rows.data(), 0b0001), 2);
  EXPECT_EQ(CountRows(rows.data(), 0b1011), 2 + 512 + 1);
}

std::vector<int64_t> Targets() {
  std::vector<int64_t> targets;
  for (int64_t rest = hwy::SupportedTargets(); rest != 0; rest &= rest - 1) {
    targets.push_back(rest & -rest);
  }
  return targets;
}

std::string NameOf(const testing::TestParamInfo<int64_t>& target) {
  return hwy::TargetName(target.param);
}

INSTANTIATE_TEST_SUITE_P(Registers, LineTest, testing::ValuesIn(Targets()),
                         NameOf);

TEST(LineSetTest, TellsTheWordsThatHaveRows) {
  Line line;
  EXPECT_EQ(line.used_words(), 0U);
  line.Insert(64);
  line.Insert(127);
  line.Insert(511);
  EXPECT_EQ(line.used_words(), 0b10000010U);
  line.words.fill(1);
  EXPECT_EQ(line.used_words(), Line::kAllWords);
}

TEST(LineSetTest, ErasesWhatComesBefore) {
  for (const size_t from : {0, 1, 63, 64, 300, 511}) {
    Line line;
    line.words.fill(~uint64_t{0});
    line.EraseBefore(from);
    for (size_t row = 0; row < Line::kRows; ++row) {
      EXPECT_EQ(line.Contains(row), row >= from) << from << " " << row;
    }
  }
}

}  // namespace
}  // namespace placard
