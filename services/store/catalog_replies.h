// Redis replies to the catalogue's scripts, read into the store's own types.
// For redis_catalog_store.cc alone.
//
// Errors: INTERNAL for a reply of another shape, and see ToStatus.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/store/catalog_store.h"
#include "services/store/redis_reply.h"

namespace placard {

// What an error that the server answered means to a caller.
absl::Status ToStatus(const Reply& error);

absl::StatusOr<Position> ReadCreateEpochReply(const Reply& reply);
absl::StatusOr<std::optional<Position>> ReadPositionReply(const Reply& reply);
absl::StatusOr<CommitResult> ReadCommitReply(const Reply& reply, size_t ops,
                                             std::vector<OpFailure>* failures);
absl::StatusOr<Document> ReadGetReply(const Reply& reply,
                                      std::string_view name);
absl::StatusOr<ScanPage> ReadScanReply(Reply reply);
absl::StatusOr<TailResult> ReadTailReply(Reply reply, const Position& from);

}  // namespace placard
