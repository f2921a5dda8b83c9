#include "services/rpc/answer_calls.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/base/check.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "placard/v1/decision.grpc.pb.h"
#include "services/rpc/one_piece.h"
#include "services/rpc/peer_sockets.h"
#include "services/rpc/wire.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using v1::DecisionService;

// Calls that `answerer` answers.
class OneMethod final : public DecisionService::Service {
 public:
  explicit OneMethod(AnswerCalls::Answerer answerer)
      : calls_(std::move(answerer)) {
    MarkMethodRawCallback(
        MethodIndex("placard.v1.DecisionService.Decide"),
        NewUnaryHandler([this](grpc::CallbackServerContext* context,
                               const OnePiece* request, OnePiece* answer) {
          return calls_.Open(context, request, answer);
        }));
  }

 private:
  AnswerCalls calls_;
};

// With some connections to it.
class CallServer {
 public:
  explicit CallServer(AnswerCalls::Answerer answerer,
                      const std::string& listen = "127.0.0.1:0",
                      size_t connections = 1)
      : service_(std::move(answerer)) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    const bool by_path = listen.starts_with("unix:");
    const std::string target =
        by_path ? listen : "127.0.0.1:" + std::to_string(port);
    grpc::ChannelArguments apart;
    apart.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    for (size_t i = 0; i < connections; ++i) {
      stubs_.push_back(DecisionService::NewStub(grpc::CreateCustomChannel(
          target, grpc::InsecureChannelCredentials(), apart)));
    }
  }
  ~CallServer() { server_->Shutdown(); }

  // Cancels what is not answered yet.
  void ShutdownNow() {
    server_->Shutdown(std::chrono::system_clock::time_point());
  }
  DecisionService::Stub& stub(size_t call) {
    return *stubs_[call % stubs_.size()];
  }

 private:
  OneMethod service_;
  std::unique_ptr<grpc::Server> server_;
  std::vector<std::unique_ptr<DecisionService::Stub>> stubs_;
};

struct Asked {
  grpc::ClientContext context;
  v1::DecideRequest request;
  v1::DecideResponse response;
  grpc::Status status;
};

// `count` calls with their numbers as ids, at most `at_once` of them under
// way; returns when all are over. `prepare`: each call's context, by number.
std::deque<Asked> Ask(
    CallServer& server, size_t count, size_t at_once,
    const std::function<void(size_t, grpc::ClientContext&)>& prepare =
        [](size_t, grpc::ClientContext&) {}) {
  std::deque<Asked> calls(count);
  std::atomic<size_t> next = 0;
  std::latch over(static_cast<std::ptrdiff_t>(count));
  std::function<void()> ask = [&] {
    const size_t i = next.fetch_add(1);
    if (i >= count) return;
    Asked& call = calls[i];
    call.request.set_request_id(std::to_string(i));
    prepare(i, call.context);
    server.stub(i).async()->Decide(&call.context, &call.request, &call.response,
                                   [&](grpc::Status status) {
                                     call.status = std::move(status);
                                     ask();
                                     over.count_down();
                                   });
  };
  for (size_t i = 0; i < at_once; ++i) ask();
  over.wait();
  return calls;
}

int NumberOf(const AnswerCalls::Call& call) {
  v1::DecideRequest asked;
  EXPECT_TRUE(ParseMessage(call.request(), asked).ok());
  return std::stoi(asked.request_id());
}

grpc::Status Echo(AnswerCalls::Call& call, OnePiece& answer) {
  v1::DecideResponse response;
  response.set_request_id(std::to_string(NumberOf(call)));
  answer = OnePiece(response.SerializeAsString());
  return grpc::Status::OK;
}

void ExpectEchoes(const std::deque<Asked>& calls) {
  for (const Asked& call : calls) {
    ASSERT_TRUE(call.status.ok()) << call.status.error_message();
    ASSERT_EQ(call.response.request_id(), call.request.request_id());
  }
}

TEST(AnswerCallsTest, EachCallGetsItsOwnAnswer) {
  CallServer server(&Echo);
  for (const size_t at_once : {1, 2, 31, 33, 300}) {
    ExpectEchoes(Ask(server, 2'000, at_once));
  }
}

TEST(AnswerCallsTest, EachCallGetsItsOwnStatus) {
  CallServer server([](AnswerCalls::Call& call, OnePiece& answer) {
    const int number = NumberOf(call);
    if (number % 3 == 0) {
      return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                          std::to_string(number));
    }
    return Echo(call, answer);
  });
  const std::deque<Asked> calls = Ask(server, 2'000, 100);
  for (int i = 0; i < 2'000; ++i) {
    const Asked& call = calls[static_cast<size_t>(i)];
    if (i % 3 == 0) {
      EXPECT_EQ(call.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
      EXPECT_EQ(call.status.error_message(), std::to_string(i));
    } else {
      EXPECT_TRUE(call.status.ok());
      EXPECT_EQ(call.response.request_id(), std::to_string(i));
    }
  }
}

// When a thread begins its 33rd call, the first of them must be on its way.
TEST(AnswerCallsTest, AtMostThirtyTwoWaitForOneAnother) {
  constexpr size_t kTogether = 32;
  constexpr int kClients = 120;
  constexpr int kCallsOfEach = 20;
  std::mutex mu;
  std::condition_variable has_answer;
  std::vector<bool> is_answered(kClients * kCallsOfEach);
  std::map<std::thread::id, std::vector<size_t>> begun;
  CallServer server([&](AnswerCalls::Call& call, OnePiece& answer) {
    std::unique_lock lock(mu);
    std::vector<size_t>& mine = begun[std::this_thread::get_id()];
    if (mine.size() >= kTogether) {
      const size_t earlier = mine[mine.size() - kTogether];
      EXPECT_TRUE(has_answer.wait_for(lock, std::chrono::seconds(30), [&] {
        return is_answered[earlier];
      })) << "a batch of more";
    }
    mine.push_back(static_cast<size_t>(NumberOf(call)));
    return Echo(call, answer);
  });
  // Not gRPC's threads, which wait above.
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      for (int i = 0; i < kCallsOfEach; ++i) {
        const int number = client * kCallsOfEach + i;
        Asked call;
        call.request.set_request_id(std::to_string(number));
        EXPECT_TRUE(server.stub(0)
                        .Decide(&call.context, call.request, &call.response)
                        .ok());
        const std::lock_guard lock(mu);
        is_answered[static_cast<size_t>(number)] = true;
        has_answer.notify_all();
      }
    });
  }
  for (std::thread& client : clients) client.join();
}

