#include "services/store/append_only_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "engine/base/status.h"
#include "services/store/file_descriptor.h"

namespace placard {
namespace {

// Where Redis keeps its logs, and the list of them, unless told otherwise.
constexpr std::string_view kLogs = "/appendonlydir/";
constexpr std::string_view kManifest = "appendonly.aof.manifest";

absl::Status SystemError(std::string_view path, int error) {
  return Error(absl::StatusCode::kInternal, path, ": ", strerrordesc_np(error));
}

// Takes a log's commands from its front.
class LogReader {
 public:
  enum class Step { kCommand, kMulti, kExec, kUnfinished, kMalformed };

  explicit LogReader(std::string_view log) : log_(log) {}

  size_t position() const { return position_; }
  bool at_end() const { return position_ == log_.size(); }

  Step Next() {
    // A note of the server's to itself, such as the time.
    if (log_[position_] == '#') {
      return Line().has_value() ? Step::kCommand : Step::kUnfinished;
    }
    int64_t arguments = 0;
    if (Step step = Count('*', arguments); step != Step::kCommand) return step;
    if (arguments == 0) return Step::kMalformed;
    std::string_view name;
    for (int64_t i = 0; i < arguments; ++i) {
      std::string_view argument;
      Step step = Argument(argument);
      if (step != Step::kCommand) return step;
      if (i == 0) name = argument;
    }
    if (absl::EqualsIgnoreCase(ToAbsl(name), "MULTI")) return Step::kMulti;
    if (absl::EqualsIgnoreCase(ToAbsl(name), "EXEC")) return Step::kExec;
    return Step::kCommand;
  }

 private:
  // Without its end; nothing when it has none.
  std::optional<std::string_view> Line() {
    size_t end = log_.find('\n', position_);
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view line = log_.substr(position_, end - position_);
    position_ = end + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
  }

  Step Count(char kind, int64_t& count) {
    if (at_end()) return Step::kUnfinished;
    if (log_[position_] != kind) return Step::kMalformed;
    std::optional<std::string_view> line = Line();
    if (!line.has_value()) return Step::kUnfinished;
    bool is_count =
        absl::SimpleAtoi(ToAbsl(line->substr(1)), &count) && count >= 0;
    return is_count ? Step::kCommand : Step::kMalformed;
  }

  Step Argument(std::string_view& argument) {
    constexpr std::string_view kEnd = "\r\n";
    int64_t bytes = 0;
    if (Step step = Count('$', bytes); step != Step::kCommand) return step;
    size_t left = log_.size() - position_;
    if (left < kEnd.size() ||
        static_cast<uint64_t>(bytes) > left - kEnd.size()) {
      return Step::kUnfinished;
    }
    argument = log_.substr(position_, static_cast<size_t>(bytes));
    position_ += argument.size() + kEnd.size();
    return Step::kCommand;
  }

  std::string_view log_;
  size_t position_ = 0;
};

// The file that a server appends to: the last incremental one of the manifest,
// whose lines read "file NAME seq NUMBER type LETTER". Empty when there is
// none.
std::string LogToAppendTo(const std::string& directory) {
  std::ifstream manifest(Concat(directory, kLogs, kManifest));
  std::string log;
  for (std::string line; std::getline(manifest, line);) {
    std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (words.size() < 6 || words[0] != "file" || words[4] != "type") continue;
    if (words[5] == "i") log = Concat(directory, kLogs, words[1]);
  }
  return log;
}

}  // namespace

size_t FinishedBytes(std::string_view log) {
  LogReader reader(log);
  size_t finished = 0;
  bool in_transaction = false;
  while (!reader.at_end()) {
    switch (reader.Next()) {
      case LogReader::Step::kUnfinished:
        return finished;
      case LogReader::Step::kMalformed:
        return log.size();
      case LogReader::Step::kMulti:
        in_transaction = true;
        break;
      case LogReader::Step::kExec:
        in_transaction = false;
        break;
      case LogReader::Step::kCommand:
        break;
    }
    if (!in_transaction) finished = reader.position();
  }
  return finished;
}

absl::StatusOr<size_t> CutUnfinishedWrite(const std::string& directory) {
  std::string path = LogToAppendTo(directory);
  if (path.empty()) return 0;
  const FileDescriptor file(open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) return 0;
  struct stat found = {};
  if (file.get() < 0 || fstat(file.get(), &found) != 0) {
    return SystemError(path, errno);
  }
  auto size = static_cast<size_t>(found.st_size);
  if (size == 0) return 0;
  void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (bytes == MAP_FAILED) return SystemError(path, errno);
  size_t finished =
      FinishedBytes(std::string_view(static_cast<const char*>(bytes), size));
  munmap(bytes, size);
  if (finished == size) return 0;
  if (ftruncate(file.get(), static_cast<off_t>(finished)) != 0 ||
      fsync(file.get()) != 0) {
    return SystemError(path, errno);
  }
  return size - finished;
}

}  // namespace placard
