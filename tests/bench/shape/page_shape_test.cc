#include "bench/shape/page_shape.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bench/workload/modes.h"
#include "bench/workload/workload.h"

namespace placard {
namespace {

using testing::HasSubstr;

TEST(PageShapeTest, CountsWhatIsOnPages) {
  const PageShape shape = ShapeOf({{{"news"}, {"a", "b c", "a"}},
                                   {{"news"}, {"a"}},
                                   {{"sport"}, {}},
                                   {{"news", "world"}, {"d"}}});
  EXPECT_EQ(shape.pages, 4u);
  EXPECT_EQ(shape.keywords_median, 1u);
  EXPECT_EQ(shape.keywords_p95, 3u);
  EXPECT_EQ(shape.keywords_most, 3u);
  EXPECT_DOUBLE_EQ(shape.phrases, 20);
  EXPECT_DOUBLE_EQ(shape.top_word, 60);
  EXPECT_DOUBLE_EQ(shape.top_10_words, 100);
  EXPECT_DOUBLE_EQ(shape.distinct_words, 60);
  EXPECT_EQ(shape.sections, 3u);
  EXPECT_DOUBLE_EQ(shape.top_section, 50);
  EXPECT_DOUBLE_EQ(shape.top_5_sections, 100);
}

TEST(PageShapeTest, FindsTheExponentOfALaw) {
  // The n-th word 1000 / n^0.5 times.
  std::vector<PageContext> contexts;
  for (int n = 1; n <= 400; ++n) {
    const auto times = static_cast<size_t>(std::lround(1000 / std::sqrt(n)));
    contexts.push_back(
        {{"news"}, std::vector<std::string>(times, "w" + std::to_string(n))});
  }
  EXPECT_NEAR(ShapeOf(contexts).word_exponent, 0.5, 0.01);
}

TEST(PageShapeTest, GeneratedPagesAreWhatTheirDocumentationSays) {
  const PageShape site =
      ShapeOf(ContextsOf(MakeWorkload({.line_items = 100}).views));
  EXPECT_EQ(site.keywords_median, 5u);
  EXPECT_EQ(site.keywords_p95, 9u);
  EXPECT_NEAR(site.phrases, 10, 1);
  EXPECT_NEAR(site.word_exponent, 1, 0.1);
  const PageShape modes =
      ShapeOf(ContextsOf(MakeMode({.line_items = 100, .pages = 2000}).views));
  EXPECT_EQ(modes.keywords_median, 15u);
  EXPECT_EQ(modes.keywords_most, 25u);
  EXPECT_NEAR(modes.word_exponent, 1, 0.1);
  EXPECT_EQ(modes.sections, 300u);
}

TEST(PrintShapesTest, LaysThemSideBySide) {
  const std::string text =
      PrintShapes({{"given", ShapeOf({{{"news"}, {"a"}}})},
                   {"site", ShapeOf({{{"news"}, {"a", "b"}}})}});
  EXPECT_THAT(text, HasSubstr("given        site\n"));
  EXPECT_THAT(text, HasSubstr("keywords a page, most                        1"
                              "           2\n"));
}

}  // namespace
}  // namespace placard
