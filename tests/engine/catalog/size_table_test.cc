#include "engine/catalog/size_table.h"

#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace placard {
namespace {

Size RandomSize(std::mt19937& random) {
  const auto side = [&] { return static_cast<int32_t>(random() % 6 + 1); };
  switch (random() % 5) {
    case 0:
      return FluidSize();
    case 1:
      return RatioSize{side(), side(), side()};
    default:
      return FixedSize{side(), side()};
  }
}

TEST(SizeTableTest, ASizeKeepsItsNumber) {
  SizeTable table;
  EXPECT_EQ(table.Find(FluidSize()), SizeTable::kUnknown);
  EXPECT_EQ(table.Number(FixedSize{300, 250}), 0);
  EXPECT_EQ(table.Number(FluidSize()), 1);
  EXPECT_EQ(table.Number(FixedSize{300, 250}), 0);
  EXPECT_EQ(table.Find(FluidSize()), 1);
}

// Of few sizes exactly, of many at least: there the last bit is shared.
TEST(SizeTableTest, HasTheBitOfEverySizeThatFits) {
  std::mt19937 random(9);
  for (const size_t sizes : {5, 30, 120}) {
    SizeTable table;
    std::vector<Size> known;
    for (size_t i = 0; i < sizes; ++i) {
      known.push_back(RandomSize(random));
      table.Number(known.back());
    }
    for (int round = 0; round < 300; ++round) {
      std::vector<Size> slot;
      for (size_t i = random() % 3 + 1; i > 0; --i) {
        slot.push_back(RandomSize(random));
      }
      SizeMask expected = 0;
      for (const Size& creative : known) {
        for (const Size& size : slot) {
          if (Fits(size, creative)) expected |= SizeBit(table.Find(creative));
        }
      }
      EXPECT_EQ(table.FittingAny(slot), expected);
    }
  }
}

}  // namespace
}  // namespace placard
