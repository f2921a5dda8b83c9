#include "engine/index/clauses.h"

#include <algorithm>
#include <random>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr FeatureKind kTerm = FeatureKind::kTerm;
constexpr FeatureKind kCountry = FeatureKind::kCountry;
constexpr FeatureKind kDevice = FeatureKind::kDevice;
constexpr ClauseSplitter::Kinds kAllKinds = ~ClauseSplitter::Kinds{0};

// Rules over what it keeps, and what is left of them.
class ClausesTest : public testing::Test {
 protected:
  RuleExpr Any(FeatureKind kind, std::vector<uint32_t> ids) {
    return {.op = RuleOp::kAnyOf,
            .kind = kind,
            .ids = scratch_.Copy(std::span(ids))};
  }
  RuleExpr Group(RuleOp op, std::vector<RuleExpr> parts) {
    return {.op = op, .parts = scratch_.Copy(std::span(parts))};
  }
  RuleExpr RandomTree(std::mt19937& random, int depth);

 private:
  Scratch scratch_;
};

std::vector<uint32_t> Of(const Clause& clause, FeatureKind kind) {
  const auto features = clause.features[static_cast<size_t>(kind)];
  return {features.begin(), features.end()};
}

TEST_F(ClausesTest, OfAnAndOfLookupsNothingIsLeft) {
  ClauseSplitter splitter(kAllKinds);
  std::vector<RuleExpr> parts = {Any(kTerm, {3, 5}), Any(kCountry, {1})};
  const std::span<RuleExpr> rest = splitter.Split(parts);
  ASSERT_EQ(splitter.clauses().size(), 1);
  EXPECT_THAT(Of(splitter.clauses()[0], kTerm), ElementsAre(3, 5));
  EXPECT_THAT(Of(splitter.clauses()[0], kCountry), ElementsAre(1));
  EXPECT_THAT(rest, IsEmpty());
}

TEST_F(ClausesTest, OfAKindThatIsNotExactThePartStays) {
  ClauseSplitter splitter(ClauseSplitter::KindBit(kTerm));
  std::vector<RuleExpr> parts = {Any(kTerm, {3}), Any(kCountry, {1})};
  const std::span<RuleExpr> rest = splitter.Split(parts);
  ASSERT_EQ(rest.size(), 1);
  EXPECT_EQ(rest[0].kind, kCountry);
  EXPECT_THAT(Of(splitter.clauses()[0], kCountry), ElementsAre(1));
}

TEST_F(ClausesTest, KeyValuesStayForEachSlot) {
  ClauseSplitter splitter(kAllKinds);
  std::vector<RuleExpr> parts = {Any(FeatureKind::kKeyValue, {2})};
  EXPECT_EQ(splitter.Split(parts).size(), 1);
  EXPECT_THAT(Of(splitter.clauses()[0], FeatureKind::kKeyValue),
              ElementsAre(2));
}

TEST_F(ClausesTest, AnOrIsAClauseEach) {
  ClauseSplitter splitter(kAllKinds);
  std::vector<RuleExpr> parts = {
      Any(kDevice, {0}),
      Group(RuleOp::kAny, {Any(kTerm, {1}), Any(kCountry, {2})})};
  EXPECT_EQ(splitter.Split(parts).size(), 2);
  ASSERT_EQ(splitter.clauses().size(), 2);
  EXPECT_THAT(Of(splitter.clauses()[0], kTerm), ElementsAre(1));
  EXPECT_THAT(Of(splitter.clauses()[0], kDevice), ElementsAre(0));
  EXPECT_THAT(Of(splitter.clauses()[1], kCountry), ElementsAre(2));
  EXPECT_THAT(Of(splitter.clauses()[1], kTerm), IsEmpty());
}

// 2^5 clauses would be too many; what all alternatives ask for is kept.
TEST_F(ClausesTest, TooManyAlternativesAreRelaxedToOneClause) {
  ClauseSplitter splitter(kAllKinds);
  std::vector<RuleExpr> parts;
  for (uint32_t i = 0; i < 5; ++i) {
    parts.push_back(Group(
        RuleOp::kAny,
        {Group(RuleOp::kAll, {Any(kTerm, {i}), Any(kDevice, {0})}),
         Group(RuleOp::kAll, {Any(kTerm, {i + 10}), Any(kCountry, {0})})}));
  }
  EXPECT_EQ(splitter.Split(parts).size(), 5);
  ASSERT_EQ(splitter.clauses().size(), 1);
  EXPECT_THAT(Of(splitter.clauses()[0], kTerm), ElementsAre(0, 10));
  EXPECT_THAT(Of(splitter.clauses()[0], kDevice), IsEmpty());
}

