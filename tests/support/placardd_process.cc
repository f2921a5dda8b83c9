#include "tests/support/placardd_process.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr std::string_view kServing = "serving on ";
constexpr int kLooks = 3000;
constexpr absl::Duration kBetweenLooks = absl::Milliseconds(20);

// What follows "serving on " in the log; empty if it is not there yet.
std::string AddressIn(const std::string& log) {
  const size_t at = log.find(kServing);
  if (at == std::string::npos) return "";
  const size_t begin = at + kServing.size();
  const size_t end = log.find_first_of(" \"\n", begin);
  if (end == std::string::npos) return "";
  return log.substr(begin, end - begin);
}

}  // namespace

PlacarddProcess::PlacarddProcess(ChildProcess child, std::string log_path)
    : child_(std::make_unique<ChildProcess>(std::move(child))),
      log_path_(std::move(log_path)) {}

absl::StatusOr<PlacarddProcess> PlacarddProcess::Start(
    const std::string& binary, const std::string& data_dir,
    const std::vector<std::string>& flags) {
  std::vector<std::string> args = {binary, "--data-dir", data_dir, "--listen",
                                   "127.0.0.1:0"};
  args.insert(args.end(), flags.begin(), flags.end());
  const std::string log_path = data_dir + ".log";
  PLACARD_ASSIGN_OR_RETURN(ChildProcess child,
                           ChildProcess::Spawn(args, log_path));
  PlacarddProcess process(std::move(child), log_path);
  for (int i = 0; i < kLooks; ++i) {
    process.address_ = AddressIn(process.Log());
    if (!process.address_.empty()) return process;
    if (process.child_->AwaitEnd(kBetweenLooks, -1)) break;
  }
  return Unavailable("placardd does not serve: ", process.Log());
}

std::string PlacarddProcess::Log() const {
  std::ostringstream log;
  log << std::ifstream(log_path_).rdbuf();
  return log.str();
}

}  // namespace placard
