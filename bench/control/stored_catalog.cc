#include "bench/control/stored_catalog.h"

#include <cstdio>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> made) {
  if (!made.ok()) {
    std::fprintf(stderr, "placard-bench-control: %s\n",
                 made.status().ToString().c_str());
  }
  PLACARD_CHECK(made.ok());
  return *std::move(made);
}

}  // namespace

StoredCatalog::StoredCatalog(size_t line_items)
    : line_items_(line_items),
      world_(
          OrDie(WorldStore::Make(directory_.path(), Mode::kDense, line_items))),
      store_({.address = world_->redis()}),
      loaded_(OrDie(LoadCatalog(store_, [](size_t, size_t) {}))) {
  for (size_t i = 0; i < loaded_.documents.size(); ++i) {
    if (loaded_.documents[i].name.starts_with("campaigns/")) {
      campaigns_.push_back(i);
    }
  }
}

StoredCatalog& StoredCatalogOf(size_t line_items) {
  static std::unique_ptr<StoredCatalog> catalog;
  if (catalog == nullptr || catalog->line_items() != line_items) {
    catalog = nullptr;
    catalog = std::make_unique<StoredCatalog>(line_items);
  }
  return *catalog;
}

void RegisterWithCatalog(const CatalogBenchmark& of, size_t line_items,
                         Summary& summary) {
  benchmark::RegisterBenchmark(
      of.name,
      [run = of.run, line_items, &summary](benchmark::State& state) {
        run(state, StoredCatalogOf(line_items), summary);
      })
      ->ArgNames({"line_items"})
      ->Args({static_cast<int64_t>(line_items)})
      ->Unit(benchmark::kMicrosecond)
      ->UseManualTime()
      ->Iterations(of.iterations);
}

}  // namespace placard
