#include "engine/filler/matching.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "bench/workload/dice.h"

namespace placard {
namespace {

// How many of the ads have places at most: by Koenig's theorem as few as some
// set of slots holds, with the ads that could sit elsewhere.
int MostPlaced(const std::vector<uint8_t>& places,
               const std::vector<uint64_t>& ads) {
  int most = static_cast<int>(ads.size());
  for (uint64_t set = 0; set < uint64_t{1} << places.size(); ++set) {
    int held = 0;
    for (size_t s = 0; s < places.size(); ++s) {
      if ((set >> s & 1) != 0) held += places[s];
    }
    held += static_cast<int>(
        std::count_if(ads.begin(), ads.end(),
                      [&](uint64_t slots) { return (slots & ~set) != 0; }));
    most = std::min(most, held);
  }
  return most;
}

struct Page {
  std::vector<uint8_t> places;
  std::vector<uint64_t> ads;
};

Page MakePage(Dice& dice) {
  Page page;
  page.places.resize(dice.Between(1, 6));
  for (uint8_t& places : page.places) {
    places = static_cast<uint8_t>(dice.Below(4));
  }
  page.ads.resize(dice.Below(20));
  for (uint64_t& slots : page.ads) {
    slots =
        dice.Next() & dice.Next() & ((uint64_t{1} << page.places.size()) - 1);
  }
  return page;
}

TEST(MatchingTest, RefusesAnAdOnlyIfNoArrangementHoldsIt) {
  Dice dice(1);
  Matching matching;
  for (int round = 0; round < 3'000; ++round) {
    const Page page = MakePage(dice);
    matching.Reset(page.places);
    std::vector<uint64_t> held;
    for (const uint64_t slots : page.ads) {
      held.push_back(slots);
      const bool fits =
          MostPlaced(page.places, held) == static_cast<int>(held.size());
      ASSERT_EQ(matching.Fits(slots), fits) << "round " << round;
      ASSERT_EQ(matching.Add(slots), fits) << "round " << round;
      if (!fits) held.pop_back();
    }
  }
}

TEST(MatchingTest, KeepsEveryAdInASlotOfItsOwn) {
  Dice dice(2);
  Matching matching;
  for (int round = 0; round < 3'000; ++round) {
    const Page page = MakePage(dice);
    matching.Reset(page.places);
    std::vector<int> left(page.places.begin(), page.places.end());
    uint32_t added = 0;
    std::vector<uint64_t> held;
    for (const uint64_t slots : page.ads) {
      if (matching.Add(slots)) held.push_back(slots);
    }
    for (; added < held.size(); ++added) {
      const int slot = matching.slot(added);
      ASSERT_TRUE((held[added] >> slot & 1) != 0) << "round " << round;
      ASSERT_GE(--left[slot], 0) << "round " << round;
    }
    int free = 0;
    for (const int places : left) free += places;
    EXPECT_EQ(matching.free_places(), free);
    EXPECT_EQ(matching.full(), free == 0);
  }
}

TEST(MatchingTest, FindsRoomThatAWidenedAdLeaves) {
  Matching matching;
  matching.Reset(std::vector<uint8_t>{1, 1});
  ASSERT_TRUE(matching.Add(0b01));
  ASSERT_FALSE(matching.Add(0b01));
  matching.Widen(0, 0b10);
  EXPECT_FALSE(matching.full());
  EXPECT_TRUE(matching.Add(0b01));
  EXPECT_EQ(matching.slot(0), 1);
  EXPECT_TRUE(matching.full());
}

TEST(MatchingTest, WidenedAdsCountAsIfTheyHadComeThatWay) {
  Dice dice(3);
  Matching matching;
  for (int round = 0; round < 3'000; ++round) {
    const Page page = MakePage(dice);
    matching.Reset(page.places);
    std::vector<uint64_t> held;
    for (const uint64_t slots : page.ads) {
      if (!held.empty() && dice.OneIn(3)) {
        const auto ad = static_cast<uint32_t>(dice.Below(held.size()));
        matching.Widen(ad, slots);
        held[ad] |= slots;
        continue;
      }
      held.push_back(slots);
      const bool fits =
          MostPlaced(page.places, held) == static_cast<int>(held.size());
      ASSERT_EQ(matching.Add(slots), fits) << "round " << round;
      if (!fits) held.pop_back();
    }
  }
}

TEST(MatchingTest, APageWithoutPlacesIsFull) {
  Matching matching;
  matching.Reset(std::vector<uint8_t>{0, 0});
  EXPECT_TRUE(matching.full());
  EXPECT_FALSE(matching.Add(0b11));
}

}  // namespace
}  // namespace placard
