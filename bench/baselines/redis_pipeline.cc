#include "bench/baselines/redis_pipeline.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(10);
constexpr int kPolls = 1000;
// Sets of row numbers stay sorted arrays, however large: uniting and
// intersecting them then takes half the time that it does by default.
constexpr char kLargestIntset[] = "100000000";

absl::StatusOr<std::string> MakeDirectory() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "placard-bench-XXXXXX")
          .string();
  if (mkdtemp(pattern.data()) == nullptr) {
    return Unavailable("cannot make a directory like ", pattern);
  }
  return pattern;
}

// In PATH, or where Debian keeps it.
std::string Binary() {
  const char* const path = std::getenv("PATH");
  std::string_view left = path == nullptr ? "" : path;
  while (!left.empty()) {
    const size_t end = std::min(left.find(':'), left.size());
    std::string binary = Concat(left.substr(0, end), "/redis-server");
    if (std::filesystem::exists(binary)) return binary;
    left.remove_prefix(std::min(left.size(), end + 1));
  }
  return "/usr/bin/redis-server";
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisProcess>> RedisProcess::Start() {
  PLACARD_ASSIGN_OR_RETURN(std::string directory, MakeDirectory());
  std::unique_ptr<RedisProcess> redis(new RedisProcess(std::move(directory)));
  absl::StatusOr<ChildProcess> child = ChildProcess::Spawn(
      {Binary(), "--port", "0", "--unixsocket", redis->socket(),
       "--unixsocketperm", "700", "--save", "", "--appendonly", "no",
       "--set-max-intset-entries", kLargestIntset, "--dir", redis->directory_},
      Concat(redis->directory_, "/log"));
  if (!child.ok()) return Unavailable(ToStd(child.status().message()));
  redis->child_.emplace(*std::move(child));
  for (int i = 0; i < kPolls; ++i) {
    if (RedisPipeline::Connect(redis->socket()).ok()) return redis;
    if (redis->child_->AwaitEnd(kPoll, -1)) {
      return Unavailable("redis-server ended with ", redis->child_->Reap());
    }
  }
  return Unavailable("redis-server does not answer");
}

RedisProcess::~RedisProcess() {
  if (child_.has_value()) child_->Terminate(absl::Seconds(5));
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string RedisProcess::socket() const {
  return Concat(directory_, "/redis.sock");
}

absl::StatusOr<RedisPipeline> RedisPipeline::Connect(
    const std::string& socket) {
  std::signal(SIGPIPE, SIG_IGN);
  RedisPipeline pipeline(redisConnectUnix(socket.c_str()));
  const redisContext* const context = pipeline.context_.get();
  if (context == nullptr || context->err != 0) {
    return Unavailable("redis at ", socket, ": ",
                       context == nullptr ? "no memory" : context->errstr);
  }
  return pipeline;
}

void RedisPipeline::Append(std::span<const std::string> args) {
  texts_.clear();
  sizes_.clear();
  for (const std::string& arg : args) {
    texts_.push_back(arg.data());
    sizes_.push_back(arg.size());
  }
  redisAppendCommandArgv(context_.get(), static_cast<int>(args.size()),
                         texts_.data(), sizes_.data());
}

absl::StatusOr<RedisPipeline::ReplyPtr> RedisPipeline::Next() {
  void* reply = nullptr;
  if (redisGetReply(context_.get(), &reply) != REDIS_OK) {
    return Unavailable("redis: ", context_->errstr);
  }
  ReplyPtr owned(static_cast<redisReply*>(reply));
  if (owned->type == REDIS_REPLY_ERROR) {
    return Error(absl::StatusCode::kInternal, "redis: ", owned->str);
  }
  return owned;
}

absl::Status RedisPipeline::Skip(size_t answers) {
  for (; answers > 0; --answers) {
    PLACARD_RETURN_IF_ERROR(Next().status());
  }
  return absl::OkStatus();
}

}  // namespace placard
