#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "bench/engine/benchmarks.h"
#include "bench/engine/mode_catalog.h"
#include "benchmark/benchmark.h"
#include "engine/base/check.h"
#include "engine/base/status.h"
#include "engine/engine.h"

namespace placard {
namespace {

constexpr auto kRun = std::chrono::milliseconds(300);
constexpr int kRounds = 7;
constexpr size_t kWorkers = 2;

void DecidePage(const ModeCatalog& catalog, size_t page, DecideScratch& scratch,
                Decision& decision) {
  const PageView& view = catalog.views[page % catalog.views.size()];
  Decide(*catalog.snapshot, view.request, view.instant, view.seed, scratch,
         decision);
}

// Decides pages for kRun and returns how many.
uint64_t DecideForAWhile(const ModeCatalog& catalog, size_t first_page) {
  DecideScratch scratch;
  Decision decision;
  uint64_t decided = 0;
  const auto end = std::chrono::steady_clock::now() + kRun;
  while (std::chrono::steady_clock::now() < end) {
    for (int i = 0; i < 50; ++i, ++decided) {
      DecidePage(catalog, first_page + decided, scratch, decision);
    }
  }
  return decided;
}

size_t FirstPage(const ModeCatalog& catalog, size_t worker) {
  return worker * catalog.views.size() / kWorkers;
}

uint64_t InThreads(const ModeCatalog& catalog) {
  std::vector<uint64_t> decided(kWorkers);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kWorkers; ++i) {
    threads.emplace_back([&, i] {
      decided[i] = DecideForAWhile(catalog, FirstPage(catalog, i));
    });
  }
  for (std::thread& thread : threads) thread.join();
  return decided[0] + decided[1];
}

// Each process has the catalogue to itself, as far as anything could be
// written to it.
uint64_t InProcesses(const ModeCatalog& catalog) {
  uint64_t sum = 0;
  int pipes[kWorkers][2];
  pid_t children[kWorkers];
  for (size_t i = 0; i < kWorkers; ++i) {
    PLACARD_CHECK(pipe(pipes[i]) == 0);
    children[i] = fork();
    PLACARD_CHECK(children[i] >= 0);
    if (children[i] != 0) continue;
    const uint64_t decided = DecideForAWhile(catalog, FirstPage(catalog, i));
    const bool told =
        write(pipes[i][1], &decided, sizeof decided) == sizeof decided;
    _exit(told ? 0 : 1);
  }
  for (size_t i = 0; i < kWorkers; ++i) {
    uint64_t decided = 0;
    PLACARD_CHECK(read(pipes[i][0], &decided, sizeof decided) ==
                  sizeof decided);
    PLACARD_CHECK(waitpid(children[i], nullptr, 0) == children[i]);
    close(pipes[i][0]);
    close(pipes[i][1]);
    sum += decided;
  }
  return sum;
}

// Every page's decision.
std::vector<Decision> DecideAll(const ModeCatalog& catalog) {
  DecideScratch scratch;
  std::vector<Decision> decisions(catalog.views.size());
  for (size_t page = 0; page < decisions.size(); ++page) {
    DecidePage(catalog, page, scratch, decisions[page]);
  }
  return decisions;
}

// Whether two threads at once decide all pages as one alone does.
bool ThreadsDecideRight(const ModeCatalog& catalog) {
  std::vector<std::vector<Decision>> decisions(kWorkers);
  std::vector<std::thread> threads;
  for (std::vector<Decision>& own : decisions) {
    threads.emplace_back([&] { own = DecideAll(catalog); });
  }
  for (std::thread& thread : threads) thread.join();
  const std::vector<Decision> alone = DecideAll(catalog);
  return std::all_of(
      decisions.begin(), decisions.end(), [&](const auto& of_thread) {
        return std::equal(alone.begin(), alone.end(), of_thread.begin(),
                          of_thread.end(),
                          [](const Decision& a, const Decision& b) {
                            return a.slots == b.slots;
                          });
      });
}

struct Scaling {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                           static_cast<size_t>(state.range(1)));
    state.SetLabel(std::string(ModeName(catalog.mode)));
    std::vector<double> ratios;
    for (auto _ : state) {
      const auto threads = static_cast<double>(InThreads(catalog));
      const auto processes = static_cast<double>(InProcesses(catalog));
      ratios.push_back(threads / processes);
    }
    std::nth_element(ratios.begin(), ratios.begin() + kRounds / 2,
                     ratios.end());
    if (!ThreadsDecideRight(catalog)) {
      state.SkipWithError("two threads decided other than one");
    }
    const double ratio = ratios[kRounds / 2];
    state.counters["threads_to_processes"] = ratio;
    summary.Add({.id = Concat("scaling/", ModeName(catalog.mode), "/",
                              catalog.line_items),
                 .what = "decisions of two threads to those of two processes",
                 .value = ratio,
                 .unit = "x",
                 .bound = 0.9,
                 .at_most = false});
  }
};

}  // namespace

void RegisterScaling(Mode mode, size_t line_items, Summary& summary) {
  benchmark::RegisterBenchmark("TwoThreads", Scaling{.summary = summary})
      ->ArgNames({"mode", "line_items"})
      ->Args({static_cast<int64_t>(mode), static_cast<int64_t>(line_items)})
      ->Unit(benchmark::kMillisecond)
      ->Iterations(kRounds);
}

}  // namespace placard
