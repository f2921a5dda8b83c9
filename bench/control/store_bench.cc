// The store: a Redis on this machine, through its socket, with its log on the
// disk.
#include <optional>
#include <string>
#include <variant>

#include "bench/control/benchmarks.h"
#include "bench/control/stored_catalog.h"
#include "bench/control/timed.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// How many changes a server that tails the log is behind.
constexpr size_t kBehind = 100;

// Without what the document refers to, which is the campaign service's to find:
// that is in what UpdateCampaign measures.
WriteBatch BatchOf(const StoredCatalog& catalog, const Document& document) {
  WriteBatch batch = {.epoch = catalog.position().epoch,
                      .ops = {},
                      .request_id = "",
                      .actor = "bench"};
  batch.ops.push_back({.name = document.name,
                       .expected = Expected::Any(),
                       .body = document.body,
                       .references = {}});
  return batch;
}

void Committing(benchmark::State& state, StoredCatalog& catalog,
                Summary& summary) {
  uint64_t revision = 0;
  TimeEach(state, summary,
           {.id = Concat("control/store/commit/", catalog.line_items()),
            .what = "one document written to the store"},
           [&](size_t number) {
             const absl::StatusOr<CommitResult> result = catalog.store().Commit(
                 BatchOf(catalog, catalog.campaign(number)), nullptr);
             const bool follows =
                 result.ok() && (number == 0 || result->revision == ++revision);
             if (result.ok()) revision = result->revision;
             return follows;
           });
}

void Getting(benchmark::State& state, StoredCatalog& catalog,
             Summary& summary) {
  TimeEach(state, summary,
           {.id = Concat("control/store/get/", catalog.line_items()),
            .what = "one document read from the store"},
           [&](size_t number) {
             const Document& document = catalog.campaign(number);
             const absl::StatusOr<Document> found =
                 catalog.store().Get(document.name);
             return found.ok() && found->body == document.body;
           });
}

// The position that is `kBehind` changes before the last.
std::optional<Position> FallBehind(StoredCatalog& catalog) {
  absl::StatusOr<std::optional<Position>> before =
      catalog.store().ReadPosition();
  if (!before.ok()) return std::nullopt;
  for (size_t i = 0; i < kBehind; ++i) {
    const absl::Status written =
        catalog.store()
            .Commit(BatchOf(catalog, catalog.campaign(i)), nullptr)
            .status();
    if (!written.ok()) return std::nullopt;
  }
  return *before;
}

void Tailing(benchmark::State& state, StoredCatalog& catalog,
             Summary& summary) {
  const std::optional<Position> before = FallBehind(catalog);
  if (!before.has_value()) return state.SkipWithError("nothing was written");
  TimeEach(state, summary,
           {.id = Concat("control/store/tail/", catalog.line_items()),
            .what = Concat("the log's last ", kBehind, " changes read")},
           [&](size_t) {
             const absl::StatusOr<TailResult> tail =
                 catalog.store().Tail(*before, kBehind);
             const auto* const entries =
                 tail.ok() ? std::get_if<TailEntries>(&*tail) : nullptr;
             return entries != nullptr && entries->entries.size() == kBehind;
           });
}

void ReadingAll(benchmark::State& state, StoredCatalog& catalog,
                Summary& summary) {
  const size_t documents = catalog.documents().size();
  TimeAll(state, summary,
          {.id = Concat("control/store/load/", catalog.line_items()),
           .what = "all documents read from the store, at one position"},
          documents, [&] {
            const absl::StatusOr<LoadedCatalog> loaded =
                LoadCatalog(catalog.store(), [](size_t, size_t) {});
            return loaded.ok() && loaded->documents.size() == documents;
          });
}

}  // namespace

void RegisterStore(size_t line_items, Summary& summary) {
  RegisterWithCatalog(
      {.name = "StoreCommit", .run = Committing, .iterations = 300}, line_items,
      summary);
  RegisterWithCatalog({.name = "StoreGet", .run = Getting, .iterations = 1000},
                      line_items, summary);
  RegisterWithCatalog({.name = "StoreTail", .run = Tailing, .iterations = 100},
                      line_items, summary);
  RegisterWithCatalog({.name = "StoreLoad", .run = ReadingAll, .iterations = 3},
                      line_items, summary);
}

}  // namespace placard
