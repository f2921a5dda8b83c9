// The end of the log that the embedded Redis keeps its writes in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace placard {

// How many bytes of a log (Redis's protocol, as it is appended) stand before
// what its end left unfinished: a command, or a transaction (MULTI without
// EXEC) with whatever it holds. All of them where nothing is unfinished, and
// where the log is no such log at all: Redis says better what is wrong there.
size_t FinishedBytes(std::string_view log);

// Cuts off what a kill, a power cut or a full disk left unfinished in the log
// that the server of `directory` would append to next, and syncs it. Returns
// how many bytes went: none of them was acknowledged. Nothing to do is 0.
//
// A server must not be left to do it: Redis 7.0 cuts an unfinished command
// alone, keeps the commands of the same transaction before it, and what it
// writes next becomes the rest of that transaction. A later start then carries
// out what nobody was told of and drops what was acknowledged (valkey-io/valkey
// pull request 4342).
//
// No server may run there. Cost: reads the log once.
// Errors: INTERNAL with the system's words.
absl::StatusOr<size_t> CutUnfinishedWrite(const std::string& directory);

}  // namespace placard