// Random trees over two features of three kinds each.
RuleExpr ClausesTest::RandomTree(std::mt19937& random, int depth) {
  if (depth == 0 || random() % 3 == 0) {
    const auto kind = std::vector{kTerm, kCountry, kDevice}[random() % 3];
    return Any(
        kind, random() % 4 == 0
                  ? std::vector<uint32_t>{0, 1}
                  : std::vector<uint32_t>{static_cast<uint32_t>(random() % 2)});
  }
  if (random() % 4 == 0) {
    return Group(RuleOp::kNot, {RandomTree(random, depth - 1)});
  }
  const RuleOp op = random() % 2 == 0 ? RuleOp::kAll : RuleOp::kAny;
  std::vector<RuleExpr> parts;
  for (size_t i = random() % 4; i > 0; --i) {
    parts.push_back(RandomTree(random, depth - 1));
  }
  return Group(op, std::move(parts));
}

using Has = std::set<std::pair<FeatureKind, uint32_t>>;

bool Holds(const RuleExpr& rule, const Has& page) {
  const auto holds = [&](const RuleExpr& part) { return Holds(part, page); };
  const auto has = [&](uint32_t id) { return page.contains({rule.kind, id}); };
  switch (rule.op) {
    case RuleOp::kAnyOf:
      return std::any_of(rule.ids.begin(), rule.ids.end(), has);
    case RuleOp::kNot:
      return !Holds(rule.parts[0], page);
    case RuleOp::kAll:
      return std::all_of(rule.parts.begin(), rule.parts.end(), holds);
    default:
      return std::any_of(rule.parts.begin(), rule.parts.end(), holds);
  }
}

bool Meets(const Clause& clause, const Has& page) {
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    const std::span<const uint32_t> asked = clause.features[kind];
    if (asked.empty()) continue;
    if (std::none_of(asked.begin(), asked.end(), [&](uint32_t feature) {
          return page.contains({static_cast<FeatureKind>(kind), feature});
        })) {
      return false;
    }
  }
  return true;
}

// How many clauses the disjunctive form of a rule has.
size_t Alternatives(const RuleExpr& rule) {
  if (rule.op != RuleOp::kAll && rule.op != RuleOp::kAny) return 1;
  const bool is_all = rule.op == RuleOp::kAll || rule.parts.empty();
  size_t alternatives = is_all ? 1 : 0;
  for (const RuleExpr& part : rule.parts) {
    const size_t more = Alternatives(part);
    alternatives = is_all ? alternatives * more : alternatives + more;
  }
  return alternatives;
}

TEST_F(ClausesTest, NoPageThatARuleAcceptsIsLost) {
  std::mt19937 random(3);
  ClauseSplitter splitter(kAllKinds);
  size_t accepted = 0;
  size_t turned_away = 0;
  size_t relaxed = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<RuleExpr> parts;
    for (size_t i = random() % 4; i > 0; --i) {
      parts.push_back(RandomTree(random, 4));
    }
    const RuleExpr rule = Group(RuleOp::kAll, parts);
    const RuleExpr residual = {.op = RuleOp::kAll,
                               .parts = splitter.Split(parts)};
    ASSERT_LE(splitter.clauses().size(), kMaxClauses);
    if (Alternatives(rule) > kMaxClauses) {
      EXPECT_EQ(splitter.clauses().size(), 1);
      ++relaxed;
    }
    for (uint32_t bits = 0; bits < 64; ++bits) {
      Has page;
      for (uint32_t i = 0; i < 6; ++i) {
        if ((bits >> i & 1) != 0) {
          page.emplace(std::vector{kTerm, kCountry, kDevice}[i / 2], i % 2);
        }
      }
      const bool is_met = std::any_of(
          splitter.clauses().begin(), splitter.clauses().end(),
          [&](const Clause& clause) { return Meets(clause, page); });
      const bool is_accepted = Holds(rule, page);
      ASSERT_EQ(is_met && Holds(residual, page), is_accepted)
          << "round " << round << ", page " << bits;
      accepted += is_accepted;
      turned_away += !is_met;
    }
  }
  EXPECT_GT(accepted, 10'000);
  EXPECT_GT(turned_away, 10'000);
  EXPECT_GT(relaxed, 10);
}

}  // namespace
}  // namespace placard
