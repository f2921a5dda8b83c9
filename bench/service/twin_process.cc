#include "bench/service/twin_process.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "engine/base/clock.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(2);
constexpr absl::Duration kLookEvery = absl::Milliseconds(5);
constexpr std::string_view kListening = "listening on ";

std::string AddressLike(std::string_view server, const std::string& folder) {
  return server.starts_with("unix:") ? Concat("unix:", folder, "/twin.sock")
                                     : "127.0.0.1:0";
}

}  // namespace

absl::StatusOr<TwinProcess> TwinProcess::Start(const std::string& program,
                                               std::string_view server) {
  std::string folder =
      (std::filesystem::temp_directory_path() / "placard-twin-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    return Error(absl::StatusCode::kInternal, "cannot make ", folder);
  }
  const std::string log_path = folder + "/twin.log";
  PLACARD_ASSIGN_OR_RETURN(
      ChildProcess process,
      ChildProcess::Spawn({program, "--listen", AddressLike(server, folder)},
                          log_path));
  TwinProcess twin(std::move(folder), std::move(process));
  PLACARD_RETURN_IF_ERROR(twin.FindAddress(log_path));
  return twin;
}

// The first line that it writes, once that is whole.
absl::Status TwinProcess::FindAddress(const std::string& log_path) {
  const SystemClock clock;
  const absl::Duration end = clock.Monotonic() + kPatience;
  std::string line;
  do {
    std::ifstream log(log_path);
    if (std::getline(log, line) && !log.eof()) {
      if (!line.starts_with(kListening)) break;
      address_ = line.substr(kListening.size());
      return absl::OkStatus();
    }
  } while (!process_.AwaitEnd(kLookEvery, -1) && clock.Monotonic() < end);
  return Unavailable("the twin does not say where it listens, but \"", line,
                     "\"");
}

TwinProcess::~TwinProcess() {
  if (folder_.empty()) return;
  process_.Terminate(kPatience);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace placard
