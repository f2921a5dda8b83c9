// Placard's search against what a user would otherwise write, on the same rules
// and pages, in turns: all pages by one, then all by the other, each after
// pages of its own to warm up. What neither is timed for: translating the page
// into numbers. What both are: putting the line items found, best first, into
// a list, which must be the same.

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bench/baselines/posting_lists.h"
#include "bench/baselines/redis_baselines.h"
#include "bench/baselines/roaring_baseline.h"
#include "bench/baselines/rule_table.h"
#include "bench/baselines/scan_baseline.h"
#include "bench/engine/benchmarks.h"
#include "bench/engine/latency.h"
#include "bench/engine/mode_catalog.h"
#include "benchmark/benchmark.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr size_t kTops[] = {1, 5, 20, 0};  // 0: all
// The two sides take turns at so many pages in all: what a baseline manages in
// this time, but not fewer than these.
constexpr size_t kTurns = 4;
constexpr double kSeconds = 0.2;
constexpr size_t kFewestPages = 20;
constexpr size_t kMostPages = 2000;
// Pages at the start of a turn that are not measured; what is slow has caches
// that do not matter to it.
constexpr size_t kWarmPages = 16;
constexpr size_t kSlowWarmPages = 1;
constexpr double kSlowSeconds = kSeconds / kFewestPages;

using LineItems = std::vector<const LineItem*>;

std::string TopName(size_t top) {
  return top == 0 ? std::string("all") : Concat("top-", top);
}

// The least that Placard has to be faster by, where that was stated.
std::optional<double> RatioBound(const std::string& baseline,
                                 const ModeCatalog& catalog, size_t top) {
  const bool is_full = catalog.line_items == 1'000'000;
  if (baseline == "roaring" && top == 0) return 5;
  if (top != 5) return std::nullopt;
  if (baseline == "scan") {
    return catalog.mode == Mode::kSparse && is_full ? 100 : 1;
  }
  if (baseline == "redis-sets") return 1000;
  if (baseline == "redis-bitop") return 50;
  return std::nullopt;
}

// Placard's side.
class Searcher {
 public:
  explicit Searcher(const Snapshot& snapshot) : snapshot_(snapshot) {}

  void Load(const PageView& view) {
    snapshot_.Prepare(view.request, view.instant, scratch_);
  }
  absl::Status Search(size_t top) {
    rows_.clear();
    snapshot_.Search(scratch_, [&](const SearchCandidate& candidate) {
      rows_.push_back(candidate.row);
      return rows_.size() == top ? Visit::kStop : Visit::kNext;
    });
    return absl::OkStatus();
  }
  void AddFound(LineItems& found) const {
    for (const Row* const row : rows_) {
      found.push_back(snapshot_.line_item(*row).line_item);
    }
  }

 private:
  const Snapshot& snapshot_;
  SearchScratch scratch_;
  std::vector<const Row*> rows_;
};

// The other side; `Find` is called as a baseline's Search.
template <typename Find>
class Rival {
 public:
  Rival(const RuleTable& table, Find find)
      : table_(table), find_(std::move(find)) {}

  void Load(const PageView& view) {
    table_.Load(view.request, view.instant, page_);
  }
  absl::Status Search(size_t top) {
    rows_.clear();
    return find_(page_, top, rows_);
  }
  void AddFound(LineItems& found) const {
    for (const uint32_t row : rows_) found.push_back(table_.line_item(row));
  }

 private:
  const RuleTable& table_;
  const Find find_;
  TablePage page_;
  std::vector<uint32_t> rows_;
};

// One page after another by one side. What it found counts as found when its
// rows are known, which is what Placard selects from.
template <typename Side, typename Keep>
absl::Status Run(std::span<const PageView> views, size_t top, Side& side,
                 Latency& latency, const Keep& keep) {
  LineItems found;
  for (const PageView& view : views) {
    side.Load(view);
    absl::Status status;
    latency.Time([&] { status = side.Search(top); });
    if (!status.ok()) return status;
    found.clear();
    side.AddFound(found);
    keep(found);
  }
  return absl::OkStatus();
}

