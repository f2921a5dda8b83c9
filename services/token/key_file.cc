#include "services/token/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "engine/base/status.h"

namespace placard {
namespace {

// Far more than kTokenKeys take.
constexpr size_t kFileBytes = 64 << 10;

absl::Status SystemError(const std::string& path, int error) {
  absl::StatusCode code = absl::StatusCode::kInternal;
  if (error == ENOENT) code = absl::StatusCode::kNotFound;
  if (error == EACCES || error == EPERM || error == EROFS) {
    code = absl::StatusCode::kPermissionDenied;
  }
  return Error(code, path, ": ", strerrordesc_np(error));
}

class File {
 public:
  File(const std::string& path, int flags)
      : fd_(open(path.c_str(), flags | O_CLOEXEC | O_NOCTTY, 0600)) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return fd_ >= 0; }
  int fd() const { return fd_; }

 private:
  const int fd_;
};

absl::Status CheckMode(const std::string& path, int fd) {
  struct stat found = {};
  if (fstat(fd, &found) != 0) return SystemError(path, errno);
  if (!S_ISREG(found.st_mode)) {
    return InvalidArgument(path, ": is no regular file");
  }
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return InvalidArgument(
        path,
        ": holds secrets that others than its owner can get at; say "
        "chmod 600");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadAll(const std::string& path, int fd) {
  std::string text(kFileBytes + 1, '\0');
  size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = read(fd, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError(path, errno);
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > kFileBytes) {
    return InvalidArgument(path, ": is longer than ", kFileBytes, " bytes");
  }
  text.resize(size);
  return text;
}

absl::Status WriteAll(const std::string& path, std::string_view text) {
  const File file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.is_open() || fchmod(file.fd(), 0600) != 0) {
    return SystemError(path, errno);
  }
  while (!text.empty()) {
    const ssize_t put = write(file.fd(), text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return SystemError(path, errno);
    text.remove_prefix(static_cast<size_t>(put));
  }
  if (fsync(file.fd()) != 0) return SystemError(path, errno);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TokenKeys> ReadTokenKeys(const std::string& path) {
  // A pipe is said to be no file instead of being waited for.
  const File file(path, O_RDONLY | O_NONBLOCK);
  if (!file.is_open()) return SystemError(path, errno);
  PLACARD_RETURN_IF_ERROR(CheckMode(path, file.fd()));
  PLACARD_ASSIGN_OR_RETURN(const std::string text, ReadAll(path, file.fd()));
  absl::StatusOr<TokenKeys> keys = ParseTokenKeys(text);
  if (!keys.ok()) return Annotate(keys.status(), path);
  return keys;
}

absl::StatusOr<TokenKeys> ReadOrMakeTokenKeys(const std::string& path) {
  absl::StatusOr<TokenKeys> keys = ReadTokenKeys(path);
  if (!absl::IsNotFound(keys.status())) return keys;
  // Whole or not at all, even if the machine stops in between.
  const std::string part = path + ".new";
  PLACARD_RETURN_IF_ERROR(WriteAll(part, FormatTokenKey(RandomTokenKey())));
  if (rename(part.c_str(), path.c_str()) != 0) return SystemError(path, errno);
  return ReadTokenKeys(path);
}

}  // namespace placard
