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

// Decides pages for kRun and returns how many.
uint64_t DecideForAWhile(const ModeCatalog& catalog, size_t first_page) {
  DecideScratch scratch;
  Decision decision;
  uint64_t decided = 0;
  const auto end = std::chrono::steady_clock::now() + kRun;
  while (std::chrono::steady_clock::now() < end) {
    for (int i = 0; i < 50; ++i, ++decided) {
      const PageView& view =
          catalog.views[(first_page + decided) % catalog.views.size()];
      Decide(*catalog.snapshot, view.request, view.instant, view.seed, scratch,
             decision);
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