// What came of one baseline and one of kTops.
struct Comparison {
  double placard_p50 = 0;  // microseconds
  double rival_p50 = 0;
  size_t pages = 0;
  size_t equal_pages = 0;
};

template <typename Side>
class Comparer {
 public:
  Comparer(const ModeCatalog& catalog, Side& rival)
      : views_(catalog.views), placard_(*catalog.snapshot), rival_(rival) {}

  absl::StatusOr<Comparison> Compare(size_t top) {
    PLACARD_ASSIGN_OR_RETURN(const double seconds, SecondsAPage(top));
    const size_t warm_pages =
        seconds > kSlowSeconds ? kSlowWarmPages : kWarmPages;
    const size_t a_turn = std::clamp(static_cast<size_t>(kSeconds / seconds),
                                     kFewestPages, kMostPages) /
                          kTurns;
    Latency placard(kMostPages);
    Latency rival(kMostPages);
    Comparison comparison = {.pages = a_turn * kTurns};
    for (size_t turn = 0; turn < kTurns; ++turn) {
      const auto pages = views_.subspan(turn * a_turn, a_turn);
      std::vector<LineItems> answers;
      PLACARD_RETURN_IF_ERROR(Warm(kWarmPages, top, placard_).status());
      PLACARD_RETURN_IF_ERROR(
          Run(pages, top, placard_, placard,
              [&](const LineItems& found) { answers.push_back(found); }));
      size_t page = 0;
      PLACARD_RETURN_IF_ERROR(Warm(warm_pages, top, rival_).status());
      PLACARD_RETURN_IF_ERROR(
          Run(pages, top, rival_, rival, [&](const LineItems& found) {
            if (found == answers[page++]) ++comparison.equal_pages;
          }));
    }
    comparison.placard_p50 = placard.Quantile(0.5);
    comparison.rival_p50 = rival.Quantile(0.5);
    return comparison;
  }

 private:
  // On pages that are not measured; the median in seconds.
  template <typename Warmed>
  absl::StatusOr<double> Warm(size_t pages, size_t top, Warmed& side) {
    Latency latency(static_cast<int64_t>(pages));
    PLACARD_RETURN_IF_ERROR(Run(views_.subspan(kMostPages, pages), top, side,
                                latency, [](const LineItems&) {}));
    return latency.Quantile(0.5) * 1e-6;
  }

  absl::StatusOr<double> SecondsAPage(size_t top) {
    PLACARD_ASSIGN_OR_RETURN(const double first,
                             Warm(kSlowWarmPages, top, rival_));
    if (first > kSlowSeconds) return first;
    PLACARD_ASSIGN_OR_RETURN(const double seconds,
                             Warm(kWarmPages, top, rival_));
    return std::max(seconds, 1e-7);
  }

  const std::span<const PageView> views_;
  Searcher placard_;
  Side& rival_;
};

// One benchmark's run: a catalogue, and where what is found goes.
class Bench {
 public:
  Bench(benchmark::State& state, Summary& summary)
      : state_(state),
        summary_(summary),
        catalog_(CatalogOf(static_cast<Mode>(state.range(0)),
                           static_cast<size_t>(state.range(1)))) {
    state.SetLabel(std::string(ModeName(catalog_.mode)));
  }

  const Snapshot& snapshot() const { return *catalog_.snapshot; }

  // Measures all of kTops against a baseline; `find` is called as its Search.
  template <typename Find>
  void Against(const std::string& baseline, const RuleTable& table, Find find) {
    Rival<Find> rival(table, std::move(find));
    Comparer<Rival<Find>> comparer(catalog_, rival);
    double pages = 0;
    double equal_pages = 0;
    for (const size_t top : kTops) {
      const absl::StatusOr<Comparison> found = comparer.Compare(top);
      if (!found.ok()) return Fail(baseline, found.status());
      AddRows(baseline, top, *found);
      pages += static_cast<double>(found->pages);
      equal_pages += static_cast<double>(found->equal_pages);
    }
    AddEqual(baseline, equal_pages / pages);
    if (equal_pages < pages) state_.SkipWithError("answers differ");
  }

  // The baseline did not run, so nothing is known to be equal.
  void Fail(const std::string& baseline, const absl::Status& status) {
    AddEqual(baseline, 0);
    state_.SkipWithError(status.ToString().c_str());
  }

