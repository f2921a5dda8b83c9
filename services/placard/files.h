// What `-f` names: files, directories and the standard input, read into
// documents.
//
// Thread safety: reads the file system; thread-compatible.
// Errors: SourceErrors, all at once.
#pragma once

#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/placard/document.h"

namespace placard {

struct FileOptions {
  // Files, directories (with all below them that end in .yaml, .yml, .json or
  // .tsv, but no hidden ones), or "-".
  std::vector<std::string> paths;
  // Id of the taxonomies in .tsv files; empty: from each file's name.
  std::string taxonomy;
};

// In the order of dependence, then of reading; those with errors as
// ReadDocuments has them. A resource that is written twice is an error at the
// second place.
std::vector<Document> LoadDocuments(const FileOptions& options,
                                    std::istream& input, SourceErrors& errors);

// Errors: NOT_FOUND, INVALID_ARGUMENT (a directory, or larger than `limit`).
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t limit);

// Errors: UNAVAILABLE when it cannot be written.
absl::Status WriteFile(const std::string& path, std::string_view text);

}  // namespace placard
