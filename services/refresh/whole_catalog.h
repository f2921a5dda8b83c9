// Reads a whole catalogue, from the local copy or from the store, and prepares
// its documents meanwhile. The log is told every other second how far it has
// come.
//
// Thread safety: pure functions.
// Cost: linear; blocks; keeps every processor busy.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/base/clock.h"
#include "services/log/log.h"
#include "services/refresh/prepared_document.h"
#include "services/store/catalog_store.h"

namespace placard {

struct WholeCatalog {
  Position position;
  std::vector<PreparedDocument> documents;
};

// Errors: those of ReadLocalCopy().
absl::StatusOr<WholeCatalog> ReadWholeCopy(const std::string& path,
                                           const Clock& clock, Log& log);

// Errors: those of LoadCatalog().
absl::StatusOr<WholeCatalog> ReadWholeStore(CatalogStore& store,
                                            const Clock& clock, Log& log);

}  // namespace placard
