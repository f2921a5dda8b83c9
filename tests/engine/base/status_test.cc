#include "engine/base/status.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace placard {
namespace {

using std::string_view_literals::operator""sv;

TEST(ConcatTest, TakesEveryKindOfTextAndNumber) {
  const std::string text = "line item ";
  const absl::string_view theirs = "depth ";
  EXPECT_EQ(Concat(text, "l7"sv, ": ", theirs, 40, " exceeds ", size_t{32}),
            "line item l7: depth 40 exceeds 32");
  EXPECT_EQ(Concat(), "");
  EXPECT_EQ(Concat(int64_t{-3}, " ", 1.5), "-3 1.5");
}

TEST(ConcatTest, KeepsNulAndBytesAfterIt) {
  EXPECT_EQ(Concat("a\0b"sv, "c"), std::string("a\0bc", 4));
}

TEST(StringViewTest, ConvertsBothWaysWithoutCopying) {
  const std::string_view ours = "ab\0c"sv;
  EXPECT_EQ(ToAbsl(ours).data(), ours.data());
  EXPECT_EQ(ToStd(ToAbsl(ours)), ours);
}

TEST(ErrorTest, CarriesItsCodeAndMessage) {
  EXPECT_EQ(Error(absl::StatusCode::kAborted, "revision ", 3),
            absl::AbortedError("revision 3"));
  EXPECT_EQ(InvalidArgument("x"), absl::InvalidArgumentError("x"));
  EXPECT_EQ(NotFound("campaign ", "c1"sv), absl::NotFoundError("campaign c1"));
  EXPECT_EQ(Unavailable("x"), absl::UnavailableError("x"));
}

TEST(AnnotateTest, PutsTheContextBeforeTheMessageAndKeepsTheCode) {
  EXPECT_EQ(Annotate(NotFound("no such zone"), "campaign c1"),
            absl::NotFoundError("campaign c1: no such zone"));
}

TEST(AnnotateTest, LeavesSuccessAlone) {
  EXPECT_TRUE(Annotate(absl::OkStatus(), "campaign c1").ok());
}

TEST(ToStatusTest, NoViolationIsSuccess) { EXPECT_TRUE(ToStatus({}).ok()); }

TEST(ToStatusTest, ListsEveryViolationInOrder) {
  EXPECT_EQ(ToStatus({{.field = "slots[0].id", .description = "is empty"}}),
            absl::InvalidArgumentError("slots[0].id: is empty"));
  EXPECT_EQ(ToStatus({{.field = "b", .description = "is too long"},
                      {.field = "a", .description = "is negative"}}),
            absl::InvalidArgumentError("b: is too long; a: is negative"));
}

absl::StatusOr<int> Positive(int value) {
  if (value <= 0) return InvalidArgument("must be positive, is ", value);
  return value;
}

absl::StatusOr<int> Sum(int a, int b, int& calls) {
  ++calls;
  PLACARD_ASSIGN_OR_RETURN(const int first, Positive(a));
  ++calls;
  PLACARD_RETURN_IF_ERROR(Positive(b).status());
  ++calls;
  return first + b;
}

TEST(StatusMacrosTest, GoOnAfterSuccess) {
  int calls = 0;
  EXPECT_EQ(Sum(2, 3, calls).value(), 5);
  EXPECT_EQ(calls, 3);
}

TEST(StatusMacrosTest, ReturnTheFirstFailureAtOnce) {
  int calls = 0;
  EXPECT_EQ(Sum(-1, -2, calls).status(),
            absl::InvalidArgumentError("must be positive, is -1"));
  EXPECT_EQ(calls, 1);
  calls = 0;
  EXPECT_EQ(Sum(1, -2, calls).status(),
            absl::InvalidArgumentError("must be positive, is -2"));
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace placard
