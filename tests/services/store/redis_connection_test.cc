#include "services/store/redis_connection.h"

#include <signal.h>

#include <atomic>
#include <string>

#include "services/store/redis_pool.h"
#include "tests/services/store/peer.h"
#include "tests/services/store/store_test_words.h"

namespace placard {
namespace {

constexpr absl::Duration kPatient = absl::Seconds(30);
constexpr absl::Duration kShort = absl::Milliseconds(30);
constexpr auto kUnavailable = absl::StatusCode::kUnavailable;
constexpr auto kUnknown = absl::StatusCode::kUnknown;

RedisConnection Connect(const Peer& peer) {
  auto connection = RedisConnection::Open(peer.address(), kPatient);
  EXPECT_TRUE(connection.ok()) << connection.status();
  return *std::move(connection);
}

TEST(RedisConnectionTest, ACommandIsSentWholeAndItsAnswerReturned) {
  std::string seen;
  {
    Peer peer([&seen](PeerConnection& connection, int) {
      seen = connection.Read();
      connection.Write("$2\r\n4");
      connection.Write("2\r\n");
      connection.AwaitClose();
    });
    RedisConnection connection = Connect(peer);
    auto reply =
        connection.Command({"GET", std::string_view("a\0b", 3)}, kPatient);
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(reply->text, "42");
    EXPECT_TRUE(connection.is_open());
  }
  EXPECT_EQ(seen, std::string("*2\r\n$3\r\nGET\r\n$3\r\na\0b\r\n", 22));
}

TEST(RedisConnectionTest, NobodyListeningIsUnavailable) {
  TempDir temp;
  EXPECT_THAT(RedisConnection::Open({temp.path() + "/none", "", 0}, kPatient),
              Fails(kUnavailable, "No such file"));
}

TEST(RedisConnectionTest, ALateAnswerIsNeverGivenToTheNextCommand) {
  Peer peer([](PeerConnection& connection, int) {
    connection.Read();
    connection.AwaitClose();  // which the deadline brings about
    connection.Write("+LATE\r\n");
  });
  RedisConnection connection = Connect(peer);
  EXPECT_THAT(connection.Command({"GET", "a"}, kShort),
              Fails(kUnknown, "deadline"));
  EXPECT_FALSE(connection.is_open());
  EXPECT_THAT(connection.Command({"GET", "b"}, kPatient),
              Fails(kUnavailable, "closed"));
}

TEST(RedisConnectionTest, ADribblingServerDoesNotOutlastTheDeadline) {
  Peer peer([](PeerConnection& connection, int) {
    connection.Read();
    connection.Write("$1000\r\n");
    // A byte whenever it likes; every read succeeds, the answer never comes.
    connection.Write("x");
    connection.AwaitClose();
  });
  RedisConnection connection = Connect(peer);
  EXPECT_THAT(connection.Command({"GET", "a"}, kShort),
              Fails(kUnknown, "deadline"));
  EXPECT_FALSE(connection.is_open());
}

TEST(RedisConnectionTest, HostileAnswersCloseTheConnection) {
  for (std::string answer :
       {"*100000000\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "+OK\r\n+OK\r\n",
        "%1\r\n+a\r\n+b\r\n", ""}) {
    Peer peer([&answer](PeerConnection& connection, int) {
      connection.Read();
      connection.Write(answer);
    });
    RedisConnection connection = Connect(peer);
    auto reply = connection.Command({"PING"}, kPatient);
    EXPECT_EQ(reply.status().code(), kUnknown) << answer;
    EXPECT_FALSE(connection.is_open()) << answer;
  }
}

TEST(RedisConnectionTest, AnErrorAnswerIsAReplyAndKeepsTheConnection) {
  Peer peer([](PeerConnection& connection, int) {
    connection.Read();
    connection.Write("-ERR no such command\r\n");
    connection.Read();
    connection.Write("+PONG\r\n");
    connection.AwaitClose();
  });
  RedisConnection connection = Connect(peer);
  auto refused = connection.Command({"NONSENSE"}, kPatient);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_TRUE(refused->is_error());
  EXPECT_EQ(connection.Command({"PING"}, kPatient)->text, "PONG");
}

// Written to twice: the first write may still be taken by the system.
TEST(RedisConnectionTest, WritingToAPeerThatIsGoneRaisesNoSignal) {
  signal(SIGPIPE, SIG_DFL);  // would end the test binary
  Peer peer([](PeerConnection&, int) {});
  for (int i = 0; i < 20; ++i) {
    RedisConnection connection = Connect(peer);
    std::string large(4 << 20, 'x');
    EXPECT_FALSE(connection.Command({"SET", "k", large}, kPatient).ok());
    EXPECT_FALSE(connection.is_open());
  }
}

TEST(RedisPoolTest, AStaleConnectionIsReplacedOnce) {
  Peer peer([](PeerConnection& connection, int) {
    connection.Read();
    connection.Write("+PONG\r\n");  // one answer, then it hangs up
  });
  RedisPool pool(peer.address(), {.connect = kPatient, .command = kPatient});
  for (int i = 0; i < 5; ++i) {
    auto reply = pool.Call({"PING"});
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(reply->text, "PONG");
  }
}

TEST(RedisPoolTest, ASilentServerIsAskedTwiceAndNoMore) {
  std::atomic<int> asked{0};
  Peer peer([&asked](PeerConnection& connection, int) {
    if (!connection.Read().empty()) ++asked;
    connection.AwaitClose();
  });
  RedisPool pool(peer.address(), {.connect = kPatient, .command = kShort});
  EXPECT_THAT(pool.Call({"PING"}), Fails(kUnknown, "deadline"));
  EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace placard
