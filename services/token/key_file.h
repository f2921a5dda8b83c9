// Token keys in files. Secrets: a file that others than its owner may read or
// write is refused.
//
// Thread safety: thread-safe; files are read and written.
// Errors: in one sentence that begins with the path. INVALID_ARGUMENT for what
// is in the file or who may read it, NOT_FOUND, PERMISSION_DENIED and INTERNAL
// with the system's words.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/token/token_keys.h"

namespace placard {

// See ParseTokenKeys for what it holds.
absl::StatusOr<TokenKeys> ReadTokenKeys(const std::string& path);

// The same, and makes a file with one fresh key, mode 0600, if there is none.
// Precondition: nobody else makes it at the same time.
absl::StatusOr<TokenKeys> ReadOrMakeTokenKeys(const std::string& path);

}  // namespace placard
