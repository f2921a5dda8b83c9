#include "services/rpc/answer_calls.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/check.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "placard/v1/decision.grpc.pb.h"
#include "services/rpc/peer_sockets.h"
#include "services/rpc/wire.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using v1::DecisionService;

// Calls that `answerer` answers.
class OneMethod final : public DecisionService::WithRawCallbackMethod_Decide<
                            DecisionService::Service> {
 public:
  explicit OneMethod(AnswerCalls::Answerer answerer)
      : calls_(std::move(answerer)) {}

  grpc::ServerUnaryReactor* Decide(grpc::CallbackServerContext* context,
                                   const grpc::ByteBuffer* request,
                                   grpc::ByteBuffer* response) override {
    return calls_.Open(context, request, response);
  }

 private:
  AnswerCalls calls_;
};

// With one connection to it.
class CallServer {
 public:
  explicit CallServer(AnswerCalls::Answerer answerer,
                      const std::string& listen = "127.0.0.1:0")
      : service_(std::move(answerer)) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    const bool by_path = listen.starts_with("unix:");
    stub_ = DecisionService::NewStub(grpc::CreateChannel(
        by_path ? listen : "127.0.0.1:" + std::to_string(port),
        grpc::InsecureChannelCredentials()));
  }
  ~CallServer() { server_->Shutdown(); }

  // Cancels what is not answered yet.
  void ShutdownNow() {
    server_->Shutdown(std::chrono::system_clock::time_point());
  }
  DecisionService::Stub& stub() { return *stub_; }

 private:
  OneMethod service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<DecisionService::Stub> stub_;
};

struct Asked {
  grpc::ClientContext context;
  v1::DecideRequest request;
  v1::DecideResponse response;
  grpc::Status status;
};

// `count` calls with their numbers as ids, at most `at_once` of them under
// way; returns when all are over.
std::deque<Asked> Ask(DecisionService::Stub& stub, int count, int at_once) {
  std::deque<Asked> calls(static_cast<size_t>(count));
  std::atomic<int> next = 0;
  std::latch over(count);
  std::function<void()> ask = [&] {
    const int i = next.fetch_add(1);
    if (i >= count) return;
    Asked& call = calls[static_cast<size_t>(i)];
    call.request.set_request_id(std::to_string(i));
    stub.async()->Decide(&call.context, &call.request, &call.response,
                         [&](grpc::Status status) {
                           call.status = std::move(status);
                           ask();
                           over.count_down();
                         });
  };
  for (int i = 0; i < at_once; ++i) ask();
  over.wait();
  return calls;
}

int NumberOf(const grpc::ByteBuffer& request) {
  v1::DecideRequest asked;
  EXPECT_TRUE(ParseMessage(request, asked).ok());
  return std::stoi(asked.request_id());
}

grpc::Status Echo(const grpc::CallbackServerContext&,
                  const grpc::ByteBuffer& request, grpc::ByteBuffer& answer) {
  v1::DecideResponse response;
  response.set_request_id(std::to_string(NumberOf(request)));
  answer = SerializeMessage(response);
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
  for (const int at_once : {1, 2, 16, 17, 300}) {
    ExpectEchoes(Ask(server.stub(), 2'000, at_once));
  }
}

TEST(AnswerCallsTest, EachCallGetsItsOwnStatus) {
  CallServer server([](const grpc::CallbackServerContext& context,
                       const grpc::ByteBuffer& request,
                       grpc::ByteBuffer& answer) {
    const int number = NumberOf(request);
    if (number % 3 == 0) {
      return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                          std::to_string(number));
    }
    return Echo(context, request, answer);
  });
  const std::deque<Asked> calls = Ask(server.stub(), 2'000, 100);
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

TEST(AnswerCallsTest, UnixSocketsAreAnsweredToo) {
  const TempDir dir;
  CallServer server(&Echo, "unix:" + dir.path() + "/socket");
  ExpectEchoes(Ask(server.stub(), 2'000, 100));
}

TEST(AnswerCallsTest, CallsThatWaitWhenTheServerStopsEnd) {
  std::latch stopping(1);
  std::atomic<int> begun = 0;
  auto server = std::make_unique<CallServer>(
      [&](const grpc::CallbackServerContext& context,
          const grpc::ByteBuffer& request, grpc::ByteBuffer& answer) {
        if (begun.fetch_add(1) == 0) stopping.count_down();
        return Echo(context, request, answer);
      });
  std::thread stopper([&] {
    stopping.wait();
    server->ShutdownNow();
  });
  const std::deque<Asked> calls = Ask(server->stub(), 20'000, 500);
  stopper.join();
  server.reset();
  for (const Asked& call : calls) {
    if (call.status.ok()) {
      EXPECT_EQ(call.response.request_id(), call.request.request_id());
    }
  }
  EXPECT_FALSE(calls.back().status.ok());
}

// Of the TCP connection to `peer`.
uint64_t SegmentsSent(const std::string& peer) {
  tcp_info info = {};
  socklen_t size = sizeof info;
  PLACARD_CHECK(getsockopt(FindSockets().at(peer), IPPROTO_TCP, TCP_INFO, &info,
                           &size) == 0);
  return info.tcpi_data_segs_out;
}

TEST(AnswerCallsTest, AnswersToWhatCameTogetherLeaveTogether) {
  constexpr int kCalls = 20'000;
  std::mutex mu;
  std::string peer;
  CallServer server([&](const grpc::CallbackServerContext& context,
                        const grpc::ByteBuffer& request,
                        grpc::ByteBuffer& answer) {
    {
      const std::lock_guard lock(mu);
      if (peer.empty()) peer = context.peer();
    }
    return Echo(context, request, answer);
  });
  // Eight for each of gRPC's threads, of which there is one to two processors,
  // but at least two.
  const unsigned threads =
      std::clamp(std::thread::hardware_concurrency() / 2, 2U, 16U);
  ExpectEchoes(Ask(server.stub(), kCalls, static_cast<int>(8 * threads)));
  // About 1,300 to 3,100, and 10,900 to 19,900 if each leaves by itself.
  EXPECT_LT(SegmentsSent(peer), kCalls / 3);
}

}  // namespace
}  // namespace placard
