// The directory where one placardd keeps what must survive it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace placard {

// Holds the directory's lock for as long as it lives; the system drops it with
// the process, however that ends.
//
// Thread safety: immutable.
class DataDir {
 public:
  // Creates the directory, for its owner alone, unless it is there.
  //
  // Errors: FAILED_PRECONDITION when another process has it, with its pid;
  // INVALID_ARGUMENT for an empty path or one with control characters;
  // PERMISSION_DENIED or INTERNAL, with the system's words, when it cannot be
  // made or written.
  static absl::StatusOr<DataDir> Lock(std::string_view path);

  ~DataDir();
  DataDir(DataDir&& other) noexcept;
  DataDir& operator=(DataDir&& other) noexcept;

  // Absolute.
  const std::string& path() const { return path_; }

 private:
  DataDir(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}

  std::string path_;
  int fd_;
};

}  // namespace placard
