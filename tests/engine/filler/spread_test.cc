#include "engine/filler/spread.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "bench/workload/dice.h"

namespace placard {
namespace {

// How many of the ads have places at most, by trying every set of slots
// (Koenig), if no slot holds more than `cap`.
int MostPlaced(const std::vector<uint8_t>& places,
               const std::vector<uint64_t>& ads, int cap) {
  int most = static_cast<int>(ads.size());
  for (uint64_t set = 0; set < uint64_t{1} << places.size(); ++set) {
    int held = 0;
    for (size_t s = 0; s < places.size(); ++s) {
      if ((set >> s & 1) != 0) held += std::min<int>(places[s], cap);
    }
    for (const uint64_t slots : ads) held += (slots & ~set) != 0;
    most = std::min(most, held);
  }
  return most;
}

struct Page {
  std::vector<uint8_t> places;
  std::vector<uint64_t> draws;
  std::vector<uint64_t> ads;  // all fit
};

Page MakePage(Dice& dice) {
  Page page;
  const size_t slots = dice.Between(1, 5);
  for (size_t i = 0; i < slots; ++i) {
    page.places.push_back(static_cast<uint8_t>(dice.Below(5)));
    page.draws.push_back(dice.Next());
  }
  for (size_t tries = dice.Below(16); tries > 0; --tries) {
    page.ads.push_back(dice.Next() & ((uint64_t{1} << slots) - 1));
    const int ads = static_cast<int>(page.ads.size());
    if (MostPlaced(page.places, page.ads, 20) < ads) page.ads.pop_back();
  }
  return page;
}

TEST(SpreadTest, FillsEveryRoundAsFarAsCanBe) {
  Dice dice(1);
  Spread spread;
  int uneven = 0;
  for (int i = 0; i < 3'000; ++i) {
    const Page page = MakePage(dice);
    const std::span<const uint8_t> loads =
        spread.Loads(page.places, page.ads, page.draws);
    ASSERT_EQ(std::accumulate(loads.begin(), loads.end(), size_t{0}),
              page.ads.size());
    for (int cap = 1; cap <= 5; ++cap) {
      int held = 0;
      for (const uint8_t load : loads) held += std::min<int>(load, cap);
      ASSERT_EQ(held, MostPlaced(page.places, page.ads, cap)) << i;
    }
    const std::vector<uint8_t> capped(loads.begin(), loads.end());
    ASSERT_EQ(MostPlaced(capped, page.ads, 20),
              static_cast<int>(page.ads.size()));
    uneven += *std::max_element(loads.begin(), loads.end()) > 1;
  }
  EXPECT_GT(uneven, 500);
}

TEST(SpreadTest, TheOrderOfTheSlotsDoesNotMatter) {
  Dice dice(2);
  Spread spread;
  for (int i = 0; i < 1'000; ++i) {
    Page page = MakePage(dice);
    const auto loads = spread.Loads(page.places, page.ads, page.draws);
    std::vector<uint8_t> turned(loads.rbegin(), loads.rend());
    std::reverse(page.places.begin(), page.places.end());
    std::reverse(page.draws.begin(), page.draws.end());
    for (uint64_t& slots : page.ads) {
      uint64_t other = 0;
      for (size_t s = 0; s < page.places.size(); ++s) {
        other |= (slots >> s & 1) << (page.places.size() - 1 - s);
      }
      slots = other;
    }
    const auto again = spread.Loads(page.places, page.ads, page.draws);
    ASSERT_EQ(turned, std::vector<uint8_t>(again.begin(), again.end())) << i;
  }
}

}  // namespace
}  // namespace placard
