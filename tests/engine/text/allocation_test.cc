#include <string>
#include <string_view>

#include "engine/text/normalize.h"
#include "engine/text/tokens.h"
#include "gtest/gtest.h"
#include "tests/engine/text/allocation_count.h"

namespace placard {
namespace {

template <typename Work>
int AllocationsOf(Work work) {
  const int before = AllocationCount();
  work();
  return AllocationCount() - before;
}

std::string Article(std::string_view sentence) {
  std::string text;
  while (text.size() + sentence.size() <= 64 << 10) text += sentence;
  return text;
}

TEST(AllocationTest, CountsAllocations) {
  EXPECT_GT(AllocationsOf([] { std::string(100, 'x').append(200, 'y'); }), 0);
}

TEST(AllocationTest, AsciiNormalisesWithoutOne) {
  const std::string article =
      Article("Seoul's  Stocks fell 3.5%,\r\n\tagain. ");
  std::string out;
  out.reserve(article.size());
  bool ok = false;
  EXPECT_EQ(AllocationsOf([&] { ok = NormalizeTo(article, out).ok(); }), 0);
  EXPECT_TRUE(ok);
  EXPECT_TRUE(out.starts_with("seoul's stocks fell 3.5%, again. seoul"));
}

TEST(AllocationTest, TypographyAndAccentsNormaliseWithoutOne) {
  const std::string article =
      Article("“Seoul’s café — déjà vu…” Zoë, 한국 뉴스, МОСКВА. ");
  std::string out;
  out.reserve(2 * article.size());
  bool ok = false;
  EXPECT_EQ(AllocationsOf([&] { ok = NormalizeTo(article, out).ok(); }), 0);
  EXPECT_TRUE(ok);
}

TEST(AllocationTest, TokensComeWithoutOne) {
  const std::string article = Article("seoul's stocks fell 3.5%, déjà vu. ");
  size_t tokens = 0;
  EXPECT_EQ(AllocationsOf([&] {
              ForEachToken(article, [&](std::string_view) { ++tokens; });
            }),
            0);
  EXPECT_EQ(tokens % 8, 0);
  EXPECT_GT(tokens, 10'000);
}

}  // namespace
}  // namespace placard
