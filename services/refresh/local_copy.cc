#include "services/refresh/local_copy.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

// What it is, and the version of its layout:
//   magic, position (epoch, revision, chain), number of documents,
//   documents (name, revision, body), CRC-32 of all before.
// Numbers are little-endian; texts have their length before them.
constexpr std::string_view kMagic = "PLACARD COPY 1\n";
constexpr size_t kBuffer = 256 << 10;
// What is written and not yet on the disk at most: whoever flushes another file
// of the same disk meanwhile, such as Redis its log, waits for no more.
constexpr size_t kUnflushed = 4 << 20;
// Above any text that the store takes; bounds what a damaged length costs.
constexpr uint64_t kTextBytes = 4 << 20;

absl::Status SystemError(std::string_view what, std::string_view path) {
  return Unavailable(what, " ", path, ": ", std::strerror(errno));
}

// Closes what it was given, whatever happens.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int fd() const { return fd_; }

 private:
  const int fd_;
};

// Buffers and sums up what it writes; after a failure it only remembers it.
class Writer {
 public:
  Writer(int fd, std::string_view path) : fd_(fd), path_(path) {}

  void Bytes(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= kBuffer) Flush();
  }
  void Number(uint64_t value) {
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(value >> (8 * i));
    Bytes(std::string_view(bytes, sizeof(bytes)));
  }
  void Text(std::string_view text) {
    Number(text.size());
    Bytes(text);
  }
  absl::Status Finish() {
    Flush();
    Number(crc_);
    Flush();
    if (status_.ok() && fsync(fd_) != 0) {
      status_ = SystemError("cannot flush", path_);
    }
    return status_;
  }

 private:
  void Flush() {
    crc_ = crc32_z(crc_, reinterpret_cast<const Bytef*>(buffer_.data()),
                   buffer_.size());
    std::string_view rest = buffer_;
    while (status_.ok() && !rest.empty()) {
      const ssize_t wrote = write(fd_, rest.data(), rest.size());
      if (wrote >= 0) {
        rest.remove_prefix(static_cast<size_t>(wrote));
      } else if (errno != EINTR) {
        status_ = SystemError("cannot write", path_);
      }
    }
    unflushed_ += buffer_.size();
    buffer_.clear();
    if (status_.ok() && unflushed_ >= kUnflushed) FlushToDisk();
  }
  void FlushToDisk() {
    if (fdatasync(fd_) != 0) status_ = SystemError("cannot flush", path_);
    unflushed_ = 0;
  }

  const int fd_;
  const std::string_view path_;
  std::string buffer_;
  size_t unflushed_ = 0;
  uLong crc_ = 0;
  absl::Status status_;
};

// Gives back what a Writer was given. After a failure, everything is empty.
class Reader {
 public:
  Reader(int fd, std::string_view path) : fd_(fd), path_(path) {}

  std::string Bytes(uint64_t size) {
    std::string out;
    if (size > kTextBytes) status_.Update(Damaged());
    if (status_.ok()) out.reserve(std::min<uint64_t>(size, buffer_.size()));
    while (status_.ok() && out.size() < size) {
      if (at_ == buffer_.size() && !Fill()) {
        status_.Update(Damaged());
        break;
      }
      const size_t take =
          std::min<size_t>(size - out.size(), buffer_.size() - at_);
      out.append(buffer_, at_, take);
      at_ += take;
    }
    if (!status_.ok()) out.clear();
    return out;
  }
  uint64_t Number() {
    const std::string bytes = Bytes(8);
    uint64_t value = 0;
    for (size_t i = 0; i < bytes.size(); ++i) {
      value |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[i]))
               << (8 * i);
    }
    return value;
  }
  std::string Text() { return Bytes(Number()); }

  // Whether the sum is right and nothing follows it.
  absl::Status Finish() {
    SumUp();
    const uLong sum = crc_;
    const uint64_t written = Number();
    PLACARD_RETURN_IF_ERROR(status_);
    if (written != sum || at_ != buffer_.size() || Fill()) return Damaged();
    return status_;
  }
  absl::Status Damaged() const {
    return Error(absl::StatusCode::kDataLoss, path_, " is damaged");
  }
  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }

 private:
  // What was taken since it was last called.
  void SumUp() {
    crc_ = crc32_z(crc_, reinterpret_cast<const Bytef*>(&buffer_[summed_]),
                   at_ - summed_);
    summed_ = at_;
  }
  // False at the end of the file and on errors.
  bool Fill() {
    SumUp();
    buffer_.resize(kBuffer);
    at_ = 0;
    summed_ = 0;
    ssize_t got;
    do {
      got = read(fd_, buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) status_.Update(SystemError("cannot read", path_));
    buffer_.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return got > 0;
  }

  const int fd_;
  const std::string_view path_;
  std::string buffer_;
  size_t at_ = 0;
  size_t summed_ = 0;  // of it, into crc_
  uLong crc_ = 0;
  absl::Status status_;
};

absl::Status WriteTo(const std::string& path, const Position& position,
                     const DocumentMirror& documents) {
  const File file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (file.fd() < 0) return SystemError("cannot create", path);
  Writer writer(file.fd(), path);
  writer.Bytes(kMagic);
  writer.Text(position.epoch);
  writer.Number(position.revision);
  writer.Text(position.chain);
  writer.Number(documents.size());
  documents.VisitFrom("", [&](const DocumentMirror::Entry& entry) {
    writer.Text(entry->document.name);
    writer.Number(entry->document.revision);
    writer.Text(entry->document.body);
    return true;
  });
  return writer.Finish();
}

// A rename is on the disk only once its directory is.
absl::Status FlushDirectoryOf(const std::string& path) {
  const std::string directory = path.substr(0, path.rfind('/') + 1);
  const File file(open(directory.empty() ? "." : directory.c_str(),
                       O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.fd() < 0 || fsync(file.fd()) != 0) {
    return SystemError("cannot flush", directory);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteLocalCopy(const std::string& path, const Position& position,
                            const DocumentMirror& documents) {
  const std::string beside = Concat(path, ".new");
  PLACARD_RETURN_IF_ERROR(WriteTo(beside, position, documents));
  if (rename(beside.c_str(), path.c_str()) != 0) {
    return SystemError("cannot replace", path);
  }
  return FlushDirectoryOf(path);
}

absl::StatusOr<LocalCopy> ReadLocalCopy(const std::string& path) {
  LocalCopy copy;
  PLACARD_ASSIGN_OR_RETURN(
      copy.position, ReadLocalCopy(path, [&](Document document, uint64_t) {
        copy.documents.push_back(std::move(document));
      }));
  return copy;
}

absl::StatusOr<Position> ReadLocalCopy(
    const std::string& path,
    const std::function<void(Document document, uint64_t of)>& visit) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd() < 0) {
    if (errno == ENOENT) return NotFound("no local copy ", path);
    return SystemError("cannot open", path);
  }
  Reader reader(file.fd(), path);
  const bool is_copy = reader.Bytes(kMagic.size()) == kMagic;
  PLACARD_RETURN_IF_ERROR(reader.status());
  if (!is_copy) return reader.Damaged();
  Position position;
  position.epoch = reader.Text();
  position.revision = reader.Number();
  position.chain = reader.Text();
  const uint64_t of = reader.Number();
  for (uint64_t left = of; reader.ok() && left > 0; --left) {
    Document document;
    document.name = reader.Text();
    document.revision = reader.Number();
    document.body = reader.Text();
    if (reader.ok()) visit(std::move(document), of);
  }
  PLACARD_RETURN_IF_ERROR(reader.Finish());
  return position;
}

}  // namespace placard
