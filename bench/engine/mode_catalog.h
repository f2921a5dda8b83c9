// The catalogue of a mode, built once for all benchmarks that follow each other
// with it.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "bench/engine/slow_answers.h"
#include "bench/workload/modes.h"
#include "bench/workload/page_views.h"
#include "engine/catalog/catalog_builder.h"
#include "engine/catalog/snapshot.h"

namespace placard {

// So many that no page is still in the caches when it comes again.
inline constexpr size_t kCatalogPages = 4000;

struct ModeCatalog {
  Mode mode = Mode::kDense;
  size_t line_items = 0;
  std::vector<PageView> views;
  CatalogBuilder builder;
  std::shared_ptr<const Snapshot> snapshot;
  std::unique_ptr<const SlowAnswers> answers;  // of the snapshot
};

// Says that CatalogOf will be asked for it, in this order, for its progress.
void AnnounceCatalog(Mode mode, size_t line_items);

// The one of that mode and size; until the next call with others. Building it
// is told on stderr.
ModeCatalog& CatalogOf(Mode mode, size_t line_items);

}  // namespace placard
