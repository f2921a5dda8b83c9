#include "engine/targeting/category_tree.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/targeting/rule_on_page.h"

namespace placard {
namespace {

using ::testing::ElementsAre;

std::shared_ptr<const Taxonomy> News() {
  auto taxonomy = std::make_shared<Taxonomy>();
  taxonomy->id = "iab";
  taxonomy->parent = {
      {"news", ""}, {"politics", "news"}, {"elections", "politics"}};
  return taxonomy;
}

std::vector<std::string> SelfAndAncestors(const CategoryTree& tree,
                                          const CategoryId& category) {
  std::vector<std::string> found;
  tree.ForSelfAndAncestors(category, [&](const HashedCategory& c) {
    found.push_back(std::string(c.taxonomy.text) + ":" +
                    std::string(c.id.text));
  });
  return found;
}

TEST(CategoryTreeTest, NamesACategoryAndItsAncestors) {
  const CategoryTree tree({{"iab", News()}});
  EXPECT_THAT(SelfAndAncestors(tree, {"iab", "elections"}),
              ElementsAre("iab:elections", "iab:politics", "iab:news"));
  EXPECT_THAT(SelfAndAncestors(tree, {"iab", "news"}), ElementsAre("iab:news"));
}

TEST(CategoryTreeTest, AnUnknownCategoryIsAloneInTheWorld) {
  const CategoryTree tree({{"iab", News()}});
  EXPECT_THAT(SelfAndAncestors(tree, {"iab", "sports"}),
              ElementsAre("iab:sports"));
  EXPECT_THAT(SelfAndAncestors(tree, {"other", "elections"}),
              ElementsAre("other:elections"));
  EXPECT_THAT(SelfAndAncestors(CategoryTree(), {"iab", "elections"}),
              ElementsAre("iab:elections"));
}

TEST(CategoryTreeTest, ACycleEnds) {
  auto taxonomy = std::make_shared<Taxonomy>();
  taxonomy->id = "iab";
  taxonomy->parent = {{"a", "b"}, {"b", "a"}};
  const CategoryTree tree({{"iab", taxonomy}});
  EXPECT_LE(SelfAndAncestors(tree, {"iab", "a"}).size(), 4);
}

TEST(CategoryRuleTest, ACategoryTakesPagesOfItsDescendants) {
  const Rule politics{CategoryRule{{{"iab", "politics"}}}};
  const Surroundings loaded = {.taxonomies = {{"iab", News()}}};
  Page page;
  page.categories = {{"iab", "elections"}};
  EXPECT_TRUE(Accepts(politics, page, loaded));
  page.categories = {{"iab", "news"}};
  EXPECT_FALSE(Accepts(politics, page, loaded));
  page.categories = {{"iab", "news"}, {"iab", "politics"}};
  EXPECT_TRUE(Accepts(politics, page, loaded));
}

TEST(CategoryRuleTest, WithoutATaxonomyAnIdMatchesOnlyItself) {
  const Rule politics{CategoryRule{{{"iab", "politics"}}}};
  Page page;
  page.categories = {{"iab", "elections"}};
  EXPECT_FALSE(Accepts(politics, page));
  page.categories = {{"iab", "politics"}};
  EXPECT_TRUE(Accepts(politics, page));
}

TEST(CategoryRuleTest, TheSameIdOfAnotherTaxonomyIsAnotherCategory) {
  const Rule politics{CategoryRule{{{"iab", "386"}}}};
  Page page;
  page.categories = {{"own", "386"}};
  EXPECT_FALSE(Accepts(politics, page));
  EXPECT_FALSE(Accepts(politics, Page()));
}

}  // namespace
}  // namespace placard
