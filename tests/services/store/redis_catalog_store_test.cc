// What RedisCatalogStore does beyond the contract: broken servers, broken
// connections and what it leaves in Redis.
#include "services/store/redis_catalog_store.h"

#include <unistd.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/status.h"
#include "services/store/catalog_scripts.h"
#include "tests/services/store/peer.h"
#include "tests/services/store/store_test_words.h"
#include "tests/support/store_world.h"

namespace placard {
namespace {

constexpr auto kInternal = absl::StatusCode::kInternal;
constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr auto kUnavailable = absl::StatusCode::kUnavailable;
constexpr RedisDeadlines kPatient = {.connect = absl::Seconds(30),
                                     .command = absl::Seconds(30)};

class RedisCatalogStoreTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store().CreateEpoch(kEpoch).ok()); }

  CatalogStore& store() { return world_.store(); }
  Reply Command(std::initializer_list<std::string_view> args) {
    return RedisStoreWorld::redis().Command(args);
  }

  RedisStoreWorld world_;
};

// The outcome of every call, against a server that is not as it should be.
std::vector<absl::Status> CallEverything(CatalogStore& store) {
  return {
      store.CreateEpoch(kEpoch).status(),
      store.ReadPosition().status(),
      Write(store, {Put("a", "1")}).status(),
      store.Get("a").status(),
      store.Scan("", 10).status(),
      store.Tail({.epoch = kEpoch, .revision = 0, .chain = "c"}, 1).status(),
      store.WaitForChange(0, absl::Milliseconds(1)).status()};
}

TEST(RedisCatalogStoreAloneTest, ADeadServerIsUnavailable) {
  TempDir temp;
  RedisCatalogStore store({.address = {temp.path() + "/none", "", 0}});
  for (const absl::Status& status : CallEverything(store)) {
    EXPECT_EQ(status.code(), kUnavailable) << status;
    EXPECT_THAT(std::string(status.message()),
                testing::HasSubstr(temp.path() + "/none"));
  }
}

Peer::Behaviour AnsweringAlways(const std::string& answer) {
  return [answer](PeerConnection& connection, int) {
    while (!connection.Read().empty()) connection.Write(answer + "\r\n");
  };
}

TEST(RedisCatalogStoreAloneTest, ErrorsOfTheServerKeepTheirMeaning) {
  struct Row {
    std::string answer;
    absl::StatusCode code;
  };
  for (const Row& row : {
           Row{"-LOADING Redis is loading the dataset in memory", kUnavailable},
           Row{"-READONLY You can't write against a replica", kUnavailable},
           Row{"-MISCONF Errors writing to the AOF file", kUnavailable},
           Row{"-BUSY Redis is busy running a script", kUnavailable},
           Row{"-OOM command not allowed",
               absl::StatusCode::kResourceExhausted},
           Row{"-NOAUTH Authentication required",
               absl::StatusCode::kPermissionDenied},
           Row{"-WRONGTYPE Operation against a key", kInternal},
       }) {
    Peer peer(AnsweringAlways(row.answer));
    RedisCatalogStore store({.address = peer.address(), .deadlines = kPatient});
    for (const absl::Status& status : CallEverything(store)) {
      EXPECT_EQ(status.code(), row.code) << row.answer << " " << status;
    }
  }
}

TEST(RedisCatalogStoreAloneTest, AnswersThatMakeNoSenseAreRefused) {
  for (std::string answer :
       {"+SURPRISE", ":7", "*1\r\n+OK", "*3\r\n+OK\r\n+x\r\n+y",
        "*5\r\n+REFUSED\r\n+9\r\n+ABORTED\r\n+1\r\n+op 9 of 1"}) {
    Peer peer(AnsweringAlways(answer));
    RedisCatalogStore store({.address = peer.address(), .deadlines = kPatient});
    std::vector<absl::Status> outcomes = CallEverything(store);
    outcomes.pop_back();  // a wait learns no more than that something came
    for (const absl::Status& status : outcomes) {
      EXPECT_EQ(status.code(), kInternal) << answer << " " << status;
    }
  }
}

