// The catalogue on this server's own disk, so that a server that starts while
// the store is down serves what it last served.
//
// A file of the position and every document, closed by a checksum. It is
// written beside the old one, flushed to the disk and then renamed over it: at
// any moment, power cuts included, one whole copy is there.
//
// Thread safety: pure functions; two writers of one path must not overlap.
// Cost: linear in the documents; blocks on the disk.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/refresh/document_mirror.h"
#include "services/store/catalog_store.h"

namespace placard {

struct LocalCopy {
  Position position;
  std::vector<Document> documents;
};

// Errors: UNAVAILABLE naming the file and what the system said; the copy
// before stays.
absl::Status WriteLocalCopy(const std::string& path, const Position& position,
                            const DocumentMirror& documents);

// Hands out each document as it is read, with how many there are: so that
// something can be made of them meanwhile, and not believed before the whole
// file is known to be right.
//
// Errors: NOT_FOUND when there is none; DATA_LOSS when the file is not what was
// written, be it one bit; UNAVAILABLE when it cannot be read.
absl::StatusOr<Position> ReadLocalCopy(
    const std::string& path,
    const std::function<void(Document document, uint64_t of)>& visit);

// All at once.
absl::StatusOr<LocalCopy> ReadLocalCopy(const std::string& path);

}  // namespace placard
