#include "bench/engine/mode_catalog.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "bench/workload/workload.h"
#include "engine/base/status.h"
#include "services/refresh/thread_workers.h"

namespace placard {
namespace {

template <typename Map>
void PutAll(Map& documents, CatalogBuilder& builder) {
  for (auto& [name, document] : documents) builder.Put(std::move(document));
  documents.clear();
}

using Key = std::pair<Mode, size_t>;

std::vector<Key>& Announced() {
  static std::vector<Key>& keys = *new std::vector<Key>;
  return keys;
}

double SecondsSince(std::chrono::steady_clock::time_point start) {
  const auto now = std::chrono::steady_clock::now();
  return std::chrono::duration<double>(now - start).count();
}

// Where in the announced ones this one stands, for people who wait.
std::string Heading(Mode mode, size_t line_items) {
  const std::vector<Key>& keys = Announced();
  const auto at = std::find(keys.begin(), keys.end(), Key(mode, line_items));
  return Concat("catalogue ", at - keys.begin() + 1, " of ", keys.size(), ": ",
                ModeName(mode), ", ", line_items, " line items");
}

std::unique_ptr<ModeCatalog> Build(Mode mode, size_t line_items) {
  const auto start = std::chrono::steady_clock::now();
  const std::string heading = Heading(mode, line_items);
  std::fprintf(stderr, "%s\n", heading.c_str());
  const ModeShape shape = {
      .mode = mode, .line_items = line_items, .pages = kCatalogPages};
  Workload workload = MakeMode(shape);
  const double generated = SecondsSince(start);
  auto catalog = std::make_unique<ModeCatalog>();
  catalog->mode = mode;
  catalog->line_items = line_items;
  catalog->views = std::move(workload.views);
  CatalogBuilder& builder = catalog->builder;
  builder.SetTime(shape.start);
  builder.Put(workload.contents.site_policy);
  PutAll(workload.contents.taxonomies, builder);
  PutAll(workload.contents.keyword_lists, builder);
  PutAll(workload.contents.advertisers, builder);
  PutAll(workload.contents.campaigns, builder);
  catalog->snapshot =
      builder.Publish({.epoch = "bench", .revision = 1}, ThreadWorkers());
  const double published = SecondsSince(start);
  catalog->answers =
      std::make_unique<SlowAnswers>(*catalog->snapshot, catalog->views);
  std::fprintf(stderr,
               "%s, made in %.1f s, published in %.1f s, answered slowly in "
               "%.1f s\n",
               heading.c_str(), generated, published - generated,
               SecondsSince(start) - published);
  return catalog;
}

}  // namespace

void AnnounceCatalog(Mode mode, size_t line_items) {
  Announced().emplace_back(mode, line_items);
}

ModeCatalog& CatalogOf(Mode mode, size_t line_items) {
  static std::unique_ptr<ModeCatalog> catalog;
  if (catalog != nullptr && catalog->mode == mode &&
      catalog->line_items == line_items) {
    return *catalog;
  }
  catalog = nullptr;  // there may not be memory for two
  catalog = Build(mode, line_items);
  return *catalog;
}

}  // namespace placard
