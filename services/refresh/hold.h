// When a server keeps the catalogue it has rather than take what the store
// offers: an empty or much smaller store is far more often an accident than
// somebody's wish, and serving on is safe.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace placard {

// A catalogue, as far as it matters for the choice between two.
struct CatalogSummary {
  std::string epoch;
  size_t campaigns = 0;
  size_t documents = 0;
  size_t unreadable = 0;  // of the documents
};

// Why `offered` must not replace `served`; nullopt: it may.
//
// An epoch is one life of the store: another one with less than half of the
// campaigns looks like a store that was set up again and is empty still. Of an
// epoch that goes on everything is believed, but not documents that cannot be
// read: more than one in a hundred and at least ten of them say that this build
// does not understand the store.
std::optional<std::string> WhyHold(const CatalogSummary& served,
                                   const CatalogSummary& offered);

}  // namespace placard