// Passes everything on to a real server, but the answers to the first `lost`
// scripts never arrive: the connection ends instead.
Peer::Behaviour LosingAnswers(const RedisAddress& server, int lost) {
  auto left = std::make_shared<int>(lost);
  return [server, left](PeerConnection& client, int) {
    int fd = Dial(server);
    PeerConnection upstream(fd);
    for (std::string command = client.Read(); !command.empty();
         command = client.Read()) {
      upstream.Write(command);
      std::string answer = upstream.Read();
      bool is_script = command.find("EVALSHA") != std::string::npos;
      if (is_script && (*left)-- > 0) break;
      client.Write(answer);
    }
    close(fd);
  };
}

TEST_F(RedisCatalogStoreTest, AWriteWhoseAnswerIsLostHappensOnce) {
  ASSERT_TRUE(Write(store(), {Put("warm", "up")}).ok());
  Peer peer(LosingAnswers(RedisStoreWorld::redis().address(), 1));
  RedisCatalogStore through({.address = peer.address(), .deadlines = kPatient});
  auto written = Write(through, {Put("a", "1", Expected::Absent())});
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_TRUE(written->replayed);
  EXPECT_EQ(written->revision, 2u);
  EXPECT_EQ(PositionOf(store()).revision, 2u);
}

TEST_F(RedisCatalogStoreTest, AnUnknownOutcomeIsSaidAndResolvedByRequestId) {
  ASSERT_TRUE(Write(store(), {Put("warm", "up")}).ok());
  Peer peer(LosingAnswers(RedisStoreWorld::redis().address(), 2));
  RedisCatalogStore through({.address = peer.address(), .deadlines = kPatient});
  WriteBatch batch = Batch({Put("a", "1", Expected::Absent())}, "request");
  EXPECT_THAT(through.Commit(batch, nullptr),
              Fails(kUnavailable, "outcome unknown"));
  auto again = through.Commit(batch, nullptr);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(PositionOf(store()).revision, 2u);
}

TEST_F(RedisCatalogStoreTest, AWaitDelaysNoWrite) {
  std::thread waiter([this] {
    auto changed = store().WaitForChange(0, absl::Minutes(1));
    EXPECT_TRUE(changed.ok() && *changed);
  });
  auto is_blocked = [this] {
    std::string clients = Command({"INFO", "clients"}).text;
    return clients.find("blocked_clients:1") != std::string::npos;
  };
  while (!is_blocked()) std::this_thread::yield();
  EXPECT_TRUE(store().Get("a").status().code() == absl::StatusCode::kNotFound);
  EXPECT_TRUE(Write(store(), {Put("a", "1")}).ok());
  waiter.join();
}

TEST_F(RedisCatalogStoreTest, AnotherSchemaIsLeftAlone) {
  Position at = PositionOf(store());
  Command({"HSET", catalog_keys::kMeta, "schema", "2"});
  EXPECT_THAT(store().CreateEpoch(kEpoch), Fails(kPrecondition, "schema"));
  EXPECT_THAT(store().ReadPosition(), Fails(kPrecondition, "schema \"2\""));
  EXPECT_THAT(Write(store(), {Put("a", "1")}), Fails(kPrecondition, "schema"));
  EXPECT_THAT(store().Scan("", 1), Fails(kPrecondition, "schema"));
  EXPECT_THAT(store().Tail(at, 1), Fails(kPrecondition, "schema"));
}

TEST_F(RedisCatalogStoreTest, AStoreThatLostItsEpochIsNotGivenAnother) {
  ASSERT_TRUE(Write(store(), {Put("a", "1")}).ok());
  Command({"DEL", catalog_keys::kMeta});
  EXPECT_THAT(store().CreateEpoch("another"),
              Fails(kPrecondition, "has lost its epoch"));
}

