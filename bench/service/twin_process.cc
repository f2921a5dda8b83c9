#include "bench/service/twin_process.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(2);

std::string AddressIn(const std::string& folder) {
  return Concat("unix:", folder, "/twin.sock");
}

}  // namespace

absl::StatusOr<TwinProcess> TwinProcess::Start(const std::string& program) {
  std::string folder =
      (std::filesystem::temp_directory_path() / "placard-twin-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    return Error(absl::StatusCode::kInternal, "cannot make ", folder);
  }
  PLACARD_ASSIGN_OR_RETURN(
      ChildProcess process,
      ChildProcess::Spawn({program, "--listen", AddressIn(folder)},
                          folder + "/twin.log"));
  return TwinProcess(std::move(folder), std::move(process));
}

TwinProcess::~TwinProcess() {
  if (folder_.empty()) return;
  process_.Terminate(kPatience);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string TwinProcess::address() const { return AddressIn(folder_); }

}  // namespace placard
