#include "engine/index/piece.h"

#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "engine/index/clause_table.h"
#include "engine/index/feature_directory.h"
#include "engine/index/piece_builder.h"
#include "engine/index/row.h"
#include "engine/index/stretches.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::testing::ElementsAre;

using Features = std::vector<uint32_t>;

// Pieces whose rows ask for terms, and where the terms are in them.
struct Pieces {
  std::vector<Piece> pieces;
  FeatureDirectory directory;

  RowSet Find(uint32_t feature, size_t piece = 0) const {
    const FeatureDirectory::Found found = directory.Find(feature, piece);
    if (!found.has) return {};
    return pieces[piece].Set(directory.place(found.number));
  }
  const Line* unconstrained(size_t piece = 0) const {
    return pieces[piece].unconstrained(kTerms);
  }

  static constexpr auto kTerms = static_cast<size_t>(FeatureKind::kTerm);
};

// By piece and row: what it asks for.
Pieces Build(const std::vector<std::vector<Features>>& asked, size_t features) {
  ClauseTable clauses;
  std::vector<std::vector<uint32_t>> numbers(asked.size());
  for (size_t piece = 0; piece < asked.size(); ++piece) {
    for (const Features& row : asked[piece]) {
      Clause clause;
      clause.of(FeatureKind::kTerm) = row;
      numbers[piece].push_back(static_cast<uint32_t>(clauses.size()));
      clauses.Add(numbers[piece].back(), clause);
    }
  }
  const std::vector<Row> rows(clauses.size());
  const Stretches stretches;
  PieceBuilder builder(rows, stretches, clauses);
  Pieces built;
  for (const std::vector<uint32_t>& of : numbers) {
    built.pieces.push_back(builder.Build(of, [](uint32_t) { return true; }));
  }
  built.directory = builder.BuildDirectory(Pieces::kTerms, features);
  return built;
}

std::set<uint32_t> Rows(const RowSet& set, size_t rows) {
  std::set<uint32_t> found(set.list.begin(), set.list.end());
  for (uint32_t row = 0; set.bitset != nullptr && row < rows; ++row) {
    if (set.bitset[row / Line::kRows].Contains(row % Line::kRows)) {
      found.insert(row);
    }
  }
  return found;
}

TEST(PieceTest, WithoutConstraintsItConstrainsNothing) {
  const Pieces built = Build({{{}, {}, {}}, {{}, {2}, {}}}, 5);
  EXPECT_FALSE(built.pieces[0].constrains(Pieces::kTerms));
  EXPECT_TRUE(built.pieces[1].constrains(Pieces::kTerms));
  EXPECT_FALSE(built.pieces[1].constrains(kSizes));
}

TEST(PieceTest, OfFewRowsEverySetIsABitsetWithTheUnconstrained) {
  const Pieces built = Build({{{0}, {}, {0, 1}, {1}}}, 3);
  ASSERT_NE(built.Find(0).bitset, nullptr);
  EXPECT_THAT(Rows(built.Find(0), 4), ElementsAre(0, 1, 2));
  EXPECT_THAT(Rows(built.Find(1), 4), ElementsAre(1, 2, 3));
  EXPECT_THAT(Rows({.bitset = built.unconstrained()}, 4), ElementsAre(1));
}

TEST(PieceTest, AFeatureOfNoRowHasNone) {
  const Pieces built = Build({{{0}, {0}}}, 2);
  EXPECT_TRUE(built.directory.Find(0, 0).has);
  EXPECT_FALSE(built.directory.Find(1, 0).has);
  EXPECT_EQ(built.unconstrained(), nullptr);
}

TEST(PieceTest, RareRowsAreAListAndCommonOnesABitset) {
  // Feature 0 on 1 row in 64, feature 1 on the rest but 3 unconstrained,
  // features 2 and 3 on as many rows as lie in place, and on one more.
  std::vector<Features> rows(640, {1});
  for (size_t i = 0; i < rows.size(); i += 64) rows[i] = {0};
  rows[5] = rows[6] = rows[639] = {};
  for (const size_t row : {9, 10, 11}) rows[row].push_back(2);
  for (const size_t row : {9, 10, 11, 12}) rows[row].push_back(3);
  const Pieces built = Build({rows}, 4);
  EXPECT_EQ(built.Find(0).bitset, nullptr);
  EXPECT_EQ(built.Find(0).list.size(), 10);
  EXPECT_NE(built.Find(1).bitset, nullptr);
  EXPECT_EQ(Rows(built.Find(1), 640).size(), 630);
  EXPECT_THAT(built.Find(2).list, ElementsAre(9, 10, 11));
  EXPECT_THAT(built.Find(3).list, ElementsAre(9, 10, 11, 12));
  EXPECT_THAT(Rows({.bitset = built.unconstrained()}, 640),
              ElementsAre(5, 6, 639));
}

TEST(PieceTest, EachSetIsWhatItsRowsAskFor) {
  // More pieces than a word has bits; some do not ask for anything.
  constexpr size_t kPieces = 150;
  constexpr size_t kFeatures = 64;
  std::mt19937 random(7);
  std::vector<std::vector<Features>> pieces(kPieces);
  for (std::vector<Features>& rows : pieces) {
    rows.resize(1 + random() % 700);
    if (random() % 8 == 0) continue;
    for (Features& row : rows) {
      std::set<uint32_t> features;
      for (uint32_t i = random() % 4; i > 0; --i) {
        features.insert(random() % (1U << random() % 7));
      }
      row.assign(features.begin(), features.end());
    }
  }
  const Pieces built = Build(pieces, kFeatures);
  for (size_t piece = 0; piece < kPieces; ++piece) {
    const std::vector<Features>& rows = pieces[piece];
    for (uint32_t feature = 0; feature < kFeatures; ++feature) {
      const RowSet set = built.Find(feature, piece);
      std::set<uint32_t> expected;
      for (uint32_t i = 0; i < rows.size(); ++i) {
        const bool asks =
            std::find(rows[i].begin(), rows[i].end(), feature) != rows[i].end();
        if (asks || (set.bitset != nullptr && rows[i].empty())) {
          expected.insert(i);
        }
      }
      EXPECT_EQ(Rows(set, rows.size()), expected) << piece << ' ' << feature;
    }
  }
}

}  // namespace
}  // namespace placard
