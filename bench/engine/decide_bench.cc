#include <string>
#include <vector>

#include "bench/engine/benchmarks.h"
#include "bench/engine/latency.h"
#include "bench/engine/mode_benchmark.h"
#include "bench/engine/mode_catalog.h"
#include "bench/engine/slow_answers.h"
#include "bench/heap/allocations.h"
#include "benchmark/benchmark.h"
#include "engine/base/status.h"
#include "engine/engine.h"

namespace placard {
namespace {

constexpr size_t kFullSize = 1'000'000;
constexpr int64_t kShapedPages = 1000;

// What a page view's next call knows of this one.
PageViewHistory HistoryOf(const Decision& decision) {
  PageViewHistory history;
  for (const SlotResult& slot : decision.slots) {
    for (const Ad& ad : slot.ads) {
      history.shown.push_back(
          {.campaign = PageViewHash(ad.campaign->name),
           .advertiser = PageViewHash(ad.campaign->advertiser),
           .line_item = PageViewHash(ad.line_item->name),
           .creative = PageViewHash(ad.creative->name)});
    }
  }
  return history;
}

// Whether brute force allows the first and the second call of page views.
bool DecidesRight(const Snapshot& snapshot, const SlowAnswers& answers,
                  DecideScratch& scratch) {
  Decision decision;
  for (size_t page = 0; page < answers.views().size(); ++page) {
    PageView view = answers.views()[page];
    for (int call = 0; call < 2; ++call) {
      Decide(snapshot, view.request, view.instant, view.seed, scratch,
             decision);
      if (!answers.Allows(page, view.request, decision)) return false;
      view.request.page_view = HistoryOf(decision);
    }
  }
  return true;
}

// What each benchmark of decisions ends with.
void Check(const Snapshot& snapshot, const SlowAnswers& answers,
           DecideScratch& scratch, benchmark::State& state) {
  if (DecidesRight(snapshot, answers, scratch)) return;
  state.SkipWithError("decided what brute force does not allow");
}

struct Deciding {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                           static_cast<size_t>(state.range(1)));
    state.SetLabel(std::string(ModeName(catalog.mode)));
    DecideScratch scratch;
    Decision decision;
    const auto decide = [&](size_t page) {
      const PageView& view = catalog.views[page];
      Decide(*catalog.snapshot, view.request, view.instant, view.seed, scratch,
             decision);
    };
    const size_t pages = AffordablePages(catalog.views.size(), decide);
    for (size_t page = 0; page < pages; ++page) decide(page);
    Latency latency(static_cast<int64_t>(2 * pages));
    uint64_t allocations = 0;
    size_t filled = 0;
    SearchWork work;
    for (auto _ : state) {
      for (size_t i = 0; i < 2 * pages; ++i) {
        const uint64_t before = Allocations();
        latency.Time([&] { decide(i % pages); });
        allocations += Allocations() - before;
        for (const SlotResult& slot : decision.slots) {
          filled += slot.outcome == Outcome::kFilled ? 1 : 0;
        }
        work.words_read += scratch.search.work().words_read;
        work.rows_verified += scratch.search.work().rows_verified;
      }
      state.SetIterationTime(latency.Mean());
    }
    const auto average = [&](auto total) {
      return static_cast<double>(total) / static_cast<double>(latency.calls());
    };
    state.counters["pages"] = static_cast<double>(latency.calls());
    state.counters["p50_us"] = latency.Quantile(0.5);
    state.counters["p99_us"] = latency.Quantile(0.99);
    state.counters["filled"] = average(filled);
    state.counters["words"] = average(work.words_read);
    state.counters["verified"] = average(work.rows_verified);
    state.counters["allocs"] = average(allocations);
    if (allocations > 0) state.SkipWithError("a decision took memory");
    if (!IsRepeatable(catalog, scratch)) {
      state.SkipWithError("the same page was decided in two ways");
    }
    Check(*catalog.snapshot, *catalog.answers, scratch, state);
    Summarise(catalog, latency, allocations);
  }

