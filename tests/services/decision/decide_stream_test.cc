#include <map>
#include <string>
#include <thread>
#include <vector>

#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "services/codec/status.h"
#include "tests/services/decision/decision_world.h"

namespace placard {
namespace {

using grpc::StatusCode;
using Answers = std::map<std::string, v1::DecideResponse>;

v1::DecideRequest SeededPage(const std::string& id, uint64_t seed) {
  v1::DecideRequest request = APage();
  request.set_request_id(id);
  request.set_seed(seed);
  return request;
}

// The violated fields that an error in an answer names.
FieldViolations FieldsAtFault(const google::rpc::Status& error) {
  return ViolationsOf(grpc::Status(static_cast<StatusCode>(error.code()),
                                   error.message(), error.SerializeAsString()));
}

class DecideStreamTest : public DecisionWorld {
 protected:
  // Asks all of them on one stream, which must end well.
  Answers AskAll(const std::vector<v1::DecideRequest>& requests) {
    grpc::ClientContext context;
    const auto stream = stub_->DecideStream(&context);
    std::thread writer([&] {
      for (const v1::DecideRequest& request : requests) stream->Write(request);
      stream->WritesDone();
    });
    Answers answers;
    v1::DecideResponse response;
    while (stream->Read(&response)) {
      EXPECT_TRUE(answers.emplace(response.request_id(), response).second);
    }
    writer.join();
    const grpc::Status status = stream->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return answers;
  }

  v1::DecideResponse AskAlone(const v1::DecideRequest& request) {
    v1::DecideResponse response;
    EXPECT_TRUE(Decide(request, &response).ok());
    return response;
  }

  // Asks with bytes that no client of ours would send.
  v1::DecideResponse AskWithBytes(const std::string& bytes) {
    const grpc::Slice slice(bytes);
    v1::DecideResponse response;
    EXPECT_TRUE(
        ParseMessage(AskAlone(grpc::ByteBuffer(&slice, 1)), response).ok());
    return response;
  }

 private:
  grpc::ByteBuffer AskAlone(const grpc::ByteBuffer& request) {
    grpc::CompletionQueue queue;
    grpc::ClientContext context;
    grpc::GenericStub generic(channel_);
    const auto stream = generic.PrepareCall(
        &context, "/placard.v1.DecisionService/DecideStream", &queue);
    const auto await = [&] {
      void* tag = nullptr;
      bool ok = false;
      EXPECT_TRUE(queue.Next(&tag, &ok));
      EXPECT_TRUE(ok);
    };
    grpc::ByteBuffer answer;
    grpc::Status status;
    stream->StartCall(nullptr);
    await();
    stream->Write(request, nullptr);
    await();
    stream->Read(&answer, nullptr);
    await();
    stream->WritesDone(nullptr);
    await();
    stream->Finish(&status, nullptr);
    await();
    EXPECT_TRUE(status.ok()) << status.error_message();
    queue.Shutdown();
    return answer;
  }
};

TEST_F(DecideStreamTest, EveryRequestIsAnsweredAsItWouldBeAlone) {
  CreateSpring();
  std::vector<v1::DecideRequest> requests;
  for (uint64_t i = 0; i < 500; ++i) {
    requests.push_back(SeededPage("r" + std::to_string(i), i));
    if (i % 3 == 0) requests.back().mutable_slots(0)->set_id("other");
    if (i % 5 == 0) requests.back().mutable_at()->set_seconds(0);
  }
  const Answers answers = AskAll(requests);
  ASSERT_EQ(answers.size(), requests.size());
  for (const v1::DecideRequest& request : requests) {
    EXPECT_EQ(answers.at(request.request_id()).SerializeAsString(),
              AskAlone(request).SerializeAsString());
  }
  EXPECT_EQ(counters_.totals().pages, 2 * requests.size());
}

TEST_F(DecideStreamTest, ManyStreamsAtOnceAnswerAsCallsDo) {
  CreateSpring();
  constexpr int kClients = 8;
  std::vector<std::thread> clients;
  clients.reserve(kClients);
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([this, client] {
      std::vector<v1::DecideRequest> requests;
      for (uint64_t i = 0; i < 200; ++i) {
        requests.push_back(
            SeededPage(std::to_string(client) + "-" + std::to_string(i), i));
      }
      const Answers answers = AskAll(requests);
      ASSERT_EQ(answers.size(), requests.size());
      for (size_t i = 0; i < requests.size(); i += 50) {
        EXPECT_EQ(answers.at(requests[i].request_id()).SerializeAsString(),
                  AskAlone(requests[i]).SerializeAsString());
      }
    });
  }
  for (std::thread& client : clients) client.join();
}

TEST_F(DecideStreamTest, ABadRequestIsToldSoAndTheOthersAreAnswered) {
  std::vector<v1::DecideRequest> requests;
  for (uint64_t i = 0; i < 100; ++i) {
    requests.push_back(SeededPage("r" + std::to_string(i), i));
    if (i % 2 == 0) continue;
    requests.back().mutable_slots(0)->set_count(21);
    requests.back().mutable_slots(0)->clear_id();
  }
  const Answers answers = AskAll(requests);
  ASSERT_EQ(answers.size(), requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    const v1::DecideResponse& answer = answers.at(requests[i].request_id());
    if (i % 2 == 0) {
      EXPECT_FALSE(answer.has_error());
      EXPECT_EQ(answer.results_size(), 1);
      continue;
    }
    EXPECT_EQ(answer.error().code(), StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(FieldsAtFault(answer.error()).size(), 2u)
        << answer.error().message();
    EXPECT_EQ(answer.results_size(), 0);
    EXPECT_FALSE(answer.has_config_version());
  }
  EXPECT_EQ(counters_.totals().pages, 50u);
  EXPECT_EQ(counters_.totals().refused, 50u);
}

TEST_F(DecideStreamTest, TextThatIsNotUtf8IsNamedUnderTheRequestsId) {
  std::string bytes = APage().SerializeAsString();
  bytes[bytes.find("news")] = '\xe9';
  const v1::DecideResponse answer = AskWithBytes(bytes);
  EXPECT_EQ(answer.request_id(), "r1");
  EXPECT_EQ(answer.error().code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(answer.error().message(), "page.sections[0]: is not valid UTF-8");
}

TEST_F(DecideStreamTest, AnIdThatIsNotUtf8IsNotSentBack) {
  std::string bytes = APage().SerializeAsString();
  bytes[bytes.find("r1")] = '\xe9';
  const v1::DecideResponse answer = AskWithBytes(bytes);
  EXPECT_EQ(answer.request_id(), "");
  EXPECT_EQ(answer.error().message(), "request_id: is not valid UTF-8");
}

TEST_F(DecideStreamTest, WhatIsNoMessageIsToldSoWithoutAnId) {
  const v1::DecideResponse answer = AskWithBytes("\x0a\xff nonsense");
  EXPECT_EQ(answer.request_id(), "");
  EXPECT_EQ(answer.error().code(), StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace placard
