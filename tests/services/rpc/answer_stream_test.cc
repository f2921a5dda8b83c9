#include "services/rpc/answer_stream.h"

#include <atomic>
#include <latch>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "placard/v1/decision.grpc.pb.h"
#include "services/rpc/wire.h"

namespace placard {
namespace {

using v1::DecisionService;

// Streams on which `answerer` answers.
class OneMethod final : public DecisionService::Service {
 public:
  explicit OneMethod(AnswerStreams::Answerer answerer) {
    MarkMethodRawCallback(
        MethodIndex("placard.v1.DecisionService.DecideStream"),
        NewStreamHandler([this, answerer = std::move(answerer)](
                             grpc::CallbackServerContext* context) {
          return streams_.Open(*context, answerer);
        }));
  }
  AnswerStreams& streams() { return streams_; }

 private:
  AnswerStreams streams_;
};

class StreamServer {
 public:
  explicit StreamServer(AnswerStreams::Answerer answerer)
      : service_(std::move(answerer)) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = DecisionService::NewStub(
        grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                            grpc::InsecureChannelCredentials()));
  }
  // Waits for every stream to end.
  ~StreamServer() { server_->Shutdown(); }

  AnswerStreams& streams() { return service_.streams(); }
  DecisionService::Stub& stub() { return *stub_; }

 private:
  OneMethod service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<DecisionService::Stub> stub_;
};

v1::DecideRequest Numbered(int number) {
  v1::DecideRequest request;
  request.set_request_id(std::to_string(number));
  return request;
}

// Says the request's id again, with a text of `bytes` bytes.
OnePiece Echo(std::string_view request, size_t bytes = 0) {
  v1::DecideRequest asked;
  EXPECT_TRUE(ParseMessage(request, asked).ok());
  v1::DecideResponse response;
  response.set_request_id(asked.request_id());
  response.mutable_error()->set_message(std::string(bytes, '.'));
  return OnePiece(response.SerializeAsString());
}

OnePiece EchoAlone(std::string_view request) { return Echo(request); }

TEST(AnswerStreamsTest, EveryMessageIsAnsweredOnceAndTheStreamEndsWell) {
  constexpr int kMessages = 5'000;
  StreamServer server(&EchoAlone);
  grpc::ClientContext context;
  const auto stream = server.stub().DecideStream(&context);
  std::thread writer([&] {
    for (int i = 0; i < kMessages; ++i) stream->Write(Numbered(i));
    stream->WritesDone();
  });
  std::set<std::string> answered;
  v1::DecideResponse response;
  while (stream->Read(&response)) {
    EXPECT_TRUE(answered.insert(response.request_id()).second);
  }
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(answered.size(), kMessages);
}

TEST(AnswerStreamsTest, WhatCameTogetherIsAnsweredWithoutWaitingForMore) {
  StreamServer server(&EchoAlone);
  for (int burst = 1; burst <= 40; ++burst) {
    grpc::ClientContext context;
    const auto stream = server.stub().DecideStream(&context);
    for (int round = 0; round < 20; ++round) {
      for (int i = 1; i <= burst; ++i) {
        grpc::WriteOptions how;
        if (i < burst) how.set_buffer_hint();
        stream->Write(Numbered(i), how);
      }
      std::set<std::string> answered;
      v1::DecideResponse response;
      for (int i = 0; i < burst; ++i) {
        ASSERT_TRUE(stream->Read(&response));
        answered.insert(response.request_id());
      }
      EXPECT_EQ(answered.size(), burst);
    }
    stream->WritesDone();
    v1::DecideResponse response;
    EXPECT_FALSE(stream->Read(&response));
    EXPECT_TRUE(stream->Finish().ok());
  }
}

