#include "bench/report/figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace placard {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

Figure Example() {
  return {.id = "search/A/1000/p50",
          .what = "one \"search\"\n",
          .value = 1.25,
          .unit = "us",
          .bound = Bound{.value = 5},
          .holds = true};
}

TEST(FiguresTest, ArePrintedAndReadAsThemselves) {
  Figure least = Example();
  least.id = "ratio";
  least.bound = Bound{.value = 0.5, .at_most = false};
  const Figures figures = {
      Example(), least,
      Figure{.id = "failed", .what = "was not measured", .holds = false}};
  const absl::StatusOr<Figures> read = ParseFigures(PrintFigures(figures));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, figures);
  EXPECT_EQ(*ParseFigures(PrintFigures({})), Figures());
}

TEST(FiguresTest, DoNotHoldWhenTheirValueSaysOtherwise) {
  const absl::StatusOr<Figures> read = ParseFigures(
      R"([{"id": "a", "value": 6, "bound": "<= 5", "holds": true},
          {"id": "b", "value": 6, "bound": ">= 7", "holds": true},
          {"id": "c", "value": null, "bound": "<= 5", "holds": true},
          {"id": "d", "value": 6, "bound": null, "holds": false},
          {"id": "e", "value": 5, "bound": "<= 5", "holds": true}])");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(
      *read,
      ElementsAre(Field(&Figure::holds, false), Field(&Figure::holds, false),
                  Field(&Figure::holds, false), Field(&Figure::holds, false),
                  Field(&Figure::holds, true)));
}

TEST(FiguresTest, AreRefusedWithTheReason) {
  struct Case {
    std::string json;
    std::string reason;
  };
  for (const Case& wrong : std::vector<Case>{
           {"", "expected a JSON array"},
           {"{", "expected a JSON array"},
           {R"([{"value": 1}])", "figure without an id"},
           {R"([{"id": "a", "bound": "< 5"}])", "a: bound \"< 5\""},
           {R"([{"id": "a", "bound": "<= five"}])", "a: bound"}}) {
    const absl::StatusOr<Figures> read = ParseFigures(wrong.json);
    EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(wrong.reason));
  }
}

TEST(FiguresTest, OfOneIdTheLastStaysWhereTheFirstStood) {
  Figures figures = {Example(), Figure{.id = "b"}};
  Figure again = Example();
  again.value = 2;
  Merge({Figure{.id = "c"}, again}, figures);
  EXPECT_THAT(figures,
              ElementsAre(again, Figure{.id = "b"}, Figure{.id = "c"}));
}

TEST(FiguresTest, ValuesAreReadByPeople) {
  EXPECT_EQ(PrintValue(1234567), "1,234,567");
  EXPECT_EQ(PrintValue(-1234), "-1,234");
  EXPECT_EQ(PrintValue(999.96), "1000");
  EXPECT_EQ(PrintValue(0.00123456), "0.001235");
  EXPECT_EQ(PrintBound(Bound{.value = 1000, .at_most = false}), ">= 1,000");
  EXPECT_THAT(PrintBound(std::nullopt), IsEmpty());
}

}  // namespace
}  // namespace placard
