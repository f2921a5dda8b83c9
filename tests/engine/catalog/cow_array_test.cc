#include "engine/catalog/cow_array.h"

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(CowArrayTest, ASharedCopyStaysAsItWas) {
  CowArray<int> array;
  for (int i = 0; i < 2000; ++i) {
    array.Grow();
    array.Mutable(static_cast<size_t>(i)) = i;
  }
  const CowArray<int> first = array.Share();
  array.Mutable(700) = -1;
  const CowArray<int> second = array.Share();
  array.Mutable(700) = -2;
  array.Grow();
  EXPECT_EQ(first[700], 700);
  EXPECT_EQ(second[700], -1);
  EXPECT_EQ(array[700], -2);
  EXPECT_EQ(first.size(), 2000);
  EXPECT_EQ(array.size(), 2001);
  for (size_t i = 0; i < 2000; ++i) {
    EXPECT_EQ(array[i], i == 700 ? -2 : static_cast<int>(i));
  }
}

TEST(CowArrayTest, WhatGrowsAfterSharingIsNotInTheCopy) {
  CowArray<int> array;
  array.Grow();
  const CowArray<int> copy = array.Share();
  array.Grow();
  array.Mutable(1) = 5;
  EXPECT_EQ(copy.size(), 1);
  EXPECT_EQ(array[1], 5);
  EXPECT_EQ(array[0], 0);
}

// Chunks are shared until they are written, and written once.
TEST(CowArrayTest, CopiesOnlyTheChunkThatIsWritten) {
  CowArray<int> array;
  for (int i = 0; i < 2000; ++i) array.Grow();
  const CowArray<int> copy = array.Share();
  array.Mutable(0) = 1;
  const int* const written = &array[0];
  array.Mutable(1) = 1;
  EXPECT_EQ(&array[0], written);
  EXPECT_NE(&array[0], &copy[0]);
  EXPECT_EQ(&array[1999], &copy[1999]);
}

}  // namespace
}  // namespace placard