 private:
  std::string Id(const std::string& baseline) const {
    return Concat("baselines/", baseline, "/", ModeName(catalog_.mode), "/",
                  catalog_.line_items);
  }

  void AddRows(const std::string& baseline, size_t top,
               const Comparison& found) {
    const double ratio = found.rival_p50 / std::max(found.placard_p50, 1e-3);
    state_.counters[Concat(baseline, "_", TopName(top), "_us")] =
        found.rival_p50;
    state_.counters[Concat(baseline, "_", TopName(top), "_x")] = ratio;
    summary_.Add({.id = Concat(Id(baseline), "/", TopName(top), "/p50"),
                  .what = "the baseline's search, page translated before",
                  .value = found.rival_p50,
                  .unit = "us"});
    summary_.Add({.id = Concat(Id(baseline), "/", TopName(top), "-ratio"),
                  .what = "the baseline's median to Placard's, same pages",
                  .value = ratio,
                  .unit = "x",
                  .bound = RatioBound(baseline, catalog_, top),
                  .at_most = false});
  }

  void AddEqual(const std::string& baseline, double part) {
    summary_.Add({.id = Concat(Id(baseline), "/equal"),
                  .what = "part of the answers that are the same, in order",
                  .value = part,
                  .unit = "",
                  .bound = 1,
                  .at_most = false});
  }

  benchmark::State& state_;
  Summary& summary_;
  const ModeCatalog& catalog_;
};

void InMemory(benchmark::State& state, Summary& summary) {
  for (auto _ : state) {
    Bench bench(state, summary);
    const RuleTable table(bench.snapshot());
    {
      ScanBaseline scan(table);
      bench.Against("scan", table,
                    [&](const TablePage& page, size_t top, auto& found) {
                      scan.Search(page, top, found);
                      return absl::OkStatus();
                    });
    }
    RoaringBaseline roaring(table, PostingLists(table));
    bench.Against("roaring", table,
                  [&](const TablePage& page, size_t top, auto& found) {
                    roaring.Search(page, top, found);
                    return absl::OkStatus();
                  });
  }
}

// Under two names: as everyone writes it, and as one does who knows how large
// the sets are.
template <typename Baseline>
void AgainstRedis(const std::string& name, const RuleTable& table,
                  const PostingLists& postings, Bench& bench) {
  absl::StatusOr<Baseline> redis = Baseline::Start(table, postings);
  for (const KindsAsked asked : {KindsAsked::kAll, KindsAsked::kNarrowest}) {
    const std::string full_name =
        asked == KindsAsked::kAll ? name : Concat(name, "-narrowest");
    if (!redis.ok()) {
      bench.Fail(full_name, redis.status());
      continue;
    }
    bench.Against(full_name, table,
                  [&](const TablePage& page, size_t top, auto& found) {
                    return redis->Search(page, asked, top, found);
                  });
  }
}

void InRedis(benchmark::State& state, Summary& summary) {
  for (auto _ : state) {
    Bench bench(state, summary);
    const RuleTable table(bench.snapshot());
    const PostingLists postings(table);
    AgainstRedis<RedisSetsBaseline>("redis-sets", table, postings, bench);
    AgainstRedis<RedisBitopBaseline>("redis-bitop", table, postings, bench);
  }
}

void Register(const char* name, void (*run)(benchmark::State&, Summary&),
              Mode mode, size_t line_items, Summary& summary) {
  benchmark::RegisterBenchmark(
      name, [run, &summary](benchmark::State& state) { run(state, summary); })
      ->ArgNames({"mode", "line_items"})
      ->Args({static_cast<int64_t>(mode), static_cast<int64_t>(line_items)})
      ->Unit(benchmark::kMillisecond)
      ->Iterations(1);
}

}  // namespace

void RegisterBaselines(Mode mode, size_t line_items, Summary& summary) {
  Register("BaselinesInMemory", InMemory, mode, line_items, summary);
}

void RegisterRedisBaselines(Mode mode, size_t line_items, Summary& summary) {
  Register("BaselinesInRedis", InRedis, mode, line_items, summary);
}

}  // namespace placard
