#include "services/store/snapshot_reader.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr int kAttempts = 5;
constexpr size_t kTailEntries = 1000;

using Documents = std::map<std::string, Document>;

absl::StatusOr<Position> ReadExistingPosition(CatalogStore& store) {
  PLACARD_ASSIGN_OR_RETURN(std::optional<Position> position,
                           store.ReadPosition());
  if (!position.has_value()) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 "the store has no epoch");
  }
  return *std::move(position);
}

absl::StatusOr<Documents> ScanAll(CatalogStore& store,
                                  const LoadProgress& progress) {
  Documents documents;
  std::string cursor;
  do {
    PLACARD_ASSIGN_OR_RETURN(ScanPage page,
                             store.Scan(cursor, store_limits::kScanDocuments));
    for (Document& document : page.documents) {
      std::string name = document.name;
      documents.insert_or_assign(std::move(name), std::move(document));
    }
    if (progress) progress(documents.size());
    cursor = std::move(page.next_cursor);
  } while (!cursor.empty());
  return documents;
}

void Apply(LogEntry entry, Documents& documents) {
  if (!entry.body.has_value()) {
    documents.erase(entry.name);
    return;
  }
  documents.insert_or_assign(entry.name,
                             Document{.name = entry.name,
                                      .revision = entry.revision,
                                      .body = *std::move(entry.body)});
}

// Applies the log after `at` until it has passed `end`, moving `at` along.
// False: this history is not the one that `end` belongs to.
absl::StatusOr<bool> CatchUp(CatalogStore& store, const Position& end,
                             Position& at, Documents& documents) {
  while (true) {
    PLACARD_ASSIGN_OR_RETURN(TailResult result, store.Tail(at, kTailEntries));
    auto* tail = std::get_if<TailEntries>(&result);
    if (tail == nullptr) return false;
    for (LogEntry& entry : tail->entries) {
      if (entry.revision == end.revision && entry.chain != end.chain) {
        return false;
      }
      at.revision = entry.revision;
      at.chain = entry.chain;
      Apply(std::move(entry), documents);
    }
    if (at.revision >= end.revision) return true;
    // The store was rolled back to before `end`.
    if (tail->entries.empty()) return false;
  }
}

// Nullopt: the store's history changed under the reader.
absl::StatusOr<std::optional<LoadedCatalog>> TryLoad(
    CatalogStore& store, const LoadProgress& progress) {
  PLACARD_ASSIGN_OR_RETURN(Position at, ReadExistingPosition(store));
  PLACARD_ASSIGN_OR_RETURN(Documents documents, ScanAll(store, progress));
  PLACARD_ASSIGN_OR_RETURN(Position end, ReadExistingPosition(store));
  bool same_start = end.epoch == at.epoch && end.revision >= at.revision &&
                    (end.revision > at.revision || end.chain == at.chain);
  if (!same_start) return std::optional<LoadedCatalog>();
  PLACARD_ASSIGN_OR_RETURN(bool caught_up, CatchUp(store, end, at, documents));
  if (!caught_up) return std::optional<LoadedCatalog>();
  LoadedCatalog loaded = {.position = std::move(at), .documents = {}};
  loaded.documents.reserve(documents.size());
  for (auto& [name, document] : documents) {
    loaded.documents.push_back(std::move(document));
  }
  return std::optional<LoadedCatalog>(std::move(loaded));
}

}  // namespace

absl::StatusOr<LoadedCatalog> LoadCatalog(CatalogStore& store,
                                          const LoadProgress& progress) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    PLACARD_ASSIGN_OR_RETURN(std::optional<LoadedCatalog> loaded,
                             TryLoad(store, progress));
    if (loaded.has_value()) return *std::move(loaded);
  }
  return Error(absl::StatusCode::kAborted,
               "the store's history changed under each of ", kAttempts,
               " attempts to read it");
}

}  // namespace placard
