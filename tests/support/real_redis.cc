#include "tests/support/real_redis.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/check.h"
#include "services/store/redis_connection.h"

namespace placard {
namespace {

template <typename T>
T OrAbort(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::fprintf(stderr, "%s\n", value.status().ToString().c_str());
    std::abort();
  }
  return *std::move(value);
}

}  // namespace

RealRedis::RealRedis()
    : directory_(OrAbort(DataDir::Lock(temp_.path()))),
      server_(OrAbort(RedisServer::Start(directory_, {}))) {}

Reply RealRedis::Command(std::initializer_list<std::string_view> args) {
  auto connection = OrAbort(RedisConnection::Open(address(), absl::Seconds(5)));
  return OrAbort(connection.Command(args, absl::Seconds(30)));
}

void RealRedis::KillAndAwaitRestart() {
  int pid = server_->pid();
  PLACARD_CHECK(pid > 0);
  auto watch = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  PLACARD_CHECK(watch >= 0);
  PLACARD_CHECK(kill(pid, SIGKILL) == 0);
  pollfd ended = {.fd = watch, .events = POLLIN, .revents = 0};
  PLACARD_CHECK(poll(&ended, 1, 30'000) == 1);
  close(watch);
  AwaitAnswer(address());
}

void AwaitAnswer(const RedisAddress& address) {
  for (int attempt = 0; attempt < 3000; ++attempt) {
    auto connection = RedisConnection::Open(address, absl::Seconds(1));
    if (connection.ok()) {
      auto pong = connection->Command({"PING"}, absl::Seconds(1));
      if (pong.ok() && !pong->is_error()) return;
    }
    absl::SleepFor(absl::Milliseconds(10));
  }
  PLACARD_CHECK(false && "redis-server did not come back");
}

}  // namespace placard
