// Choosing the ads of a page alone: how long it takes, how often the answer is
// proven to be the best, and what it gains over filling slot by slot.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/engine/benchmarks.h"
#include "bench/engine/latency.h"
#include "bench/heap/allocations.h"
#include "bench/workload/fill_pages.h"
#include "benchmark/benchmark.h"
#include "engine/base/status.h"
#include "engine/filler/page_filler.h"
#include "engine/filler/taken_things.h"

namespace placard {
namespace {

struct FillerCase {
  std::string name;
  FillShape shape;
  size_t pages = 0;
  std::optional<double> p99 = std::nullopt;     // bound, us
  std::optional<double> proven = std::nullopt;  // bound, percent
};

// What pages show, in all.
struct Shown {
  int64_t places = 0;
  int64_t value = 0;

  void Add(const FillCandidate& candidate) {
    ++places;
    value += candidate.value;
  }
};

// Positions of candidates, in their order.
using Chosen = std::vector<uint32_t>;

// Every slot in turn takes the best that it may.
Chosen FillSlotBySlot(const FillPage& page) {
  const FillProblem problem = page.problem();
  TakenThings taken;
  taken.Reset(problem);
  Chosen chosen;
  std::vector<bool> used(page.candidates.size());
  for (size_t slot = 0; slot < page.places.size(); ++slot) {
    size_t left = page.places[slot];
    for (uint32_t i = 0; i < page.candidates.size() && left > 0; ++i) {
      const FillCandidate& candidate = page.candidates[i];
      if ((candidate.slots >> slot & 1) == 0 || used[i]) continue;
      if (taken.Excludes(candidate)) continue;
      taken.Take(i);
      used[i] = true;
      chosen.push_back(i);
      --left;
    }
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

// What the filler's answers are compared by, the smaller the better: for each
// stage what it reaches, negative, and whom by.
std::vector<std::vector<int64_t>> RatingOf(const FillPage& page,
                                           const Chosen& chosen) {
  std::vector<std::vector<int64_t>> rating(page.goals.size(), {0});
  for (const uint32_t position : chosen) {
    const FillCandidate& candidate = page.candidates[position];
    std::vector<int64_t>& stage = rating[candidate.stage];
    const bool counts = page.goals[candidate.stage] == StageGoal::kCount;
    stage[0] -= counts ? 1 : candidate.value;
    stage.push_back(position);
  }
  for (std::vector<int64_t>& stage : rating) stage.push_back(INT64_MAX);
  return rating;
}

// Those that the answer shows; none where it may not.
std::optional<Chosen> Allowed(const FillPage& page, const FillResult& result) {
  const FillProblem problem = page.problem();
  Chosen chosen;
  std::vector<uint8_t> left = page.places;
  TakenThings taken;
  taken.Reset(problem);
  for (const FilledPlace& ad : result.ads) {
    const FillCandidate& candidate = page.candidates[ad.candidate];
    if ((candidate.slots >> ad.slot & 1) == 0 || left[ad.slot]-- == 0 ||
        taken.Excludes(candidate)) {
      return std::nullopt;
    }
    taken.Take(ad.candidate);
    chosen.push_back(ad.candidate);
  }
  return chosen;
}

// Whether the answer is allowed and, where it is said to be the best, no worse
// than filling slot by slot.
bool IsRight(const FillPage& page, const FillResult& result) {
  const std::optional<Chosen> chosen = Allowed(page, result);
  if (!chosen.has_value()) return false;
  return !result.optimal ||
         RatingOf(page, *chosen) <= RatingOf(page, FillSlotBySlot(page));
}

double Gain(int64_t of, int64_t over) {
  return 100 * (static_cast<double>(of) / static_cast<double>(over) - 1);
}

struct Filling {
  Summary& summary;
  FillerCase of;

  void operator()(benchmark::State& state) const {
    std::vector<FillPage> pages;
    for (size_t i = 0; i < of.pages; ++i) {
      pages.push_back(MakeFillPage(of.shape, i));
    }
    PageFiller filler;
    FillResult result;
    uint64_t seed = 0;
    const auto fill = [&](const FillPage& page) {
      result = filler.Fill(page.problem(), [&](uint32_t candidate, int slot) {
        return FillPairHash(seed, candidate, slot);
      });
    };
    for (const FillPage& page : pages) fill(page);
    Latency latency(state.max_iterations);
    Shown shown;
    uint64_t allocations = 0;
    size_t proven = 0;
    for (auto _ : state) {
      const FillPage& page = pages[seed++ % pages.size()];
      const uint64_t before = Allocations();
      state.SetIterationTime(latency.Time([&] { fill(page); }));
      allocations += Allocations() - before;
      proven += result.optimal ? 1 : 0;
      for (const FilledPlace& ad : result.ads) {
        shown.Add(page.candidates[ad.candidate]);
      }
    }
    if (allocations > 0) state.SkipWithError("filling a page took memory");
    Report(state, latency,
           100.0 * static_cast<double>(proven) /
               static_cast<double>(latency.calls()));
    Compare(state, pages, shown);
    for (const FillPage& page : pages) {
      fill(page);
      if (!IsRight(page, result)) state.SkipWithError("a page is filled badly");
    }
  }

  void Report(benchmark::State& state, Latency& latency, double proven) const {
    state.SetLabel(of.name);
    state.counters["p50_us"] = latency.Quantile(0.5);
    state.counters["p99_us"] = latency.Quantile(0.99);
    state.counters["proven_percent"] = proven;
    const std::string id = Concat("filler/", of.name);
    const std::string what = "choosing the ads of a page from candidates";
    summary.Add({.id = id + "/p50",
                 .what = what,
                 .value = latency.Quantile(0.5),
                 .unit = "us"});
    summary.Add({.id = id + "/p99",
                 .what = what,
                 .value = latency.Quantile(0.99),
                 .unit = "us",
                 .bound = of.p99});
    summary.Add({.id = id + "/proven",
                 .what = "pages whose answer is proven to be the best",
                 .value = proven,
                 .unit = "%",
                 .bound = of.proven,
                 .at_most = false});
  }

  // Precondition: each page was shown equally often.
  void Compare(benchmark::State& state, const std::vector<FillPage>& pages,
               const Shown& shown) const {
    Shown slot_by_slot;
    for (const FillPage& page : pages) {
      for (const uint32_t position : FillSlotBySlot(page)) {
        slot_by_slot.Add(page.candidates[position]);
      }
    }
    const auto times = static_cast<int64_t>(
        static_cast<size_t>(state.iterations()) / pages.size());
    const double places = Gain(shown.places, times * slot_by_slot.places);
    const double value = Gain(shown.value, times * slot_by_slot.value);
    state.counters["gain_places_percent"] = places;
    state.counters["gain_ecpm_percent"] = value;
    const std::string id = Concat("filler/", of.name, "/gain");
    summary.Add({.id = id + "/places",
                 .what = "places filled, over filling slot by slot",
                 .value = places,
                 .unit = "%"});
    summary.Add({.id = id + "/ecpm",
                 .what = "eCPM of all ads, over filling slot by slot",
                 .value = value,
                 .unit = "%"});
  }
};

}  // namespace

void RegisterFiller(Summary& summary) {
  const FillerCase cases[] = {
      {.name = "3-slots",
       .shape = {.slots = 3, .candidates = 60},
       .pages = 2000},
      {.name = "10-slots",
       .shape = {.slots = 10, .candidates = 200},
       .pages = 2000,
       .p99 = 100,
       .proven = 99.9},
      {.name = "10-slots-all-labelled",
       .shape = {.slots = 10, .candidates = 200, .labelled = 100},
       .pages = 2000},
      // Few candidates, of which labels leave too few for some page or other.
      {.name = "10-slots-scarce",
       .shape = {.slots = 10, .candidates = 30, .labelled = 100},
       .pages = 2000},
      {.name = "64-slots",
       .shape = {.slots = 64, .candidates = 1280},
       .pages = 200},
      {.name = "64-slots-of-20",
       .shape = {.slots = 64, .places = 20, .candidates = 4000},
       .pages = 50},
  };
  for (const FillerCase& of : cases) {
    benchmark::RegisterBenchmark(Concat("Fill/", of.name).c_str(),
                                 Filling{.summary = summary, .of = of})
        ->Unit(benchmark::kMicrosecond)
        ->UseManualTime()
        ->Iterations(static_cast<int64_t>(2 * of.pages));
  }
}

}  // namespace placard