TEST(AnswerCallsTest, EachCallHasItsOwnDeadlineAndPeer) {
  constexpr size_t kCalls = 300;
  std::mutex mu;
  std::set<std::string> peers;
  std::map<int, absl::Duration> left;
  CallServer server(
      [&](AnswerCalls::Call& call, OnePiece& answer) {
        EXPECT_EQ(call.peer(), call.context().peer());
        // gRPC reads clocks for this, so it is not the same each time.
        const absl::Time deadline = absl::FromChrono(call.context().deadline());
        const std::lock_guard lock(mu);
        peers.insert(call.peer());
        if (call.deadline() == absl::InfiniteFuture())
          return Echo(call, answer);
        EXPECT_LT(absl::AbsDuration(call.deadline() - deadline),
                  absl::Seconds(1));
        left[NumberOf(call)] = call.deadline() - absl::Now();
        return Echo(call, answer);
      },
      "127.0.0.1:0", 2);
  const auto has_none = [](size_t i) { return i % 3 == 0; };
  const auto now = std::chrono::system_clock::now();
  ExpectEchoes(
      Ask(server, kCalls, kCalls, [&](size_t i, grpc::ClientContext& context) {
        if (!has_none(i)) context.set_deadline(now + std::chrono::hours(i));
      }));
  EXPECT_EQ(peers.size(), 2);
  ASSERT_EQ(left.size(), kCalls - kCalls / 3);
  for (const auto& [i, duration] : left) {
    EXPECT_FALSE(has_none(static_cast<size_t>(i)));
    // The client says it roughly.
    EXPECT_NEAR(absl::ToDoubleHours(duration), i, 0.1 * i);
  }
}

TEST(AnswerCallsTest, UnixSocketsAreAnsweredToo) {
  const TempDir dir;
  CallServer server(&Echo, "unix:" + dir.path() + "/socket");
  ExpectEchoes(Ask(server, 2'000, 100));
}

TEST(AnswerCallsTest, CallsThatWaitWhenTheServerStopsEnd) {
  std::latch begun(1);
  CallServer server([&](AnswerCalls::Call& call, OnePiece& answer) {
    if (NumberOf(call) == 0) {
      begun.count_down();
      // The others of gRPC's threads hear of it.
      while (!call.context().IsCancelled()) std::this_thread::yield();
    }
    return Echo(call, answer);
  });
  std::thread stopper([&] {
    begun.wait();
    server.ShutdownNow();
  });
  const std::deque<Asked> calls = Ask(server, 2'000, 500);
  stopper.join();
  EXPECT_FALSE(calls.front().status.ok());
  for (const Asked& call : calls) {
    if (!call.status.ok()) continue;
    EXPECT_EQ(call.response.request_id(), call.request.request_id());
  }
}

// Through the TCP connections to `peers`.
uint64_t SegmentsSent(const std::set<std::string>& peers) {
  const SocketsByPeer sockets = FindSockets();
  uint64_t sent = 0;
  for (const std::string& peer : peers) {
    tcp_info info = {};
    socklen_t size = sizeof info;
    PLACARD_CHECK(
        getsockopt(sockets.at(peer), IPPROTO_TCP, TCP_INFO, &info, &size) == 0);
    sent += info.tcpi_data_segs_out;
  }
  return sent;
}

TEST(AnswerCallsTest, AnswersToWhatCameTogetherLeaveTogether) {
  constexpr size_t kCalls = 20'000;
  constexpr size_t kConnections = 4;
  std::mutex mu;
  std::set<std::string> peers;
  CallServer server(
      [&](AnswerCalls::Call& call, OnePiece& answer) {
        {
          const std::lock_guard lock(mu);
          peers.insert(call.peer());
        }
        return Echo(call, answer);
      },
      "127.0.0.1:0", kConnections);
  // Eight for each connection and each of gRPC's threads, of which there is
  // one to two processors, but at least two.
  const size_t threads =
      std::clamp(std::thread::hardware_concurrency() / 2, 2U, 16U);
  ExpectEchoes(Ask(server, kCalls, 8 * kConnections * threads));
  ASSERT_EQ(peers.size(), kConnections);
  // About 2,200 to 3,800, and 13,800 to 18,700 if each leaves by itself.
  EXPECT_LT(SegmentsSent(peers), kCalls / 3);
}

}  // namespace
}  // namespace placard