  // Whether a used scratch and a new one give the same decision.
  static bool IsRepeatable(const ModeCatalog& catalog, DecideScratch& used) {
    Decision with_used;
    Decision with_new;
    for (size_t i = 0; i < 20; ++i) {
      const PageView& view = catalog.views[i];
      DecideScratch scratch;
      Decide(*catalog.snapshot, view.request, view.instant, view.seed, used,
             with_used);
      Decide(*catalog.snapshot, view.request, view.instant, view.seed, scratch,
             with_new);
      if (with_used.slots != with_new.slots) return false;
    }
    return true;
  }

  void Summarise(const ModeCatalog& catalog, Latency& latency,
                 uint64_t allocations) const {
    const bool full = catalog.line_items == kFullSize;
    const bool hard = static_cast<size_t>(catalog.mode) >= kModes;
    std::optional<double> p50;
    std::optional<double> p99;
    if (full && catalog.mode == Mode::kDense) p50 = 4;
    if (full && catalog.mode == Mode::kSparse) p50 = 15;
    if (full) p99 = hard ? 200 : 80;
    const std::string id =
        Concat("decide/", ModeName(catalog.mode), "/", catalog.line_items);
    const std::string what = "whole decision, 3 slots, one thread";
    summary.Add({.id = id + "/p50",
                 .what = what,
                 .value = latency.Quantile(0.5),
                 .unit = "us",
                 .bound = p50});
    summary.Add({.id = id + "/p99",
                 .what = what,
                 .value = latency.Quantile(0.99),
                 .unit = "us",
                 .bound = p99});
    summary.Add({.id = id + "/allocations",
                 .what = "taken from the heap by all decisions",
                 .value = static_cast<double>(allocations),
                 .unit = "",
                 .bound = 0});
  }
};

// Pages of other shapes than the mode's.
struct DecidingShape {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                           static_cast<size_t>(state.range(1)));
    const auto slots = static_cast<size_t>(state.range(2));
    const auto keywords = static_cast<size_t>(state.range(3));
    const std::vector<PageView> views = MakeViews(catalog, slots, keywords);
    DecideScratch scratch;
    Decision decision;
    const auto decide = [&](const PageView& view) {
      Decide(*catalog.snapshot, view.request, view.instant, view.seed, scratch,
             decision);
    };
    for (const PageView& view : views) decide(view);
    Latency latency(state.max_iterations);
    uint64_t allocations = 0;
    size_t page = 0;
    size_t proven = 0;
    for (auto _ : state) {
      const PageView& view = views[page++ % views.size()];
      const uint64_t before = Allocations();
      state.SetIterationTime(latency.Time([&] { decide(view); }));
      allocations += Allocations() - before;
      proven += decision.optimal ? 1 : 0;
      if (decision.slots.size() != slots) {
        state.SkipWithError("a slot has no answer");
      }
    }
    state.counters["p50_us"] = latency.Quantile(0.5);
    state.counters["p99_us"] = latency.Quantile(0.99);
    state.counters["allocs"] = benchmark::Counter(
        static_cast<double>(allocations), benchmark::Counter::kAvgIterations);
    state.counters["proven_percent"] = benchmark::Counter(
        100 * static_cast<double>(proven), benchmark::Counter::kAvgIterations);
    if (allocations > 0) state.SkipWithError("a decision took memory");
    Check(*catalog.snapshot, SlowAnswers(*catalog.snapshot, views), scratch,
          state);
    summary.Add({.id = Concat("decide-by-page/", ModeName(catalog.mode), "/",
                              catalog.line_items, "/slots-", slots,
                              "/keywords-", keywords, "/p50"),
                 .what = "whole decision of pages of that shape, one thread",
                 .value = latency.Quantile(0.5),
                 .unit = "us"});
    if (slots < 10) return;
    summary.Add({.id = Concat("decide-by-page/", ModeName(catalog.mode), "/",
                              catalog.line_items, "/slots-", slots,
                              "/keywords-", keywords, "/proven"),
                 .what = "pages whose best assignment was found and proven",
                 .value = 100 * static_cast<double>(proven) /
                          static_cast<double>(state.max_iterations),
                 .unit = "%",
                 .bound = 99.9,
                 .at_most = false});
  }

  static std::vector<PageView> MakeViews(const ModeCatalog& catalog,
                                         size_t slots, size_t keywords) {
    std::vector<PageView> views = WithKeywords(
        {catalog.views.begin(), catalog.views.begin() + kShapedPages},
        keywords);
    for (PageView& view : views) {
      std::vector<Slot>& of_page = view.request.slots;
      const size_t given = of_page.size();
      for (size_t i = given; i < slots; ++i) {
        of_page.push_back(Slot(of_page[i % given]));
        of_page.back().id = Concat("slot-", i);
      }
      of_page.resize(slots);
    }
    return views;
  }
};

