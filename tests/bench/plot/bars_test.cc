#include "bench/plot/bars.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace placard {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

int CountOf(const std::string& text, const std::string& part) {
  int count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

TEST(BarsTest, DrawsABarForEachAndAMarkForEachBound) {
  const std::string svg =
      DrawBars("Times", "us",
               {{.name = "a<b", .value = 1, .label = "1 us"},
                {.name = "b",
                 .value = 1000,
                 .label = "1,000 us",
                 .bound = 10,
                 .holds = false},
                {.name = "c", .value = 0, .label = "0 us"}});
  EXPECT_EQ(CountOf(svg, "<rect"), 3);
  // One more to explain it.
  EXPECT_EQ(CountOf(svg, "plot-mark"), 2);
  EXPECT_THAT(svg, AllOf(HasSubstr("a&lt;b"), HasSubstr("1,000 us"),
                         HasSubstr("#dc2626"), Not(HasSubstr("nan")),
                         Not(HasSubstr("inf"))));
}

TEST(BarsTest, WithoutBoundsExplainsNoMark) {
  const std::string svg =
      DrawBars("Times", "us", {{.name = "a", .value = 5, .label = "5 us"}});
  EXPECT_THAT(svg, Not(HasSubstr("plot-mark")));
}

TEST(BarsTest, OfNothingButZerosHaveNoLength) {
  const std::string svg =
      DrawBars("Times", "us", {{.name = "a", .value = 0, .label = "0 us"}});
  EXPECT_THAT(svg, HasSubstr("width=\"0.0\""));
}

}  // namespace
}  // namespace placard
