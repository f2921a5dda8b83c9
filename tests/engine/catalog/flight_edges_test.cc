#include "engine/catalog/flight_edges.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "bench/workload/dice.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

bool Any(const FlightEdges::Edge&) { return true; }

TEST(FlightEdgesTest, NamesTheNextAfterAnInstantNeverTheInstantItself) {
  FlightEdges edges;
  EXPECT_EQ(edges.Next(At(0), Any), absl::InfiniteFuture());
  edges.Add({{At(20), 1}, {At(10), 2}});
  EXPECT_EQ(edges.Next(At(0), Any), At(10));
  EXPECT_EQ(edges.Next(At(10), Any), At(20));
  EXPECT_EQ(edges.Next(At(20), Any), absl::InfiniteFuture());
}

TEST(FlightEdgesTest, PassesOverEdgesThatAreNoMore) {
  FlightEdges edges;
  edges.Add({{At(10), 1}, {At(10), 2}, {At(20), 1}});
  edges.MayHaveGone();
  const auto is_of_2 = [](const FlightEdges::Edge& edge) {
    return edge.campaign_key == 2;
  };
  EXPECT_EQ(edges.Next(At(0), is_of_2), At(10));
  EXPECT_EQ(edges.Next(At(10), is_of_2), absl::InfiniteFuture());
}

TEST(FlightEdgesTest, CompactingKeepsWhatIsCurrent) {
  FlightEdges edges;
  const FlightEdges before = edges;
  std::vector<FlightEdges::Edge> many;
  for (uint32_t i = 0; i < 1025; ++i) many.push_back({At(i), i});
  edges.Add(many);
  EXPECT_TRUE(edges.is_scattered());
  edges.Compact([](const FlightEdges::Edge& edge) {
    return edge.campaign_key % 10 == 0;
  });
  EXPECT_FALSE(edges.is_scattered());
  EXPECT_EQ(edges.Next(At(11), Any), At(20));
  edges.Add({{At(12), 7}});
  EXPECT_EQ(edges.Next(At(11), Any), At(12));
  EXPECT_EQ(edges.Next(At(12), Any), At(20));
  EXPECT_EQ(before.Next(At(0), Any), absl::InfiniteFuture());
}

// Edges far apart, close together and beyond what is counted in seconds.
TEST(FlightEdgesTest, FindsWhatALookAtEachEdgeFinds) {
  Dice dice(1);
  for (int round = 0; round < 300; ++round) {
    const size_t count = dice.Between(1, 200);
    const size_t range = dice.OneIn(2) ? 100 : 100'000'000;
    const auto draw = [&] {
      if (dice.OneIn(100)) return absl::InfiniteFuture();
      if (dice.OneIn(100)) return absl::InfinitePast();
      if (dice.OneIn(50)) return absl::FromUnixSeconds(253'402'300'799);
      return At(static_cast<int64_t>(dice.Below(range)) - 50) +
             absl::Milliseconds(dice.Below(2) * 500);
    };
    std::vector<FlightEdges::Edge> all;
    for (uint32_t i = 0; i < count; ++i) all.push_back({draw(), i});
    FlightEdges edges;
    edges.Add(all);
    if (dice.OneIn(2)) edges.Compact(Any);
    for (int i = 0; i < 50; ++i) {
      const absl::Time after = dice.OneIn(2) ? draw() : all[i % count].time;
      absl::Time next = absl::InfiniteFuture();
      for (const FlightEdges::Edge& edge : all) {
        if (edge.time > after) next = std::min(next, edge.time);
      }
      ASSERT_EQ(edges.Next(after, Any), next) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace placard
