#include "bench/report/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "bench/report/page.h"

namespace placard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

Figures Examples() {
  return {{.id = "plain", .what = "", .value = 1, .unit = "us"},
          {.id = "bounded",
           .what = "",
           .value = 1,
           .unit = "us",
           .bound = Bound{.value = 2}},
          {.id = "ratio", .what = "", .value = 7, .unit = "x"},
          {.id = "bounded-ratio",
           .what = "",
           .value = 7,
           .unit = "x",
           .bound = Bound{.value = 5, .at_most = false}},
          {.id = "missed",
           .what = "a < b",
           .value = 3,
           .unit = "us",
           .bound = Bound{.value = 2},
           .holds = false},
          {.id = "failed", .what = "FAILED", .holds = false}};
}

TEST(TableTest, BeginsWithWhatIsMissedThenRatiosThenBounds) {
  EXPECT_THAT(
      InReadingOrder(Examples()),
      ElementsAre(Field(&Figure::id, "missed"), Field(&Figure::id, "failed"),
                  Field(&Figure::id, "bounded-ratio"),
                  Field(&Figure::id, "ratio"), Field(&Figure::id, "bounded"),
                  Field(&Figure::id, "plain")));
  EXPECT_EQ(DescribeBounds(Examples()), "2 of 4 bounds hold");
}

TEST(TableTest, HasARowForWhatIsBoundedOrFailed) {
  const std::string table =
      MarkdownTable({{"Processor", "a fast one"}}, Examples());
  EXPECT_THAT(table,
              AllOf(HasSubstr("- Processor: a fast one\n"),
                    HasSubstr("| `missed` | 3 us | <= 2 | **no** |\n"),
                    HasSubstr("| `failed` | not measured |  | **no** |\n"),
                    HasSubstr("| `bounded-ratio` | 7 x | >= 5 | yes |\n"),
                    Not(HasSubstr("| `plain` | 1 us |  |"))));
}

TEST(TableTest, FoldsAwayWhatHasNoBoundInTheOrderOfTheSummary) {
  Figures figures = Examples();
  for (const char* id : {"search/B/top-1/p50", "cold/p50", "search/B/top-1/p99",
                         "search/B/top-20/p50", "scan/B/top-1/p50",
                         "scan/B/top-1-ratio", "scan/B/top-5-ratio"}) {
    figures.push_back({.id = id, .what = "", .value = 2, .unit = "us"});
  }
  figures.push_back({.id = "search/B/top-20/p99",
                     .what = "",
                     .value = 2,
                     .unit = "us",
                     .bound = Bound{.value = 2}});
  EXPECT_THAT(MarkdownTable({}, figures),
              EndsWith("\n<details>\n"
                       "<summary>9 figures without a bound</summary>\n\n"
                       "| figure | value |\n|---|---|\n"
                       "| `plain` | 1 us |\n"
                       "| `ratio` | 7 x |\n"
                       "| `search/B/top-1/` | p50: 2 us; p99: 2 us |\n"
                       "| `cold/p50` | 2 us |\n"
                       "| `search/B/top-20/p50` | 2 us |\n"
                       "| `scan/B/` | top-1/p50: 2 us; top-1-ratio: 2 us; "
                       "top-5-ratio: 2 us |\n"
                       "\n</details>\n"));
}

TEST(TableTest, FoldsNothingAwayWhenEverythingHasABound) {
  EXPECT_THAT(MarkdownTable({}, {Examples()[1]}), Not(HasSubstr("details")));
}

TEST(TableTest, BeginsWithWhatFailsTheRunAndNamesIt) {
  Figures figures = Examples();
  figures.push_back({.id = "checks/failed",
                     .what = "",
                     .value = 1,
                     .bound = Bound{.value = 0},
                     .holds = false});
  EXPECT_EQ(InReadingOrder(figures).front().id, "checks/failed");
  EXPECT_EQ(DescribeBounds(figures),
            "2 of 5 bounds hold; FAILED: checks/failed");
}

TEST(TableTest, IsReplacedBetweenItsMarks) {
  const std::string document =
      "before\n<!-- table begins -->\nold\n<!-- table ends -->\nafter\n";
  const absl::StatusOr<std::string> replaced = ReplaceTable(document, "new\n");
  ASSERT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_EQ(*replaced,
            "before\n<!-- table begins -->\nnew\n<!-- table ends -->\nafter\n");
  EXPECT_EQ(ReplaceTable("no marks\n", "new\n").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(ReplaceTable("<!-- table ends -->\n<!-- table begins -->\n", "new")
                .status()
                .code(),
            absl::StatusCode::kNotFound);
}

TEST(HtmlPageTest, ShowsEveryFigureAndMarksWhatIsMissed) {
  const std::string page = HtmlPage({{"Flags", "-O3 <x>"}}, Examples());
  for (const Figure& figure : Examples()) {
    EXPECT_THAT(page, HasSubstr("<td>" + figure.id + "</td>"));
  }
  EXPECT_THAT(page,
              AllOf(HasSubstr("<tr class=\"missed\"><td>missed</td>"),
                    HasSubstr("a &lt; b"), HasSubstr("-O3 &lt;x&gt;"),
                    Not(HasSubstr("<script")), Not(HasSubstr("http-equiv"))));
}

Figure Measured(const std::string& id, double value, const std::string& unit) {
  return {.id = id, .what = "", .value = value, .unit = unit};
}

TEST(HtmlPageTest, DrawsLinesForSearchesAndBarsForTheRest) {
  const std::string page =
      HtmlPage({}, {Measured("search/A/1000/top-5/p50", 1, "us"),
                    Measured("search/A/10000/top-5/p50", 2, "us"),
                    Measured("search/B/1000/top-5/p50", 3, "us"),
                    Measured("search/B/10000/top-5/p50", 0, "us"),
                    Measured("decide/A/10000/p99", 30, "us"),
                    Measured("baselines/scan/A/10000/top-5-ratio", 300, "x"),
                    Measured("service/decide/unary", 20'000, "1/s")});
  EXPECT_THAT(
      page, AllOf(HasSubstr("Search for the best 5: p50"), HasSubstr("mode B"),
                  HasSubstr("Decisions at 10,000 line items, p99"),
                  HasSubstr("how much faster than baselines"),
                  HasSubstr("scan, mode A, 10,000"), HasSubstr("service, 1/s"),
                  Not(HasSubstr("nan")), Not(HasSubstr(">inf"))));
}

TEST(HtmlPageTest, LeavesOutNoBarWhenTheyAreTooManyForOnePicture) {
  Figures figures;
  for (int i = 0; i < 81; ++i) {
    figures.push_back(Measured("codec/part-" + std::to_string(i), i, "us"));
  }
  const std::string page = HtmlPage({}, figures);
  for (const Figure& figure : figures) {
    EXPECT_THAT(page, HasSubstr(">" + figure.id.substr(6) + "</text>"));
  }
  EXPECT_THAT(page, AllOf(HasSubstr(">codec, us (1 of 3)</text>"),
                          HasSubstr(">codec, us (3 of 3)</text>")));
}

TEST(HtmlPageTest, DrawsNoPictureOfChecks) {
  EXPECT_THAT(HtmlPage({}, {Measured("codec/checks/failed", 1, "")}),
              Not(HasSubstr("<svg")));
}

}  // namespace
}  // namespace placard
