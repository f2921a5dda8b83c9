#include <string>
#include <vector>

#include "bench/engine/benchmarks.h"
#include "bench/engine/latency.h"
#include "bench/engine/mode_benchmark.h"
#include "bench/engine/mode_catalog.h"
#include "bench/heap/allocations.h"
#include "benchmark/benchmark.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// To make a search cold takes longer than the search.
constexpr size_t kColdPages = 300;

// Visits the best `top` line items (0: all) and returns how many there were.
size_t FindTop(const Snapshot& snapshot, SearchScratch& scratch, size_t top) {
  size_t found = 0;
  snapshot.Search(scratch, [&](const SearchCandidate&) {
    return ++found == top ? Visit::kStop : Visit::kNext;
  });
  return found;
}

// More than any cache that this thread has to itself.
void TouchOtherMemory() {
  static std::vector<uint64_t> memory(64 << 20 >> 3);
  for (size_t i = 0; i < memory.size(); i += 8) ++memory[i];
  benchmark::ClobberMemory();
}

struct Search {
  size_t top;
  bool cold;
  Summary& summary;

  std::string Id(const ModeCatalog& catalog) const {
    return Concat(cold ? "search-cold/" : "search/", ModeName(catalog.mode),
                  "/", catalog.line_items, "/top-",
                  top == 0 ? std::string("all") : Concat(top));
  }

  void operator()(benchmark::State& state) const {
    const ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                           static_cast<size_t>(state.range(1)));
    state.SetLabel(std::string(ModeName(catalog.mode)));
    SearchScratch scratch;
    const auto prepare = [&](size_t page) {
      const PageView& view = catalog.views[page];
      catalog.snapshot->Prepare(view.request, view.instant, scratch);
    };
    const auto search = [&](size_t page) {
      prepare(page);
      return FindTop(*catalog.snapshot, scratch, top);
    };
    const size_t pages =
        AffordablePages(cold ? kColdPages : kCatalogPages, search);
    for (size_t i = 0; i < pages; ++i) search(i);  // warms the scratch
    const size_t passes = cold ? 1 : 2;
    Latency latency(static_cast<int64_t>(passes * pages));
    SearchWork work;
    size_t found = 0;
    uint64_t allocations = 0;
    for (auto _ : state) {
      for (size_t i = 0; i < passes * pages; ++i) {
        prepare(i % pages);
        if (cold) TouchOtherMemory();
        const uint64_t before = Allocations();
        latency.Time(
            [&] { found += FindTop(*catalog.snapshot, scratch, top); });
        allocations += Allocations() - before;
        work.words_read += scratch.work().words_read;
        work.rows_verified += scratch.work().rows_verified;
      }
      state.SetIterationTime(latency.Mean());
    }
    Report(state, latency, work, found, allocations);
    if (allocations > 0) state.SkipWithError("the search took memory");
    if (!catalog.answers->FindsBest(top, scratch)) {
      state.SkipWithError("found other line items than the best there are");
    }
    Summarise(catalog, latency);
    if (!cold && top == 5) SummariseWork(catalog, latency, work);
  }

  static void Report(benchmark::State& state, Latency& latency,
                     const SearchWork& work, size_t found,
                     uint64_t allocations) {
    const auto average = [&](auto total) {
      return static_cast<double>(total) / static_cast<double>(latency.calls());
    };
    state.counters["pages"] = static_cast<double>(latency.calls());
    state.counters["p50_us"] = latency.Quantile(0.5);
    state.counters["p99_us"] = latency.Quantile(0.99);
    state.counters["found"] = average(found);
    state.counters["words"] = average(work.words_read);
    state.counters["verified"] = average(work.rows_verified);
    state.counters["allocs"] = average(allocations);
  }

  void Summarise(const ModeCatalog& catalog, Latency& latency) const {
    const bool bounded = !cold && top == 5 && catalog.line_items == 1'000'000;
    std::optional<double> bound;
    if (bounded) {
      bound = catalog.mode == Mode::kDense    ? 1.0
              : catalog.mode == Mode::kSparse ? 5.0
                                              : 10.0;
    }
    const std::string what = "search after Prepare, one thread";
    summary.Add({.id = Concat(Id(catalog), "/p50"),
                 .what = what,
                 .value = latency.Quantile(0.5),
                 .unit = "us",
                 .bound = bound});
    summary.Add({.id = Concat(Id(catalog), "/p99"),
                 .what = what,
                 .value = latency.Quantile(0.99),
                 .unit = "us",
                 .bound = bounded ? std::optional(60.0) : std::nullopt});
  }

  // What growth is made of, at the sizes that it is of.
  void SummariseWork(const ModeCatalog& catalog, const Latency& latency,
                     const SearchWork& work) const {
    const auto calls = static_cast<double>(latency.calls());
    summary.Add({.id = Concat(Id(catalog), "/words"),
                 .what = "words that a search reads, of bitsets and lists",
                 .value = static_cast<double>(work.words_read) / calls,
                 .unit = "words"});
    summary.Add({.id = Concat(Id(catalog), "/candidates"),
                 .what = "candidates whose rule a search verifies",
                 .value = static_cast<double>(work.rows_verified) / calls,
                 .unit = "line items"});
  }
};

// The harness without a search: what the others' figures contain of it.
struct Nothing {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    Latency latency(state.max_iterations);
    for (auto _ : state) {
      state.SetIterationTime(latency.Time([] {}));
    }
    state.counters["p50_us"] = latency.Quantile(0.5);
    state.counters["p99_us"] = latency.Quantile(0.99);
    summary.Add({.id = "nothing/latency/p99",
                 .what = "timing of nothing: what the harness adds to a call",
                 .value = latency.Quantile(0.99),
                 .unit = "us"});
  }
};

}  // namespace

void RegisterSearch(Mode mode, size_t line_items, Summary& summary) {
  for (const size_t top : {1, 5, 20, 0}) {
    const std::string name =
        top == 0 ? std::string("SearchAll") : Concat("SearchTop", top);
    RegisterOfMode(name, Search{.top = top, .cold = false, .summary = summary},
                   mode, line_items, 1);
  }
}

void RegisterNothing(Summary& summary) {
  benchmark::RegisterBenchmark("Nothing", Nothing{.summary = summary})
      ->Unit(benchmark::kMicrosecond)
      ->UseManualTime()
      ->Iterations(100'000);
}

void RegisterColdSearch(Mode mode, size_t line_items, Summary& summary) {
  RegisterOfMode("SearchTop5Cold",
                 Search{.top = 5, .cold = true, .summary = summary}, mode,
                 line_items, 1);
}

// Ten times the line items may cost twice the time in A and C.
void SummariseGrowth(Summary& summary) {
  for (size_t i = 0; i < kModes; ++i) {
    const auto mode = static_cast<Mode>(i);
    const auto p50 = [&](size_t line_items) {
      return summary.Find(
          Concat("search/", ModeName(mode), "/", line_items, "/top-5/p50"));
    };
    for (size_t from = 1'000; from < 1'000'000; from *= 10) {
      const Summary::Row* const small = p50(from);
      const Summary::Row* const large = p50(from * 10);
      if (small == nullptr || large == nullptr) continue;
      const bool bounded =
          from >= 10'000 && (mode == Mode::kDense || mode == Mode::kRunOfSite);
      summary.Add(
          {.id = Concat("search/", ModeName(mode), "/growth-to-", from * 10),
           .what = "time for ten times the line items, top 5",
           .value = large->value / small->value,
           .unit = "x",
           .bound = bounded ? std::optional(2.0) : std::nullopt});
    }
  }
}

}  // namespace placard
