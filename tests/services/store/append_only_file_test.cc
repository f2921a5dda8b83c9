#include "services/store/append_only_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "services/store/redis_catalog_store.h"
#include "tests/services/store/store_test_words.h"
#include "tests/support/real_redis.h"

namespace placard {
namespace {

constexpr char kLog[] = "/appendonlydir/appendonly.aof.1.incr.aof";

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A log that Redis wrote, and where in it each acknowledged write ends.
struct WrittenLog {
  std::string bytes;
  std::vector<size_t> ends;
};

// Bodies look like what a log is made of.
WrittenLog WriteLog() {
  RealRedis redis;
  RedisCatalogStore store({.address = redis.address()});
  std::string path = redis.directory().path() + kLog;
  WrittenLog log;
  EXPECT_TRUE(store.CreateEpoch(kEpoch).ok());
  log.ends.push_back(std::filesystem::file_size(path));
  for (std::vector<WriteOp> ops : std::vector<std::vector<WriteOp>>{
           {Put("a", "*1\r\n$5\r\nMULTI\r\n")},
           {Put("b", "\r\n*1\r\n$4\r\nEXEC\r\n"),
            Put("c", std::string("\0\n#", 3), Expected::Any(), {"a"})},
           {Put("a", "")},
           {Delete("c"), Put("d", std::string(3000, '\n'))}}) {
    EXPECT_TRUE(Write(store, std::move(ops)).ok());
    log.ends.push_back(std::filesystem::file_size(path));
  }
  log.bytes = Read(path);
  return log;
}

TEST(AppendOnlyFileTest, ALogIsFinishedUpToTheLastAcknowledgedWrite) {
  WrittenLog log = WriteLog();
  ASSERT_EQ(log.bytes.size(), log.ends.back());
  size_t finished = 0;
  for (size_t bytes = log.ends.front(); bytes <= log.bytes.size(); ++bytes) {
    if (bytes == log.ends[finished + 1]) ++finished;
    ASSERT_EQ(FinishedBytes(std::string_view(log.bytes).substr(0, bytes)),
              log.ends[finished])
        << bytes;
    if (finished + 1 == log.ends.size()) break;
  }
  EXPECT_EQ(finished, log.ends.size() - 1);
}

TEST(AppendOnlyFileTest, WhatIsNoLogIsLeftToRedis) {
  const std::string whole = "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n";
  const std::string multi = "*1\r\n$5\r\nMULTI\r\n";
  for (const std::string& rest :
       {std::string("x"), std::string(64, '\0'), std::string("*x\r\n"),
        std::string("*0\r\n"), std::string("*1\r\n+OK\r\n"),
        std::string("*1\r\n$-1\r\n"), multi + "x"}) {
    std::string log = whole;
    log += rest;
    EXPECT_EQ(FinishedBytes(log), log.size()) << rest;
  }
  EXPECT_EQ(FinishedBytes(""), 0u);
  EXPECT_EQ(FinishedBytes("#TS:1"), 0u);
  EXPECT_EQ(FinishedBytes("#TS:1\r\n" + whole + "*99999999999\r\n"),
            whole.size() + 7);
}

// The files are those that a server says it uses, in the manifest's order.
TEST(AppendOnlyFileTest, OnlyTheLogThatIsAppendedToIsCut) {
  TempDir temp;
  EXPECT_EQ(*CutUnfinishedWrite(temp.path()), 0u);
  const std::string logs = temp.path() + "/appendonlydir";
  std::filesystem::create_directory(logs);
  std::ofstream(logs + "/appendonly.aof.manifest")
      << "file appendonly.aof.2.base.rdb seq 2 type b\n"
      << "file appendonly.aof.2.incr.aof seq 2 type i\n"
      << "file appendonly.aof.3.incr.aof seq 3 type i\n"
      << "file appendonly.aof.1.incr.aof seq 1 type h\n";
  EXPECT_EQ(*CutUnfinishedWrite(temp.path()), 0u) << "no log was written";
  const std::string unfinished = "*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPIN";
  std::vector<std::string> files;
  for (std::string name :
       {"2.base.rdb", "1.incr.aof", "2.incr.aof", "3.incr.aof"}) {
    files.push_back(logs + "/appendonly.aof." + name);
    std::ofstream(files.back(), std::ios::binary) << unfinished;
  }
  EXPECT_EQ(*CutUnfinishedWrite(temp.path()), 11u);
  EXPECT_EQ(Read(files.back()), "*1\r\n$4\r\nPING\r\n");
  files.pop_back();
  for (const std::string& file : files) EXPECT_EQ(Read(file), unfinished);
  EXPECT_EQ(*CutUnfinishedWrite(temp.path()), 0u);
}

}  // namespace
}  // namespace placard
