#include "services/codec/status.h"

#include <string>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using testing::ElementsAre;

const FieldViolations kTwo = {{"page.url", "must be shorter"},
                              {"slots[1].id", "must not be empty"}};

TEST(ToGrpcStatus, OfOkIsOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_TRUE(ToGrpcStatus(FieldViolations()).ok());
}

TEST(ToGrpcStatus, KeepsCodeAndMessage) {
  for (absl::StatusCode code :
       {absl::StatusCode::kInvalidArgument, absl::StatusCode::kNotFound,
        absl::StatusCode::kAlreadyExists, absl::StatusCode::kAborted,
        absl::StatusCode::kFailedPrecondition, absl::StatusCode::kUnavailable,
        absl::StatusCode::kOutOfRange, absl::StatusCode::kInternal}) {
    const grpc::Status status = ToGrpcStatus(absl::Status(code, "why"));
    EXPECT_EQ(static_cast<int>(status.error_code()), static_cast<int>(code));
    EXPECT_EQ(status.error_message(), "why");
    EXPECT_EQ(status.error_details(), "");
    EXPECT_THAT(ViolationsOf(status), testing::IsEmpty());
  }
}

TEST(ToGrpcStatus, CarriesViolationsThereAndBack) {
  const grpc::Status status = ToGrpcStatus(kTwo);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(),
            "page.url: must be shorter; slots[1].id: must not be empty");
  EXPECT_EQ(ViolationsOf(status), kTwo);
}

TEST(ToGrpcStatus, StaysSmallEnoughForTrailers) {
  FieldViolations many;
  for (int i = 0; i < 256; ++i) {
    many.push_back({Concat("field[", i, "]"), std::string(100, 'x')});
  }
  many.push_back({"long", std::string(100'000, 'x')});
  const grpc::Status status = ToGrpcStatus(many);
  EXPECT_LT(
      status.error_details().size() * 4 / 3 + status.error_message().size() * 3,
      7'000);
  const FieldViolations listed = ViolationsOf(status);
  ASSERT_GT(listed.size(), 10);
  EXPECT_EQ(listed[0], many[0]);
  EXPECT_EQ(
      listed.back().description,
      Concat("and ", many.size() - (listed.size() - 1), " more violations"));
}

TEST(ToGrpcStatus, ListsOneViolationHoweverLong) {
  const FieldViolations listed = ViolationsOf(
      ToGrpcStatus({{std::string(9'000, 'f'), std::string(9'000, 'd')}}));
  ASSERT_EQ(listed.size(), 1);
  EXPECT_THAT(listed[0].description, testing::EndsWith("d..."));
}

TEST(ToGrpcStatus, IsReadableWhateverBytesWereQuoted) {
  const grpc::Status status = ToGrpcStatus({{"a\xFF", "b\xC3"}});
  EXPECT_THAT(ViolationsOf(status), ElementsAre(FieldViolation{"a?", "b?"}));
  EXPECT_EQ(status.error_message(), "a?: b?");
}

TEST(ToProtoError, SaysTheSameAsAMessage) {
  google::rpc::Status error;
  ToProtoError(ToStatus(kTwo), kTwo, &error);
  EXPECT_EQ(error.code(), 3);
  ASSERT_EQ(error.details_size(), 1);
  EXPECT_EQ(error.details(0).type_url(),
            "type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad;
  ASSERT_TRUE(error.details(0).UnpackTo(&bad));
  EXPECT_EQ(bad.field_violations(1).field(), "slots[1].id");
  ToProtoError(absl::OkStatus(), {}, &error);
  EXPECT_EQ(error.code(), 0);
  EXPECT_EQ(error.details_size(), 0);
}

TEST(ViolationsOf, OfDetailsThatAreNoneIsEmpty) {
  const grpc::Status status(grpc::StatusCode::INTERNAL, "x", "\xFF\xFF");
  EXPECT_THAT(ViolationsOf(status), testing::IsEmpty());
}

TEST(Below, PutsPathsFurtherIn) {
  EXPECT_THAT(Below("campaign", {{"flight", "x"}, {"", "y"}}),
              ElementsAre(FieldViolation{"campaign.flight", "x"},
                          FieldViolation{"campaign", "y"}));
}

}  // namespace
}  // namespace placard
