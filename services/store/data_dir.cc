#include "services/store/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

absl::Status SystemError(std::string_view path, int error) {
  absl::StatusCode code = error == EACCES || error == EPERM || error == EROFS
                              ? absl::StatusCode::kPermissionDenied
                              : absl::StatusCode::kInternal;
  return Error(code, "data dir ", path, ": ", strerrordesc_np(error));
}

absl::Status Create(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(),
                                      error);
  if (error) return SystemError(path, error.value());
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return SystemError(path, errno);
  }
  return absl::OkStatus();
}

// The pid that the lock's holder wrote, for people; "?" before it has.
std::string Holder(int fd) {
  char text[16] = {};
  ssize_t size = pread(fd, text, sizeof(text) - 1, 0);
  std::string pid(text, size > 0 ? static_cast<size_t>(size) : 0);
  pid.erase(std::find(pid.begin(), pid.end(), '\n'), pid.end());
  return pid.empty() ? "?" : pid;
}

absl::Status Take(int fd, const std::string& path) {
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return SystemError(path, errno);
    return Error(absl::StatusCode::kFailedPrecondition, "data dir ", path,
                 " is in use by pid ", Holder(fd));
  }
  std::string pid = Concat(getpid(), "\n");
  if (ftruncate(fd, 0) != 0 || pwrite(fd, pid.data(), pid.size(), 0) !=
                                   static_cast<ssize_t>(pid.size())) {
    return SystemError(path, errno);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DataDir> DataDir::Lock(std::string_view path) {
  bool is_clean = std::none_of(path.begin(), path.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20;
  });
  if (path.empty() || !is_clean) {
    return InvalidArgument(
        "data dir must be a path without control characters");
  }
  std::error_code error;
  std::filesystem::path absolute = std::filesystem::absolute(path, error);
  if (error) return SystemError(path, error.value());
  absolute = absolute.lexically_normal();
  if (!absolute.has_filename()) absolute = absolute.parent_path();
  std::string directory = absolute.string();
  PLACARD_RETURN_IF_ERROR(Create(directory));
  int fd = open(Concat(directory, "/lock").c_str(),
                O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return SystemError(directory, errno);
  DataDir locked(std::move(directory), fd);
  PLACARD_RETURN_IF_ERROR(Take(fd, locked.path_));
  return locked;
}

DataDir::~DataDir() {
  if (fd_ >= 0) close(fd_);
}

DataDir::DataDir(DataDir&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

DataDir& DataDir::operator=(DataDir&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(fd_, other.fd_);
  return *this;
}

}  // namespace placard
