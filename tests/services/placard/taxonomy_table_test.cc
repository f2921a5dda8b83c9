#include "services/placard/taxonomy_table.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Read(std::string_view text) {
  SourceErrors errors;
  std::vector<std::string> rows;
  const v1::Taxonomy taxonomy = ReadTaxonomyTable(text, "t.tsv", errors);
  for (const v1::TaxonomyNode& node : taxonomy.nodes()) {
    rows.push_back(
        Concat(node.id(), "<", node.parent_id(), " ", node.display_name()));
  }
  for (const SourceError& error : errors) rows.push_back(ToString(error));
  return rows;
}

TEST(TaxonomyTableTest, ReadsTwoRowsOfHeadings) {
  EXPECT_THAT(Read("Relational ID System\t\t\tTiers\r\n"
                   "Unique ID\tParent\tName\tTier 1\r\n"
                   "150\t\tAttractions\tAttractions\r\n"
                   "JLBCU7\t150\tTheme Parks\tAttractions\r\n"),
              ElementsAre("150< Attractions", "JLBCU7<150 Theme Parks"));
}

TEST(TaxonomyTableTest, ReadsOneRowOfHeadingsAndARowThatIsItsOwnParent) {
  EXPECT_THAT(
      Read("Unique ID\tParent ID\tName\n1000\t1000\tRisk\n1001\t1000\tX"),
      ElementsAre("1000< Risk", "1001<1000 X"));
}

TEST(TaxonomyTableTest, TakesTheParentFromCodesThatSayIt) {
  EXPECT_THAT(Read("IAB Code\tTier\tIAB Category\n"
                   "IAB1\tTier 1\tArts\nIAB1-2\tTier 2\tBooks\n"),
              ElementsAre("IAB1< Arts", "IAB1-2<IAB1 Books"));
}

TEST(TaxonomyTableTest, ReadsColumnsInOtherPlaces) {
  EXPECT_THAT(Read("\tUnique ID\tParent ID\tCondensed Name (1st)\tTier 1\n"
                   "\t1\t\tDemographic\tDemographic\n\t\t\t\t\n"),
              ElementsAre("1< Demographic"));
}

TEST(TaxonomyTableTest, ReportsRowsWithoutAnIdAndFilesThatAreNoTable) {
  EXPECT_THAT(Read("Unique ID\tParent\tName\n1\t\tA\n\t1\tB\n"),
              ElementsAre("1< A", "t.tsv:3: row without an id"));
  EXPECT_THAT(Read("date\tsection\n1\t2\n"),
              ElementsAre(::testing::HasSubstr("t.tsv:1: is no table")));
  EXPECT_THAT(Read("\xff"), ElementsAre("t.tsv: is not UTF-8"));
}

TEST(TaxonomyTableTest, TakesItsIdFromTheFilesName) {
  EXPECT_EQ(TaxonomyIdOf("a/content_taxonomy_3.1.tsv"), "iab-content-3.1");
  EXPECT_EQ(TaxonomyIdOf("Ad Product Taxonomy 2.0.tsv"), "iab-ad-product-2.0");
  EXPECT_EQ(TaxonomyIdOf("house.tsv"), "house");
}

}  // namespace
}  // namespace placard
