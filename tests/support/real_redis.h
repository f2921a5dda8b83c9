// A real redis-server for one test or one suite, in a directory of its own.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "services/store/data_dir.h"
#include "services/store/redis_reply.h"
#include "services/store/redis_server.h"
#include "tests/support/temp_dir.h"

namespace placard {

// Waits, for a bounded time, until a server there answers a PING.
void AwaitAnswer(const RedisAddress& address);

// Aborts the test binary when no server can be started: without one the tests
// that ask for it prove nothing.
class RealRedis {
 public:
  RealRedis();

  RedisServer& server() { return *server_; }
  const DataDir& directory() const { return directory_; }
  const RedisAddress& address() const { return server_->address(); }

  // Sends one command past the store, as an operator or an accident would.
  Reply Command(std::initializer_list<std::string_view> args);

  // Ends the server as a power cut would and waits until the supervisor has
  // another that answers.
  void KillAndAwaitRestart();

 private:
  TempDir temp_;
  DataDir directory_;
  std::unique_ptr<RedisServer> server_;
};

}  // namespace placard
