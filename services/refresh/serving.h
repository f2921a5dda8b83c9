// What this server serves by: written by the refresher, read by the services.
//
// Thread safety: thread-safe.
// Lifetime: main's; outlives the refresher and the services.
#pragma once

#include <memory>

#include "engine/catalog/snapshot.h"
#include "services/refresh/change_feed.h"
#include "services/refresh/document_mirror.h"
#include "services/refresh/published.h"

namespace placard {

// The documents at one version.
struct ServedDocuments {
  CatalogVersion version;
  DocumentMirror documents;
};

// What is served of one version.
struct ServedVersion {
  std::shared_ptr<const Snapshot> snapshot;
  std::shared_ptr<const ServedDocuments> documents;
};

// Of one change, the snapshot appears first, then the documents, then the feed:
// who hears of a change finds it listed and served.
struct Serving {
  Published<Snapshot> snapshot;  // null until there is a catalogue
  Published<ServedDocuments> documents;
  ChangeFeed changes;
};

}  // namespace placard
