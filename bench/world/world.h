// Puts a whole generated catalogue into a store, by the store's own writes: a
// server that reads it finds what ops would have written.
//
// Thread safety: pure function.
// Cost: two threads of its own; some 15 µs a line item, most of it the store's.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "engine/model/campaign.h"
#include "services/store/catalog_store.h"

namespace placard {

// Called after each batch with the number of documents that are written, by
// one thread at a time.
using WorldProgress = std::function<void(size_t documents)>;

// How many documents they are.
size_t DocumentsIn(const CatalogContents& contents);

// Begins the store's life as `epoch` and writes every document of `contents`.
// Precondition: those of ToProto().
// Errors: ALREADY_EXISTS when the store holds something; those of
// CatalogStore.
absl::Status WriteWorld(CatalogStore& store, const std::string& epoch,
                        const CatalogContents& contents,
                        const WorldProgress& progress);

}  // namespace placard
