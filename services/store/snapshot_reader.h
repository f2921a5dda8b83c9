// Reads a whole catalogue at one position while writers go on writing.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/store/catalog_store.h"

namespace placard {

struct LoadedCatalog {
  // Tail from here.
  Position position;
  // What the store held at `position`, by name.
  std::vector<Document> documents;
};

// Called after every page with the number of documents read so far, and how
// many there are.
using LoadProgress = std::function<void(size_t documents, size_t of)>;

// A scan sees some writes that happen during it and misses others, so the log
// is applied over it, from where it stood before the scan to where it stood at
// the last page. The result counts only when
//   - the log on the way shows the chain of every page at that page's revision:
//     otherwise the store was rolled back in between, and the page may show
//     what no longer exists or miss what does again;
//   - it has as many documents as the store had at the last page: otherwise the
//     server was replaced, and the scan's cursor meant nothing to the new one.
// Then each document is right and none is missing. Otherwise everything is read
// again, a few times.
//
// Cost: the whole catalogue over the network; blocks.
// Errors: FAILED_PRECONDITION when the store has no epoch; ABORTED when its
// history changed under every attempt; those of the store.
absl::StatusOr<LoadedCatalog> LoadCatalog(CatalogStore& store,
                                          const LoadProgress& progress);

}  // namespace placard