TEST(AnswerStreamsTest, AStreamWithoutMessagesEndsWell) {
  StreamServer server(&EchoAlone);
  grpc::ClientContext context;
  const auto stream = server.stub().DecideStream(&context);
  stream->WritesDone();
  v1::DecideResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST(AnswerStreamsTest, AClientThatDoesNotReadIsNotReadFrom) {
  constexpr size_t kAnswer = 64 << 10;
  constexpr int kMessages = 2'000;
  // Sixteen fill what may wait here; the rest is what gRPC and the kernel have
  // room for, at most.
  constexpr int kMostAhead = 16 + 500;
  std::atomic<int> asked = 0;
  StreamServer server([&](std::string_view request) {
    ++asked;
    asked.notify_all();
    return Echo(request, kAnswer);
  });
  grpc::ClientContext context;
  const auto stream = server.stub().DecideStream(&context);
  std::thread writer([&] {
    for (int i = 0; i < kMessages; ++i) stream->Write(Numbered(i));
    stream->WritesDone();
  });
  for (int seen; (seen = asked) < 16;) asked.wait(seen);
  int read = 0;
  int most_ahead = 0;
  v1::DecideResponse response;
  while (stream->Read(&response)) {
    most_ahead = std::max(most_ahead, asked - ++read);
  }
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(read, kMessages);
  EXPECT_LE(most_ahead, kMostAhead);
}

TEST(AnswerStreamsTest, ACancelledStreamIsGoneAndOthersGoOn) {
  StreamServer server(&EchoAlone);
  grpc::ClientContext other_context;
  const auto other = server.stub().DecideStream(&other_context);
  v1::DecideResponse response;
  {
    grpc::ClientContext context;
    const auto stream = server.stub().DecideStream(&context);
    for (int i = 0; i < 100; ++i) stream->Write(Numbered(i));
    ASSERT_TRUE(stream->Read(&response));
    context.TryCancel();
    while (stream->Read(&response)) continue;
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  other->Write(Numbered(7));
  ASSERT_TRUE(other->Read(&response));
  EXPECT_EQ(response.request_id(), "7");
  other->WritesDone();
  EXPECT_TRUE(other->Finish().ok());
}  // the server waits for both

TEST(AnswerStreamsTest, ClosingEndsIdleStreamsAndRefusesNewOnes) {
  StreamServer server(&EchoAlone);
  v1::DecideResponse response;
  grpc::ClientContext idle_context;
  const auto idle = server.stub().DecideStream(&idle_context);
  idle->Write(Numbered(1));
  ASSERT_TRUE(idle->Read(&response));

  server.streams().Close();
  EXPECT_FALSE(idle->Read(&response));
  EXPECT_EQ(idle->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);

  grpc::ClientContext late_context;
  const auto late = server.stub().DecideStream(&late_context);
  EXPECT_FALSE(late->Read(&response));
  EXPECT_EQ(late->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(AnswerStreamsTest, WhatIsBeingAnsweredWhenClosingIsStillAnswered) {
  std::latch asked(1);
  std::latch closed(1);
  StreamServer server([&](std::string_view request) {
    asked.count_down();
    closed.wait();
    return Echo(request);
  });
  grpc::ClientContext context;
  const auto stream = server.stub().DecideStream(&context);
  stream->Write(Numbered(1));
  asked.wait();
  server.streams().Close();
  closed.count_down();
  v1::DecideResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.request_id(), "1");
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(AnswerStreamsTest, ClosingWhileClientsAskEndsEveryStream) {
  constexpr int kStreams = 8;
  std::atomic<int> answers = 0;
  StreamServer server(&EchoAlone);
  std::vector<std::thread> clients;
  for (int i = 0; i < kStreams; ++i) {
    clients.emplace_back([&] {
      grpc::ClientContext context;
      const auto stream = server.stub().DecideStream(&context);
      v1::DecideResponse response;
      while (stream->Write(Numbered(1)) && stream->Read(&response)) {
        ++answers;
        answers.notify_all();
      }
      EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
    });
  }
  for (int seen; (seen = answers) < 500;) answers.wait(seen);
  server.streams().Close();
  for (std::thread& client : clients) client.join();
}

}  // namespace
}  // namespace placard
