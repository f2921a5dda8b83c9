// What an optimised rotation asks of each creative: what is known of its
// deliveries, and a draw of its click rate.
#include <cmath>
#include <cstdint>

#include "bench/engine/benchmarks.h"
#include "bench/engine/calls.h"
#include "bench/heap/allocations.h"
#include "benchmark/benchmark.h"
#include "engine/base/hash.h"
#include "engine/base/status.h"
#include "engine/delivery/click_rate.h"
#include "engine/delivery/delivery_view.h"

namespace placard {
namespace {

constexpr int64_t kPriorPerMillion = 1'000;
constexpr uint64_t kDraws = 20'000;  // whose mean is looked at
constexpr double kUnit = 4294967296.0;
constexpr int64_t kLookups = 500'000;

// Clicked twice as often as was believed before.
ClickCounts CountsAfter(uint64_t impressions) {
  return {.impressions = impressions, .clicks = impressions / 500};
}

// Whether the mean of many draws is the mean of the distribution, but for
// chance.
bool DrawsTruly(ClickCounts counts) {
  double sum = 0;
  for (uint64_t i = 0; i < kDraws; ++i) {
    sum += static_cast<double>(DrawClickRate(counts, kPriorPerMillion, Mix(i)));
  }
  const double drawn = sum / kUnit / static_cast<double>(kDraws);
  const double clicks =
      static_cast<double>(kPriorImpressions) * kPriorPerMillion * 1e-6 +
      static_cast<double>(counts.clicks);
  const double truth =
      clicks / static_cast<double>(kPriorImpressions + counts.impressions);
  return std::abs(drawn / truth - 1) < 0.04;
}

struct Drawing {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const ClickCounts counts =
        CountsAfter(static_cast<uint64_t>(state.range(0)));
    TimeCalls(state, summary, Concat("click-rate/", state.range(0)),
              "a draw of a click rate after so many impressions",
              [&](size_t number) {
                benchmark::DoNotOptimize(
                    DrawClickRate(counts, kPriorPerMillion, Mix(number)));
              });
    if (!DrawsTruly(counts)) {
      state.SkipWithError("draws are not about the click rate");
    }
  }
};

// A name's hash; the order of these is none in a table.
uint64_t NameHash(size_t number) { return Mix(number, 1); }
ClickCounts CountsOfNumber(size_t number) {
  return {.impressions = number + 1, .clicks = number / 2};
}

DeliveryView MakeView(size_t creatives) {
  DeliveryView view;
  for (size_t i = 0; i < creatives; ++i) {
    view.creatives.emplace(NameHash(i), CountsOfNumber(i));
  }
  return view;
}

// Of the creatives that were put there, and of as many that were not.
bool KnowsWhatItWasTold(const DeliveryView& view, size_t creatives) {
  for (size_t i = 0; i < 2 * creatives; ++i) {
    const ClickCounts found = view.CountsOf(NameHash(i));
    const ClickCounts put = i < creatives ? CountsOfNumber(i) : ClickCounts();
    if (found.impressions != put.impressions || found.clicks != put.clicks) {
      return false;
    }
  }
  return true;
}

struct LookingUp {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const auto creatives = static_cast<size_t>(state.range(0));
    const int64_t before = HeapBytes();
    const DeliveryView view = MakeView(creatives);
    const auto bytes = static_cast<double>(HeapBytes() - before);
    TimeCalls(
        state, summary, Concat("delivery-view/", creatives),
        "what is known of one of so many creatives", [&](size_t number) {
          benchmark::DoNotOptimize(view.CountsOf(NameHash(number % creatives)));
        });
    state.counters["bytes_per_creative"] =
        bytes / static_cast<double>(creatives);
    if (!KnowsWhatItWasTold(view, creatives)) {
      state.SkipWithError("other counts than were put there");
    }
  }
};

}  // namespace

void RegisterDelivery(Summary& summary) {
  auto* const draw = benchmark::RegisterBenchmark("DrawClickRate",
                                                  Drawing{.summary = summary});
  draw->ArgNames({"impressions"})->MinTime(0.02);
  for (const int64_t impressions : {0, 1'000, 1'000'000}) {
    draw->Args({impressions});
  }
  auto* const look_up = benchmark::RegisterBenchmark(
      "DeliveryView", LookingUp{.summary = summary});
  look_up->ArgNames({"creatives"})->Iterations(kLookups);
  for (int64_t creatives = 1'000; creatives <= 1'000'000; creatives *= 10) {
    look_up->Args({creatives});
  }
}

}  // namespace placard
