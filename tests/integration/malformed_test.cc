// Bytes that are no requests, over the wire: each gets a clear answer, and the
// server goes on.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "placard/v1/report.pb.h"
#include "services/codec/status.h"
#include "services/rpc/wire.h"
#include "tests/integration/ops_client.h"
#include "tests/integration/placardd_process.h"
#include "tests/support/campaign_world.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using grpc::StatusCode;
using std::string_literals::operator""s;

std::string Field(int number, std::string_view bytes) {
  std::string out(1, static_cast<char>(number << 3 | 2));
  size_t length = bytes.size();
  for (; length >= 128; length >>= 7) {
    out += static_cast<char>(length | 128);
  }
  out += static_cast<char>(length);
  return out + std::string(bytes);
}

struct Case {
  const char* name;
  std::string bytes;
  // In the first violation, or in the message when there is none.
  const char* field;
};

// Numbers as in the .proto: Decide's page is 1 with keywords 3, its request id
// 4; BatchApply's resources are 1, with an advertiser as 3 whose name is 1 and
// display name 2.
const std::vector<Case> kDecide = {
    {"nothing at all", "", "slots"},
    {"text that is not UTF-8", Field(4, "caf\xe9"), "request_id"},
    {"text that is not UTF-8, deep down", Field(1, Field(3, "\xc0\x80")),
     "page.keywords[0]"},
    {"a surrogate", Field(1, Field(3, "\xed\xa0\x80")), "page.keywords[0]"},
    {"a truncated number", "\x28\xff"s, "seed"},
    {"a number of eleven bytes", "\x28"s + std::string(11, '\xff'), "seed"},
    {"a truncated text",
     "\x22\x7f"
     "abc"s,
     "request_id"},
    {"a length beyond four gigabytes", "\x22\xff\xff\xff\xff\x7f"s,
     "request_id"},
    {"field number zero", "\x02\x00"s, "(message)"},
    {"a wire type that does not exist", "\x0f"s, "page"},
    {"the end of no group", "\x0c"s, "page"},
    {"ten thousand groups", std::string(10'000, '\x7b'), "field 15"},
    {"a group that never ends", "\x7b\x08\x01"s, "field 15"},
    {"random bytes", "\x9c\x1f\x8b\x08\x00\x4e\x61\x02"s, ""},
    {"257 keywords",
     [] {
       std::string page;
       for (int i = 0; i < 257; ++i) page += Field(3, std::to_string(i));
       return Field(1, page) + Field(3, Field(1, "top"));
     }(),
     "page.keywords"},
    {"a keyword of 1,000 bytes", Field(1, Field(3, std::string(1000, 'x'))),
     "page.keywords[0]"},
    {"a field that is not known yet", Field(15, "x"), ""},
};
const std::vector<Case> kApply = {
    {"nothing at all", "", "resources"},
    {"text that is not UTF-8", Field(1, Field(3, Field(2, "caf\xe9"))),
     "resources[0].advertiser.display_name"},
    {"a truncated text", "\x0a\x7f\x1a"s, "resources[0]"},
    {"a truncated number", "\x10\xff"s, "validate_only"},
    {"ten thousand groups", std::string(10'000, '\x7b'), "field 15"},
};

constexpr const char* kDecideStream =
    "/placard.v1.DecisionService/DecideStream";

grpc::Status ErrorIn(const grpc::ByteBuffer& answer) {
  v1::DecideResponse response;
  EXPECT_TRUE(ParseMessage(answer, response).ok());
  const google::rpc::Status& error = response.error();
  return grpc::Status(static_cast<StatusCode>(error.code()), error.message(),
                      error.SerializeAsString());
}

class MalformedTest : public testing::Test {
 protected:
  MalformedTest()
      : server_({"--listen", "127.0.0.1:0", "--data-dir", dir_.path(),
                 "--drain", "1ms"}) {
    server_.AwaitServing();
    v1::Resource resource;
    *resource.mutable_advertiser() = AnAdvertiser("acme");
    ApplyUntilTaken(*server_.campaigns(), resource);
    *resource.mutable_campaign() = ACampaign("spring", "acme");
    last_ = ApplyUntilTaken(*server_.campaigns(), resource);
  }
  ~MalformedTest() override {
    // Alive, and as it was.
    const v1::DecideResponse response =
        DecideSince(*server_.decisions(), SimplePage(), last_);
    EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_FILLED);
    EXPECT_EQ(response.config_version().revision(), last_);
    EXPECT_EQ(server_.Stop(), 0);
  }

  // One message, whatever is in it, and how the call ended; on DecideStream,
  // what its answer says of it.
  grpc::Status Send(const std::string& method, const std::string& bytes) {
    grpc::GenericStub stub(server_.channel());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(20));
    grpc::CompletionQueue queue;
    const auto next = [&] {
      void* tag = nullptr;
      bool ok = false;
      EXPECT_TRUE(queue.Next(&tag, &ok));
      return ok;
    };
    const auto call = stub.PrepareCall(&context, method, &queue);
    call->StartCall(nullptr);
    next();
    const grpc::Slice slice(bytes);
    call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    next();
    grpc::ByteBuffer answer;
    call->Read(&answer, nullptr);
    const bool answered = next();
    grpc::Status status;
    call->Finish(&status, nullptr);
    next();
    return answered && method == kDecideStream ? ErrorIn(answer) : status;
  }

  void Check(const std::string& method, const std::vector<Case>& cases) {
    for (const Case& each : cases) {
      SCOPED_TRACE(each.name);
      const grpc::Status status = Send(method, each.bytes);
      EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT)
          << status.error_message();
      const FieldViolations violations = ViolationsOf(status);
      ASSERT_FALSE(violations.empty()) << status.error_message();
      bool found = std::string(each.field).empty();
      for (const FieldViolation& violation : violations) {
        found |= violation.field == each.field;
      }
      EXPECT_TRUE(found) << status.error_message();
    }
  }

  TempDir dir_;
  PlacarddProcess server_;
  uint64_t last_ = 0;
};

TEST_F(MalformedTest, DecideNamesWhatIsWrong) {
  Check("/placard.v1.DecisionService/Decide", kDecide);
}

TEST_F(MalformedTest, DecideStreamNamesWhatIsWrong) {
  Check(kDecideStream, kDecide);
}

TEST_F(MalformedTest, BatchApplyNamesWhatIsWrong) {
  Check("/placard.v1.CampaignService/BatchApply", kApply);
}

TEST_F(MalformedTest, EveryMethodRefusesAMessageThatIsCutShort) {
  // Only what is named is linked in, and so described.
  ASSERT_NE(v1::GetDeliveryDiagnosticsRequest::descriptor(), nullptr);
  for (const char* service :
       {"placard.v1.DecisionService", "placard.v1.CampaignService",
        "placard.v1.ReportService"}) {
    const auto* described =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
            service);
    ASSERT_NE(described, nullptr);
    for (int i = 0; i < described->method_count(); ++i) {
      const std::string& method = described->method(i)->name();
      SCOPED_TRACE(method);
      Check("/" + std::string(service) + "/" + method,
            {{"cut short", "\x0a\x7f\x0a"s, ""}});
    }
  }
}

TEST_F(MalformedTest, AFloodOfBadRequestsDoesNotFloodTheLog) {
  const auto stub = server_.decisions();
  for (int i = 0; i < 2'000; ++i) {
    grpc::ClientContext context;
    v1::DecideResponse response;
    EXPECT_EQ(stub->Decide(&context, {}, &response).error_code(),
              StatusCode::INVALID_ARGUMENT);
  }
  for (int i = 0; i < 200; ++i) {
    Send("/placard.v1.DecisionService/Decide", Field(4, "caf\xe9"));
  }
  EXPECT_LE(server_.lines().size(), 100u);
}

TEST_F(MalformedTest, AMessageBeyondAMebibyteIsRefused) {
  v1::DecideRequest request = SimplePage();
  request.mutable_page()->set_text(std::string(2 << 20, 'x'));
  grpc::ClientContext context;
  v1::DecideResponse response;
  EXPECT_EQ(
      server_.decisions()->Decide(&context, request, &response).error_code(),
      StatusCode::RESOURCE_EXHAUSTED);
}

}  // namespace
}  // namespace placard