// The second call of a page view against the first, in turns.
struct DecidingAgain {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                           static_cast<size_t>(state.range(1)));
    state.SetLabel(std::string(ModeName(catalog.mode)));
    DecideScratch scratch;
    Decision decision;
    Latency first(state.max_iterations);
    Latency second(state.max_iterations);
    size_t page = 0;
    for (auto _ : state) {
      PageView view = catalog.views[page++ % catalog.views.size()];
      const auto decide = [&] {
        Decide(*catalog.snapshot, view.request, view.instant, view.seed,
               scratch, decision);
      };
      first.Time(decide);
      view.request.page_view = HistoryOf(decision);
      state.SetIterationTime(second.Time(decide));
    }
    Check(*catalog.snapshot, *catalog.answers, scratch, state);
    const double ratio = second.Quantile(0.5) / first.Quantile(0.5);
    state.counters["first_p50_us"] = first.Quantile(0.5);
    state.counters["p50_us"] = second.Quantile(0.5);
    state.counters["p99_us"] = second.Quantile(0.99);
    state.counters["p50_ratio"] = ratio;
    summary.Add({.id = Concat("decide-again/", ModeName(catalog.mode), "/",
                              catalog.line_items, "/p50-ratio"),
                 .what = "second call of a page view to its first",
                 .value = ratio,
                 .unit = ""});
  }
};

// Translating the page alone, which a decision contains.
void Preparing(benchmark::State& state) {
  const ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                         static_cast<size_t>(state.range(1)));
  state.SetLabel(std::string(ModeName(catalog.mode)));
  SearchScratch scratch;
  Latency latency(state.max_iterations);
  size_t page = 0;
  for (auto _ : state) {
    const PageView& view = catalog.views[page++ % catalog.views.size()];
    state.SetIterationTime(latency.Time([&] {
      catalog.snapshot->Prepare(view.request, view.instant, scratch);
    }));
  }
  state.counters["p50_us"] = latency.Quantile(0.5);
  state.counters["p99_us"] = latency.Quantile(0.99);
  if (!catalog.answers->FindsBest(0, scratch)) {
    state.SkipWithError("pages prepared so have other line items");
  }
}

}  // namespace

void RegisterDecide(Mode mode, size_t line_items, Summary& summary) {
  RegisterOfMode("Prepare", Preparing, mode, line_items, 2 * kCatalogPages);
  RegisterOfMode("Decide", Deciding{.summary = summary}, mode, line_items, 1);
  RegisterOfMode("DecideAgain", DecidingAgain{.summary = summary}, mode,
                 line_items, 2 * kCatalogPages);
}

void RegisterDecideByPage(Mode mode, size_t line_items, Summary& summary) {
  auto* const decide = benchmark::RegisterBenchmark(
      "DecideByPage", DecidingShape{.summary = summary});
  decide->ArgNames({"mode", "line_items", "slots", "keywords"})
      ->Unit(benchmark::kMicrosecond)
      ->UseManualTime()
      ->Iterations(2 * kShapedPages);
  for (const int slots : {1, 3, 10}) {
    for (const int keywords : {5, 25, 64, 256}) {
      decide->Args({static_cast<int64_t>(mode),
                    static_cast<int64_t>(line_items), slots, keywords});
    }
  }
}

}  // namespace placard
