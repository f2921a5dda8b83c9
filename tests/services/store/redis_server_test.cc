#include "services/store/redis_server.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "services/store/child_process.h"
#include "services/store/redis_catalog_store.h"
#include "tests/services/store/store_test_words.h"
#include "tests/support/real_redis.h"

namespace placard {
namespace {

std::string LogOf(const DataDir& directory) {
  return directory.path() + "/appendonlydir/appendonly.aof.1.incr.aof";
}

TEST(RedisServerTest, ItKeepsItsFilesForItsOwner) {
  mode_t before = umask(0);
  RealRedis redis;
  umask(before);
  for (std::string file : {"/redis.sock", "/redis.conf", "/redis.log"}) {
    struct stat found = {};
    ASSERT_EQ(stat((redis.directory().path() + file).c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0077, 0u) << file;
  }
  EXPECT_EQ(redis.Command({"CONFIG", "GET", "appendonly"}).elements[1].text,
            "yes");
  EXPECT_EQ(redis.Command({"CONFIG", "GET", "port"}).elements[1].text, "0");
  EXPECT_EQ(
      redis.Command({"CONFIG", "GET", "maxmemory-policy"}).elements[1].text,
      "noeviction");
}

// Of another session, its niceness might count for nothing.
TEST(RedisServerTest, ItGivesWayWithinItsParentsSession) {
  const int mine = getpriority(PRIO_PROCESS, 0);
  RealRedis redis;
  const pid_t pid = redis.server().pid();
  EXPECT_EQ(getpriority(PRIO_PROCESS, static_cast<id_t>(pid)),
            std::min(mine + 10, 19));
  EXPECT_EQ(getsid(pid), getsid(0));
}

TEST(RedisServerTest, ATerminalsInterruptDoesNotReachIt) {
  RealRedis redis;
  EXPECT_EQ(getpgid(redis.server().pid()), redis.server().pid());
}

TEST(RedisServerTest, AKilledServerComesBackWithItsData) {
  RealRedis redis;
  RedisCatalogStore store({.address = redis.address()});
  ASSERT_TRUE(store.CreateEpoch(kEpoch).ok());
  for (int i = 1; i <= 3; ++i) {
    int pid = redis.server().pid();
    ASSERT_TRUE(Write(store, {Put("a", std::to_string(i))}).ok());
    redis.KillAndAwaitRestart();
    EXPECT_NE(redis.server().pid(), pid);
    auto read = store.Get("a");
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->body, std::to_string(i));
  }
}

TEST(RedisServerTest, ItIsStoppedInOrderAndStartedAgainWithItsData) {
  TempDir temp;
  DataDir directory = *DataDir::Lock(temp.path());
  for (int i = 0; i < 2; ++i) {
    auto server = RedisServer::Start(directory, {});
    ASSERT_TRUE(server.ok()) << server.status();
    RedisCatalogStore store({.address = (*server)->address()});
    ASSERT_TRUE(store.CreateEpoch(kEpoch).ok());
    EXPECT_EQ(PositionOf(store).revision, static_cast<uint64_t>(i));
    ASSERT_TRUE(Write(store, {Put("a", "1")}).ok());
    int pid = (*server)->pid();
    (*server)->Stop();
    EXPECT_EQ(kill(pid, 0), -1) << "still there";
    EXPECT_EQ((*server)->pid(), 0);
    EXPECT_THAT(store.Get("a"), Fails(absl::StatusCode::kUnavailable, "redis"));
  }
}

// What a kill amidst a write leaves. The acknowledged write after it must not
// become part of the unfinished one when the log is read again.
TEST(RedisServerTest, AnUnfinishedWriteIsCutOffBeforeTheNextStart) {
  TempDir temp;
  DataDir directory = *DataDir::Lock(temp.path());
  Position birth;
  std::vector<std::string> names;
  for (int quarters : {1, 2, 3}) {
    const std::string unfinished = "unfinished" + std::to_string(quarters);
    const std::string next = "next" + std::to_string(quarters);
    uintmax_t before = 0;
    uintmax_t after = 0;
    {
      auto server = RedisServer::Start(directory, {});
      ASSERT_TRUE(server.ok()) << server.status();
      RedisCatalogStore store({.address = (*server)->address()});
      ASSERT_TRUE(store.CreateEpoch(kEpoch).ok());
      if (names.empty()) birth = PositionOf(store);
      before = std::filesystem::file_size(LogOf(directory));
      ASSERT_TRUE(Write(store, {Put(unfinished, "1")}).ok());
      after = std::filesystem::file_size(LogOf(directory));
    }
    std::filesystem::resize_file(LogOf(directory),
                                 before + (after - before) * quarters / 4);
    names.push_back(next);
    for (bool is_first : {true, false}) {
      std::string said;
      auto server = RedisServer::Start(
          directory, {.log = [&said](std::string_view line) { said += line; }});
      ASSERT_TRUE(server.ok()) << server.status();
      EXPECT_EQ(said.find("not finished") != std::string::npos, is_first);
      RedisCatalogStore store({.address = (*server)->address()});
      if (is_first) {
        ASSERT_TRUE(Write(store, {Put(next, "1")}).ok());
      }
      EXPECT_THAT(store.Get(unfinished),
                  Fails(absl::StatusCode::kNotFound, unfinished));
      std::vector<std::string> logged;
      for (const LogEntry& entry : TailOf(store, birth).entries) {
        logged.push_back(entry.name);
      }
      EXPECT_EQ(logged, names);
    }
  }
}

TEST(RedisServerTest, AMissingBinaryIsSaidClearly) {
  TempDir temp;
  DataDir directory = *DataDir::Lock(temp.path());
  EXPECT_THAT(RedisServer::Start(directory, {.binary = "no-such-redis"}),
              Fails(absl::StatusCode::kNotFound,
                    "no-such-redis is not in "
                    "PATH; install it"));
  EXPECT_THAT(RedisServer::Start(directory, {.binary = "/etc/passwd"}),
              Fails(absl::StatusCode::kNotFound, "/etc/passwd"));
}

TEST(RedisServerTest, AServerThatEndsAtOnceIsReportedWithItsLog) {
  TempDir temp;
  DataDir directory = *DataDir::Lock(temp.path() + "/data");
  std::string script = temp.path() + "/broken-redis";
  std::ofstream(script) << "#!/bin/sh\necho cannot live here\nexit 3\n";
  ASSERT_EQ(chmod(script.c_str(), 0755), 0);
  EXPECT_THAT(RedisServer::Start(directory, {.binary = script}),
              Fails(absl::StatusCode::kUnavailable,
                    "redis-server ended with exit status 3: cannot live here"));
}

TEST(RedisServerTest, ADirectoryTooDeepForASocketIsRefused) {
  TempDir temp;
  DataDir directory = *DataDir::Lock(temp.path() + "/" + std::string(100, 'd'));
  EXPECT_THAT(RedisServer::Start(directory, {}),
              Fails(absl::StatusCode::kInvalidArgument, "at most 107"));
}

TEST(RedisServerTest, AServerLeftBehindIsShutDownAndItsDataKept) {
  TempDir temp;
  DataDir directory = *DataDir::Lock(temp.path());
  RedisAddress address;
  {
    auto first = RedisServer::Start(directory, {});
    ASSERT_TRUE(first.ok()) << first.status();
    address = (*first)->address();
  }
  auto left_behind = ChildProcess::Spawn(
      {"/usr/bin/env", "redis-server", directory.path() + "/redis.conf"},
      directory.path() + "/redis.log");
  ASSERT_TRUE(left_behind.ok()) << left_behind.status();
  AwaitAnswer(address);
  RedisCatalogStore store({.address = address});
  ASSERT_TRUE(store.CreateEpoch(kEpoch).ok());
  ASSERT_TRUE(Write(store, {Put("a", "1")}).ok());

  std::string said;
  auto server = RedisServer::Start(
      directory, {.log = [&said](std::string_view line) { said += line; }});
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_THAT(said, testing::HasSubstr("left behind"));
  ASSERT_TRUE(left_behind->AwaitEnd(absl::Minutes(1), -1));
  EXPECT_EQ(left_behind->Reap(), "exit status 0");
  EXPECT_EQ(store.Get("a")->body, "1");
}

// A placardd that is killed takes its server with it.
TEST(RedisServerTest, ItDoesNotOutliveItsProcess) {
  TempDir temp;
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  // The orphan becomes ours, so that its end can be awaited.
  ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  pid_t parent = fork();
  if (parent == 0) {
    auto directory = DataDir::Lock(temp.path());
    if (!directory.ok()) _exit(1);
    auto server = RedisServer::Start(*directory, {});
    int pid = server.ok() ? (*server)->pid() : 0;
    if (write(ends[1], &pid, sizeof(pid)) != sizeof(pid)) _exit(1);
    raise(SIGKILL);
  }
  int pid = 0;
  ASSERT_EQ(read(ends[0], &pid, sizeof(pid)), ssize_t{sizeof(pid)});
  close(ends[0]);
  close(ends[1]);
  ASSERT_GT(pid, 0);
  int status = 0;
  ASSERT_EQ(waitpid(parent, &status, 0), parent);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0)
      << "not in order: " << status;
  EXPECT_TRUE(DataDir::Lock(temp.path()).ok());
}

}  // namespace
}  // namespace placard
