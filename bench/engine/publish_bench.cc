// One change of a catalogue, published; and when a catalogue changes by itself.
#include <algorithm>
#include <memory>
#include <string>

#include "bench/engine/benchmarks.h"
#include "bench/engine/calls.h"
#include "bench/engine/latency.h"
#include "bench/engine/mode_catalog.h"
#include "benchmark/benchmark.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// A server would soon build the index anew, which is not measured here; until
// then each change adds to what the next one has to copy.
constexpr int64_t kChanges = 50;

enum Change { kPause, kBid, kTargeting };
constexpr const char* kChangeNames[] = {"pause", "bid", "targeting"};

// The campaign, changed so that none of its line items comes first on the page
// that `best` is the best for; of a bid, so that the line item has another one.
std::shared_ptr<const Campaign> Changed(Change change,
                                        const ServedLineItem& best) {
  auto campaign = std::make_shared<Campaign>(*best.campaign);
  if (change == kPause) campaign->status = ServingStatus::kPaused;
  for (LineItem& item : campaign->line_items) {
    if (change == kTargeting) item.rule = Rule{AnyOfRule{}};
    if (change != kBid) continue;
    item.weight = item.weight % 1000 + 1;
    if (item.price.has_value()) item.price->cpm = Micros(1);
  }
  return campaign;
}

const ServedLineItem* FindBest(const Snapshot& snapshot, const PageView& view,
                               SearchScratch& scratch) {
  const ServedLineItem* best = nullptr;
  snapshot.Prepare(view.request, view.instant, scratch);
  snapshot.Search(scratch, [&](const SearchCandidate& candidate) {
    best = &snapshot.line_item(*candidate.row);
    return Visit::kStop;
  });
  return best;
}

struct Publishing {
  Change change;
  Summary& summary;

  void operator()(benchmark::State& state) const {
    ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                     static_cast<size_t>(state.range(1)));
    state.SetLabel(kChangeNames[change]);
    Latency latency(kChanges);
    SearchScratch scratch;
    uint64_t allocations = 0;
    std::shared_ptr<const Snapshot> snapshot = catalog.snapshot;
    size_t page = 0;
    for (auto _ : state) {
      const PageView& view = catalog.views[page++ % catalog.views.size()];
      const ServedLineItem* const best = FindBest(*snapshot, view, scratch);
      if (best == nullptr) continue;
      const std::string name = best->line_item->name;
      const std::shared_ptr<const Campaign> changed = Changed(change, *best);
      const uint64_t before = Allocations();
      state.SetIterationTime(latency.Time([&] {
        catalog.builder.Put(changed);
        snapshot = catalog.builder.Publish({.epoch = "bench", .revision = 2});
      }));
      allocations += Allocations() - before;
      const ServedLineItem* const now = FindBest(*snapshot, view, scratch);
      if (now != nullptr && now->line_item->name == name &&
          !(change == kBid && now->campaign == changed.get())) {
        state.SkipWithError("the change is not to be seen");
      }
    }
    state.counters["p50_us"] = latency.Quantile(0.5);
    state.counters["p90_us"] = latency.Quantile(0.9);
    state.counters["allocs"] = benchmark::Counter(
        static_cast<double>(allocations), benchmark::Counter::kAvgIterations);
    for (const double quantile : {0.5, 0.9}) {
      summary.Add(
          {.id = Concat("publish/", kChangeNames[change], "/",
                        catalog.line_items, quantile == 0.5 ? "/p50" : "/p90"),
           .what = "one campaign changed and a new snapshot published",
           .value = latency.Quantile(quantile),
           .unit = "us"});
    }
  }
};

// Without dayparts and keyword lists, which only come earlier.
absl::Time NextFlightEdge(const Snapshot& snapshot, absl::Time after) {
  absl::Time next = absl::InfiniteFuture();
  for (const auto& [name, campaign] : snapshot.contents().campaigns) {
    for (const absl::Time edge : {campaign->flight.start, campaign->flight.end})
      if (edge > after) next = std::min(next, edge);
  }
  return next;
}

struct FindingEdges {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                           static_cast<size_t>(state.range(1)));
    state.SetLabel(std::string(ModeName(catalog.mode)));
    absl::Time next;
    const PageView* view = nullptr;
    TimeCalls(state, summary, Concat("next-edge/", catalog.line_items),
              "the next instant at which a flight or daypart changes",
              [&](size_t number) {
                view = &catalog.views[number % catalog.views.size()];
                next = catalog.snapshot->NextEdge(view->instant);
              });
    if (next <= view->instant ||
        next > NextFlightEdge(*catalog.snapshot, view->instant)) {
      state.SkipWithError("a flight changes before the next edge");
    }
  }
};

}  // namespace

void RegisterPublish(Mode mode, size_t line_items, Summary& summary) {
  const std::vector<int64_t> arguments = {static_cast<int64_t>(mode),
                                          static_cast<int64_t>(line_items)};
  benchmark::RegisterBenchmark("NextEdge", FindingEdges{.summary = summary})
      ->ArgNames({"mode", "line_items"})
      ->Args(arguments)
      ->Unit(benchmark::kMicrosecond)
      ->MinTime(0.02);
  for (const Change change : {kPause, kBid, kTargeting}) {
    benchmark::RegisterBenchmark(
        Concat("PublishAfter/", kChangeNames[change]).c_str(),
        Publishing{.change = change, .summary = summary})
        ->ArgNames({"mode", "line_items"})
        ->Args(arguments)
        ->Unit(benchmark::kMicrosecond)
        ->UseManualTime()
        ->Iterations(kChanges);
  }
}

}  // namespace placard
