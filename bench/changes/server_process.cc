#include "bench/changes/server_process.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/time/clock.h"
#include "bench/service/processor_time.h"
#include "engine/base/check.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace placard {
namespace {

constexpr absl::Duration kPatience = absl::Minutes(5);
constexpr absl::Duration kLookEvery = absl::Milliseconds(5);
constexpr absl::Duration kStop = absl::Seconds(30);
constexpr absl::Duration kIdlePatience = absl::Minutes(1);
// How long it must have been idle, and what it may use of a processor then.
constexpr absl::Duration kIdle = absl::Milliseconds(300);
constexpr double kIdleShare = 0.05;

absl::Duration Now() { return SystemClock().Monotonic(); }

// What follows `before` in `text`, up to one of `ends`.
std::string Between(std::string_view text, std::string_view before,
                    std::string_view ends) {
  text.remove_prefix(text.find(before) + before.size());
  return std::string(text.substr(0, text.find_first_of(ends)));
}

// What the links of open ones say, of all processes.
std::set<std::string> UnixSockets() {
  std::ifstream table("/proc/net/unix");
  std::set<std::string> sockets;
  std::string line;
  std::getline(table, line);  // the heading
  while (std::getline(table, line)) {
    std::istringstream columns(line);
    std::string inode;
    for (int column = 0; column < 7; ++column) columns >> inode;
    sockets.insert(Concat("socket:[", inode, "]"));
  }
  return sockets;
}

}  // namespace

OnOneCore::OnOneCore() {
  PLACARD_CHECK(sched_getaffinity(0, sizeof(before_), &before_) == 0);
  int last = CPU_SETSIZE - 1;
  while (!CPU_ISSET(last, &before_)) --last;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(last, &one);
  PLACARD_CHECK(sched_setaffinity(0, sizeof(one), &one) == 0);
}

OnOneCore::~OnOneCore() {
  PLACARD_CHECK(sched_setaffinity(0, sizeof(before_), &before_) == 0);
}

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Start(
    const std::string& program, const std::string& data_dir,
    const RedisAddress& redis) {
  const std::string log_path = Concat(data_dir, ".log");
  std::remove(log_path.c_str());
  const absl::Duration begin = Now();
  PLACARD_ASSIGN_OR_RETURN(
      ChildProcess child,
      ChildProcess::Spawn({program, "--listen", "127.0.0.1:0", "--data-dir",
                           data_dir, "--redis", redis.ToString()},
                          log_path));
  std::unique_ptr<ServerProcess> server(new ServerProcess(std::move(child)));
  PLACARD_RETURN_IF_ERROR(server->AwaitServing(log_path, begin));
  return server;
}

// Follows the log. That lines are looked at every few milliseconds is nothing
// beside the seconds that are measured.
absl::Status ServerProcess::AwaitServing(const std::string& log_path,
                                         absl::Duration begin) {
  std::ifstream log(log_path);
  std::string line;
  absl::Duration built_since;
  while (Now() - begin < kPatience) {
    if (!std::getline(log, line)) {
      log.clear();
      if (child_.AwaitEnd(kLookEvery, -1)) break;
      continue;
    }
    std::fprintf(stderr, "  %s\n", line.c_str());
    if (line.find("msg=\"listening on ") != std::string::npos) {
      start_.empty_bytes = ResidentBytes();
    } else if (line.find("msg=\"index is being built\"") != std::string::npos) {
      built_since = Now();
    } else if (line.find("msg=\"serving on ") != std::string::npos) {
      start_.serving = Now() - begin;
      start_.index_build = Now() - built_since;
      start_.loaded_bytes = ResidentBytes();
      address_ = Between(line, "serving on ", "\" ");
      return absl::OkStatus();
    }
  }
  return Unavailable("placardd does not serve; see ", log_path);
}

size_t ServerProcess::ResidentBytes() const {
  std::ifstream statm(Concat("/proc/", child_.pid(), "/statm"));
  size_t total = 0;
  size_t resident = 0;
  statm >> total >> resident;
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

size_t ServerProcess::OpenFiles() const {
  const std::set<std::string> to_redis = UnixSockets();
  size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(
           Concat("/proc/", child_.pid(), "/fd"))) {
    std::error_code gone;
    const auto target = std::filesystem::read_symlink(file.path(), gone);
    if (!gone && !to_redis.contains(target.string())) ++files;
  }
  return files;
}

void ServerProcess::AwaitIdle() const {
  for (const absl::Duration begin = Now(); Now() - begin < kIdlePatience;) {
    const absl::Duration before = ProcessorTime(pid());
    absl::SleepFor(kIdle);
    if (ProcessorTime(pid()) - before < kIdleShare * kIdle) return;
  }
}

void ServerProcess::Stop() { child_.Terminate(kStop); }

std::shared_ptr<grpc::Channel> NewChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

}  // namespace placard
