// The catalogue of a mode, built once for all benchmarks that follow each other
// with it.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "bench/workload/modes.h"
#include "bench/workload/page_views.h"
#include "engine/catalog/catalog_builder.h"
#include "engine/catalog/snapshot.h"

namespace placard {

struct ModeCatalog {
  Mode mode = Mode::kDense;
  size_t line_items = 0;
  std::vector<PageView> views;
  CatalogBuilder builder;
  std::shared_ptr<const Snapshot> snapshot;
};

// The one of that mode and size; until the next call with others.
ModeCatalog& CatalogOf(Mode mode, size_t line_items);

}  // namespace placard
