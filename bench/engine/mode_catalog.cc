#include "bench/engine/mode_catalog.h"

#include <utility>

#include "bench/workload/workload.h"

namespace placard {
namespace {

// So many that no page is still in the caches when it comes again.
constexpr size_t kPages = 4000;

template <typename Map>
void PutAll(Map& documents, CatalogBuilder& builder) {
  for (auto& [name, document] : documents) builder.Put(std::move(document));
  documents.clear();
}

}  // namespace

ModeCatalog& CatalogOf(Mode mode, size_t line_items) {
  static std::unique_ptr<ModeCatalog> catalog;
  if (catalog != nullptr && catalog->mode == mode &&
      catalog->line_items == line_items) {
    return *catalog;
  }
  catalog = nullptr;  // there may not be memory for two
  Workload workload =
      MakeMode({.mode = mode, .line_items = line_items, .pages = kPages});
  catalog = std::make_unique<ModeCatalog>();
  catalog->mode = mode;
  catalog->line_items = line_items;
  catalog->views = std::move(workload.views);
  CatalogBuilder& builder = catalog->builder;
  builder.Put(workload.contents.site_policy);
  PutAll(workload.contents.taxonomies, builder);
  PutAll(workload.contents.keyword_lists, builder);
  PutAll(workload.contents.advertisers, builder);
  PutAll(workload.contents.campaigns, builder);
  catalog->snapshot = builder.Publish({.epoch = "bench", .revision = 1});
  return *catalog;
}

}  // namespace placard
