// An open file, pipe or socket of the system's.
#pragma once

#include <unistd.h>

#include <utility>

namespace placard {

// Closes what it holds; negative: nothing.
//
// Thread safety: thread-compatible.
class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() { Reset(); }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  int get() const { return fd_; }
  void Reset() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
};

}  // namespace placard
