#include "bench/load/requests.h"

#include <string>
#include <utility>
#include <vector>

#include "bench/load/pages.h"
#include "bench/load/transport.h"
#include "engine/base/status.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using google::protobuf::util::MessageDifferencer;
using placard::v1::DecideRequest;
using placard::v1::DecideResponse;

std::string Flat(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(buffer.Dump(&slices).ok());
  std::string out;
  for (const grpc::Slice& slice : slices) {
    out.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return out;
}

grpc::ByteBuffer Bytes(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

TEST(RequestsTest, AMessageIsThePageWithAnIdOfItsOwn) {
  std::vector<DecideRequest> pages = MakeUpPages({.pages = 20});
  pages[3].set_request_id("the corpus's own");
  const auto requests = Requests::Build(pages);
  ASSERT_TRUE(requests.ok());
  ASSERT_EQ(requests->size(), 20);
  for (size_t i = 0; i < pages.size(); ++i) {
    DecideRequest sent;
    ASSERT_TRUE(sent.ParseFromString(Flat(requests->Message(i, 1000 + i))));
    pages[i].set_request_id(FormatRequestId(1000 + i));
    EXPECT_TRUE(MessageDifferencer::Equals(sent, pages[i]));
    const auto& slots = requests->slots(i);
    ASSERT_EQ(slots.size(), 3);
    for (int k = 0; k < 3; ++k) EXPECT_EQ(slots[k], pages[i].slots(k).id());
  }
}

TEST(RequestsTest, RefusesNoPagesAndTooLargeOnes) {
  EXPECT_EQ(Requests::Build({}).status().code(),
            absl::StatusCode::kInvalidArgument);
  DecideRequest large;
  large.mutable_page()->set_text(std::string(1 << 20, 'x'));
  const auto requests = Requests::Build({DecideRequest(), large});
  EXPECT_EQ(requests.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(ToStd(requests.status().message())),
              testing::HasSubstr("page 2"));
}

TEST(RequestIdTest, RoundTrips) {
  for (const uint64_t id :
       {uint64_t{0}, uint64_t{1}, IdOf(77, 12), ~uint64_t{0}}) {
    EXPECT_EQ(FormatRequestId(id).size(), 16);
    EXPECT_EQ(ParseRequestId(FormatRequestId(id)), id);
  }
  EXPECT_EQ(FormatRequestId(0xabc), "0000000000000abc");
  EXPECT_EQ(TicketOf(IdOf(77, 12)), 12);
}

TEST(RequestIdTest, OthersAreNoneOfOurs) {
  for (const char* text : {"", "abc", "0000000000000abcd", "000000000000 abc",
                           "-000000000000abc", "00000000000000xy"}) {
    EXPECT_EQ(ParseRequestId(text), std::nullopt) << text;
  }
}

TEST(AnswerHeadTest, HasTheRequestIdWhereverItStands) {
  DecideResponse answer;
  answer.set_request_id(FormatRequestId(99));
  answer.add_results()->set_slot_id("top");
  ASSERT_TRUE(HeadOf(Bytes(answer.SerializeAsString())));
  EXPECT_EQ(HeadOf(Bytes(answer.SerializeAsString()))->request_id, 99);
  DecideResponse id_only;
  std::swap(*id_only.mutable_request_id(), *answer.mutable_request_id());
  const auto head =
      HeadOf(Bytes(answer.SerializeAsString() + id_only.SerializeAsString()));
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request_id, 99);
  EXPECT_EQ(head->code, grpc::StatusCode::OK);
}

TEST(AnswerHeadTest, HasTheCodeOfTheErrorThatIsSaid) {
  DecideResponse answer;
  answer.set_request_id(FormatRequestId(7));
  answer.mutable_error()->set_code(grpc::StatusCode::INVALID_ARGUMENT);
  answer.mutable_error()->set_message("slots: must not be empty");
  const auto head = HeadOf(Bytes(answer.SerializeAsString()));
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request_id, 7);
  EXPECT_EQ(head->code, grpc::StatusCode::INVALID_ARGUMENT);
}

TEST(AnswerHeadTest, IsNotFoundWhereThereIsNoRequestId) {
  DecideResponse answer;
  answer.add_results()->set_slot_id("top");
  EXPECT_FALSE(HeadOf(Bytes(answer.SerializeAsString())));
  EXPECT_FALSE(HeadOf(Bytes("\x0a\xff")));
  EXPECT_FALSE(HeadOf(Bytes("nonsense")));
  EXPECT_FALSE(HeadOf(Bytes("")));
}

}  // namespace
}  // namespace placard
