// A Redis of its own with the catalogue of mode A, for all benchmarks that
// follow each other with it.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "bench/summary/summary.h"
#include "bench/world/world_store.h"
#include "benchmark/benchmark.h"
#include "engine/base/clock.h"
#include "services/store/redis_catalog_store.h"
#include "services/store/snapshot_reader.h"

namespace placard {

class StoredCatalog {
 public:
  explicit StoredCatalog(size_t line_items);

  size_t line_items() const { return line_items_; }
  // What the store held at first.
  const std::vector<Document>& documents() const { return loaded_.documents; }
  const Position& position() const { return loaded_.position; }
  // The `number`th campaign's, one after another.
  const Document& campaign(size_t number) const {
    return documents()[campaigns_[number % campaigns_.size()]];
  }
  RedisCatalogStore& store() { return store_; }
  const Clock& clock() const { return clock_; }
  // A new file's, gone with the catalogue.
  std::string PathOf(const std::string& file) const {
    return directory_.path() + "/" + file;
  }

 private:
  const size_t line_items_;
  const SystemClock clock_;
  const ScratchDir directory_;
  const std::unique_ptr<WorldStore> world_;
  RedisCatalogStore store_;
  LoadedCatalog loaded_;
  std::vector<size_t> campaigns_;
};

// The one of that size; until the next call with another.
StoredCatalog& StoredCatalogOf(size_t line_items);

// One benchmark of it.
struct CatalogBenchmark {
  const char* name;
  void (*run)(benchmark::State& state, StoredCatalog& catalog,
              Summary& summary);
  int64_t iterations;
};

void RegisterWithCatalog(const CatalogBenchmark& of, size_t line_items,
                         Summary& summary);

}  // namespace placard
