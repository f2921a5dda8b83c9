// The one way to begin a lost store anew.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "services/store/catalog_store.h"

namespace placard {

// Gives a store that has lost its data the epoch `new_epoch` and the documents
// of the local copy. Servers that hold their catalogue meanwhile take it from
// there. Returns how many documents were written.
//
// Cut short, it can be called again and goes on; it never overwrites a document
// that is there.
//
// Errors: those of ReadLocalCopy; FAILED_PRECONDITION when the store is the one
// that the copy was made from, so that nothing was lost; those of CatalogStore.
absl::StatusOr<size_t> RestoreStore(CatalogStore& store,
                                    const std::string& copy_path,
                                    const std::string& new_epoch);

}  // namespace placard
