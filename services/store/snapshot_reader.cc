#include "services/store/snapshot_reader.h"

#include <algorithm>
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

// What a whole scan showed, and at which points of the history.
struct Scanned {
  Documents documents;
  // By revision, the chain that a page was read at.
  std::map<uint64_t, std::string> chains;
  Position end;
  uint64_t total = 0;
};

// Nullopt: the pages are not of one history.
absl::StatusOr<std::optional<Scanned>> ScanAll(CatalogStore& store,
                                               const Position& start,
                                               const LoadProgress& progress) {
  Scanned scanned = {.documents = {},
                     .chains = {{start.revision, start.chain}},
                     .end = start,
                     .total = 0};
  std::string cursor;
  do {
    PLACARD_ASSIGN_OR_RETURN(ScanPage page,
                             store.Scan(cursor, store_limits::kScanDocuments));
    const Position& at = page.position;
    auto [known, is_new] = scanned.chains.emplace(at.revision, at.chain);
    if (at.epoch != start.epoch || at.revision < scanned.end.revision ||
        known->second != at.chain) {
      return std::optional<Scanned>();
    }
    for (Document& document : page.documents) {
      std::string name = document.name;
      scanned.documents.insert_or_assign(std::move(name), std::move(document));
    }
    scanned.end = std::move(page.position);
    scanned.total = page.total;
    if (progress) progress(scanned.documents.size(), page.total);
    cursor = std::move(page.next_cursor);
  } while (!cursor.empty());
  return std::optional<Scanned>(std::move(scanned));
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

// Applies the log after `at` up to the scan's end.
// False: the store's history is not the scan's.
absl::StatusOr<bool> CatchUp(CatalogStore& store, Position at,
                             Scanned& scanned) {
  while (true) {
    // Asked even when nothing is left: it compares the chain.
    uint64_t left = scanned.end.revision - at.revision;
    PLACARD_ASSIGN_OR_RETURN(
        TailResult result,
        store.Tail(at, std::clamp<uint64_t>(left, 1, kTailEntries)));
    auto* tail = std::get_if<TailEntries>(&result);
    if (tail == nullptr) return false;
    if (left == 0) return true;
    if (tail->entries.empty()) return false;
    for (LogEntry& entry : tail->entries) {
      auto page = scanned.chains.find(entry.revision);
      if (page != scanned.chains.end() && page->second != entry.chain) {
        return false;
      }
      at.revision = entry.revision;
      at.chain = entry.chain;
      Apply(std::move(entry), scanned.documents);
    }
  }
}

// Nullopt: the store was replaced or rolled back under the reader.
absl::StatusOr<std::optional<LoadedCatalog>> TryLoad(
    CatalogStore& store, const LoadProgress& progress) {
  PLACARD_ASSIGN_OR_RETURN(Position start, ReadExistingPosition(store));
  PLACARD_ASSIGN_OR_RETURN(std::optional<Scanned> scanned,
                           ScanAll(store, start, progress));
  if (!scanned.has_value()) return std::optional<LoadedCatalog>();
  PLACARD_ASSIGN_OR_RETURN(bool caught_up, CatchUp(store, start, *scanned));
  if (!caught_up || scanned->documents.size() != scanned->total) {
    return std::optional<LoadedCatalog>();
  }
  LoadedCatalog loaded = {.position = std::move(scanned->end), .documents = {}};
  loaded.documents.reserve(scanned->documents.size());
  for (auto& [name, document] : scanned->documents) {
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
               "the store was replaced or rolled back under each of ",
               kAttempts, " attempts to read it");
}

}  // namespace placard
