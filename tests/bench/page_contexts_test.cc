#include "bench/workload/page_contexts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "bench/workload/popularity.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ParsePageContextsTest, ReadsSectionsAndKeywordsNormalised) {
  const auto contexts = ParsePageContexts(
      "date\tsection\tkeywords\n"
      "2018-05-01\tU.S. NEWS\tTrump,plane crash,,Iran\n"
      "\n"
      "2018-05-02\tWORLD/Asia\tx\n");
  ASSERT_TRUE(contexts.ok()) << contexts.status();
  ASSERT_EQ(contexts->size(), 2u);
  EXPECT_THAT((*contexts)[0].section, ElementsAre("u.s. news"));
  EXPECT_THAT((*contexts)[0].keywords,
              ElementsAre("trump", "plane crash", "iran"));
  EXPECT_THAT((*contexts)[1].section, ElementsAre("world", "asia"));
}

TEST(ParsePageContextsTest, NamesTheLineThatIsWrong) {
  struct Case {
    std::string table;
    std::string message;
  };
  for (const Case& wrong : std::vector<Case>{
           {"", "found none"},
           {"date\tsection\tkeywords\n", "found none"},
           {"h\nd\ts\tk\nd\ts\n", "line 3: expected 3 columns, found 2"},
           {"h\nd\ts\tk\tx\n", "line 2: expected 3 columns, found 4"},
           {"h\nd\t\tk\n", "line 2: section path must not be empty"},
           {"h\nd\ts\t\xFF\n", "line 2: must be UTF-8"}}) {
    const auto contexts = ParsePageContexts(wrong.table);
    EXPECT_EQ(contexts.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(contexts.status().message()),
                HasSubstr(wrong.message));
  }
}

TEST(ReadPageContextsTest, ReadsAFileOrSaysWhichItCannot) {
  EXPECT_EQ(ReadPageContexts("/nowhere/pages.tsv").status().code(),
            absl::StatusCode::kNotFound);
  const std::string path = testing::TempDir() + "page_contexts_test.tsv";
  std::ofstream(path) << "h\nd\tnews\tcrash\n";
  const auto contexts = ReadPageContexts(path);
  ASSERT_TRUE(contexts.ok()) << contexts.status();
  EXPECT_EQ(contexts->size(), 1u);
  std::ofstream(path) << "h\n";
  EXPECT_THAT(std::string(ReadPageContexts(path).status().message()),
              HasSubstr(path));
}

// How often what was drawn, most often first.
template <typename T>
std::vector<int> CountsOf(const std::vector<T>& values) {
  std::map<T, int> counts;
  for (const T& value : values) ++counts[value];
  std::vector<int> sorted;
  for (const auto& [value, count] : counts) sorted.push_back(count);
  std::sort(sorted.rbegin(), sorted.rend());
  return sorted;
}

class MakePageContextsTest : public testing::Test {
 protected:
  const SiteVocabulary vocabulary_ = MakeVocabulary(1);
  const std::vector<PageContext> contexts_ =
      MakePageContexts(vocabulary_, 10'000, 1);
};

TEST_F(MakePageContextsTest, PagesHaveFiveKeywordsAndSeldomMoreThanNine) {
  std::vector<size_t> lengths;
  for (const PageContext& page : contexts_) {
    lengths.push_back(page.keywords.size());
  }
  std::sort(lengths.begin(), lengths.end());
  EXPECT_EQ(lengths.front(), 2u);
  EXPECT_EQ(lengths[lengths.size() / 2], 5u);
  EXPECT_EQ(lengths[lengths.size() * 95 / 100], 9u);
  EXPECT_EQ(lengths.back(), 11u);
}

TEST_F(MakePageContextsTest, KeywordsFollowZipfsLaw) {
  std::vector<std::string> words;
  for (const PageContext& page : contexts_) {
    for (const std::string& keyword : page.keywords) {
      if (keyword.find(' ') == std::string::npos) words.push_back(keyword);
    }
  }
  const std::vector<int> counts = CountsOf(words);
  // The first of 5,000 has 1 / H(5000) = 11 %; the n-th a n-th of that.
  EXPECT_NEAR(counts[0], static_cast<double>(words.size()) * 0.11,
              static_cast<double>(words.size()) * 0.01);
  for (size_t rank : {2, 5, 10, 30, 100, 300}) {
    EXPECT_NEAR(counts[rank - 1] * static_cast<double>(rank) / counts[0], 1.0,
                0.25)
        << rank;
  }
}

TEST_F(MakePageContextsTest, SectionsAreSkewedAndNested) {
  std::vector<SectionPath> sections;
  size_t nested = 0;
  for (const PageContext& page : contexts_) {
    sections.push_back(page.section);
    nested += page.section.size() > 1;
  }
  const std::vector<int> counts = CountsOf(sections);
  EXPECT_GT(counts.size(), 50u);
  EXPECT_GT(counts[0], 10 * counts[counts.size() / 2]);
  EXPECT_GT(nested, contexts_.size() / 4);
}

TEST(VocabularyOfTest, CountsWhatThePagesHave) {
  const SiteVocabulary vocabulary =
      VocabularyOf({{.section = {"news"}, .keywords = {"b", "a", "c"}},
                    {.section = {"sport"}, .keywords = {"c", "b"}},
                    {.section = {"news"}, .keywords = {"c"}}});
  EXPECT_THAT(vocabulary.sections,
              ElementsAre(SectionPath{"news"}, SectionPath{"sport"}));
  EXPECT_THAT(vocabulary.section_weights, ElementsAre(2, 1));
  EXPECT_THAT(vocabulary.words, ElementsAre("c", "b", "a"));
  EXPECT_THAT(vocabulary.word_weights, ElementsAre(3, 2, 1));
  EXPECT_THAT(vocabulary.phrases, ElementsAre("a c", "b a", "c b"));
}

TEST(PopularityTest, DrawsByWeightAndNeverWhatHasNone) {
  const Popularity popularity({0, 3, 0, 1, 0});
  Dice dice(1);
  std::vector<int> counts(5);
  for (int i = 0; i < 40'000; ++i) ++counts[popularity.Draw(dice)];
  EXPECT_EQ(counts[0] + counts[2] + counts[4], 0);
  EXPECT_NEAR(counts[1], 30'000, 400);
}

}  // namespace
}  // namespace placard
