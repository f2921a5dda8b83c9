#include "services/rpc/wire.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/stubs/logging.h"
#include "grpcpp/support/slice.h"
#include "gtest/gtest.h"
#include "placard/v1/decision.pb.h"

namespace placard {
namespace {

using std::string_literals::operator""s;
using testing::HasSubstr;
using v1::DecideRequest;

grpc::ByteBuffer Bytes(std::string_view text) {
  const grpc::Slice slice(text.data(), text.size());
  return grpc::ByteBuffer(&slice, 1);
}

// Field `number` holding `bytes`.
std::string Delimited(int number, std::string_view bytes) {
  std::string out;
  out += static_cast<char>(number << 3 | 2);
  EXPECT_LT(bytes.size(), 128u);
  out += static_cast<char>(bytes.size());
  return out + std::string(bytes);
}

class WireTest : public testing::Test {
 protected:
  WireTest() { google::protobuf::SetLogHandler(nullptr); }

  static std::string Error(std::string_view bytes) {
    DecideRequest request;
    const absl::Status status = ParseMessage(Bytes(bytes), request);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    return std::string(status.message());
  }
};

TEST_F(WireTest, ParsesWhatItSerialized) {
  DecideRequest request;
  request.set_request_id("r1");
  request.mutable_page()->add_keywords("paris");
  request.add_slots()->set_id(std::string(100'000, 'x'));
  DecideRequest copy;
  ASSERT_TRUE(ParseMessage(SerializeMessage(request), copy).ok());
  EXPECT_EQ(copy.SerializeAsString(), request.SerializeAsString());
}

TEST_F(WireTest, AnEmptyMessageIsAMessage) {
  DecideRequest request;
  EXPECT_TRUE(ParseMessage(Bytes(""), request).ok());
}

TEST_F(WireTest, NamesTheTextThatIsNotUtf8) {
  EXPECT_EQ(Error(Delimited(4, "caf\xe9")), "request_id: is not valid UTF-8");
  EXPECT_EQ(Error(Delimited(1, Delimited(3, "ok") + Delimited(3, "caf\xe9"))),
            "page.keywords[1]: is not valid UTF-8");
  EXPECT_EQ(Error(Delimited(3, Delimited(1, "a")) +
                  Delimited(3, Delimited(6, Delimited(2, "\xff")))),
            "slots[1].key_values[0].values[0]: is not valid UTF-8");
}

TEST_F(WireTest, NamesTheFieldInWhichTheBytesEnd) {
  EXPECT_EQ(Error("\x22\x05"
                  "ab"s),
            "request_id: the message ends within it");
  EXPECT_EQ(Error("\x28\xff"s), "seed: holds a malformed number");
  EXPECT_EQ(Error("\x22\xff"s), "request_id: has a malformed length");
  EXPECT_EQ(Error("\x21"s), "request_id: the message ends within it");
  EXPECT_EQ(Error("\x25\x01"s), "request_id: the message ends within it");
}

TEST_F(WireTest, NamesMalformedTags) {
  EXPECT_EQ(Error("\0"s), "(message): holds a malformed field tag");
  EXPECT_EQ(Error("\x0a\x01\xff"s), "page: holds a malformed field tag");
  EXPECT_EQ(Error("\x0f"s), "page: has a malformed wire type");
  EXPECT_EQ(Error("\x0c"s), "page: has a malformed wire type");
}

TEST_F(WireTest, NamesWhatIsNestedTooDeeply) {
  const std::string groups(10'000, static_cast<char>(15 << 3 | 3));
  EXPECT_THAT(Error(groups), HasSubstr("is nested too deeply"));
}

TEST_F(WireTest, FieldsNobodyKnowsAreNoFault) {
  DecideRequest request;
  EXPECT_TRUE(ParseMessage(Bytes(Delimited(15, "\xff\xfe")), request).ok());
  EXPECT_TRUE(ParseMessage(Bytes("\x7b\x7c"s), request).ok());  // a group
}

TEST_F(WireTest, EveryCutOfAMessageIsParsedOrExplained) {
  DecideRequest request;
  request.set_request_id("r1");
  request.mutable_page()->add_keywords("paris");
  request.add_slots()->set_id("top");
  request.set_seed(123456789);
  const std::string whole = request.SerializeAsString();
  for (size_t size = 0; size < whole.size(); ++size) {
    DecideRequest cut;
    const absl::Status status = ParseMessage(Bytes(whole.substr(0, size)), cut);
    EXPECT_TRUE(
        status.ok() ||
        !FaultOfWire(*DecideRequest::descriptor(), whole.substr(0, size)).ok())
        << size << ": " << status;
  }
}

}  // namespace
}  // namespace placard