TEST_F(RedisCatalogStoreTest, ALogThatIsAheadOfTheStoreStopsWrites) {
  ASSERT_TRUE(Write(store(), {Put("a", "1")}).ok());
  Command({"HSET", catalog_keys::kMeta, "rev", "0"});
  EXPECT_THAT(Write(store(), {Put("a", "2")}),
              Fails(kPrecondition, "log ends at 1-0 but its revision is 0"));
  EXPECT_EQ(store().Get("a")->body, "1");
}

TEST_F(RedisCatalogStoreTest, OutOfMemoryWritesNothing) {
  ASSERT_TRUE(Write(store(), {Put("a", "1")}).ok());
  Position before = PositionOf(store());
  Command({"CONFIG", "SET", "maxmemory", "1"});
  auto refused = Write(store(), {Put("a", "2"), Put("b", "2")});
  Command({"CONFIG", "SET", "maxmemory", "0"});
  EXPECT_THAT(refused, Fails(absl::StatusCode::kResourceExhausted, "OOM"));
  EXPECT_EQ(PositionOf(store()), before);
  EXPECT_EQ(store().Get("a")->body, "1");
}

TEST_F(RedisCatalogStoreTest, TheLogIsTrimmedToAboutItsLength) {
  RedisCatalogStore trimming(
      {.address = RedisStoreWorld::redis().address(), .log_entries = 50});
  Position birth = PositionOf(trimming);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(Write(trimming, {Put("a", "1")}).ok());
  }
  int64_t length = Command({"XLEN", catalog_keys::kLog}).integer;
  EXPECT_GE(length, 50);
  EXPECT_LT(length, 250);  // Redis drops whole nodes of up to a hundred
  EXPECT_THAT(ReloadReason(trimming, birth), testing::HasSubstr("trimmed"));
}

TEST_F(RedisCatalogStoreTest, NothingIsLeftOfReferencesThatAreGone) {
  ASSERT_TRUE(Write(store(), {Put("a", ""), Put("b", ""),
                              Put("c", "", Expected::Any(), {"a", "b", "a"})})
                  .ok());
  EXPECT_EQ(Command({"ZCARD", catalog_keys::kRefs}).integer, 4);
  ASSERT_TRUE(Write(store(), {Put("c", "", Expected::Any(), {"b"})}).ok());
  EXPECT_EQ(Command({"ZCARD", catalog_keys::kRefs}).integer, 2);
  ASSERT_TRUE(Write(store(), {Delete("b"), Delete("c")}).ok());
  EXPECT_EQ(Command({"ZCARD", catalog_keys::kRefs}).integer, 0);
}

TEST_F(RedisCatalogStoreTest, RequestsAreForgottenAfterADay) {
  ASSERT_TRUE(store().Commit(Batch({Put("a", "")}, "r"), nullptr).ok());
  std::string key = Concat(catalog_keys::kRequestPrefix, "by-r");
  int64_t seconds = Command({"TTL", key}).integer;
  EXPECT_GT(seconds, 86'000);
  EXPECT_LE(seconds, 86'400);
}

TEST_F(RedisCatalogStoreTest, EveryKeyIsInTheCataloguesSlot) {
  ASSERT_TRUE(Write(store(), {Put("a", ""), Put("b{x}", ""),
                              Put("c", "", Expected::Any(), {"a"})})
                  .ok());
  ASSERT_TRUE(store().Commit(Batch({Delete("b{x}")}, "{y}"), nullptr).ok());
  std::vector<Reply> keys = Command({"KEYS", "*"}).elements;
  EXPECT_GE(keys.size(), 8u);
  for (const Reply& key : keys) {
    EXPECT_EQ(key.text.find("placard:{cat}:"), 0u) << key.text;
  }
}

}  // namespace
}  // namespace placard
