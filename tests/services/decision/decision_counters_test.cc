#include "services/decision/decision_counters.h"

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(IsUnknownSectionTest, KnowsWhatIsListedAndWhatLeadsThere) {
  SitePolicy policy;
  EXPECT_FALSE(IsUnknownSection(policy, {"anything"}));
  policy.sections = {{"news", "politics"}, {"sport"}};
  EXPECT_FALSE(IsUnknownSection(policy, {"news", "politics"}));
  EXPECT_FALSE(IsUnknownSection(policy, {"news"}));
  EXPECT_FALSE(IsUnknownSection(policy, {"sport"}));
  EXPECT_TRUE(IsUnknownSection(policy, {"news", "polticis"}));
  EXPECT_TRUE(IsUnknownSection(policy, {"sport", "golf"}));
  EXPECT_TRUE(IsUnknownSection(policy, {"sports"}));
}

TEST(DecisionCountersTest, AddsUpOutcomesReasonsAndUnknownSections) {
  DecisionCounters counters;
  SitePolicy policy;
  policy.sections = {{"news"}};
  PageRequest request;
  request.page.sections = {{"news"}, {"nwes", "world"}};
  Decision decision;
  decision.slots.resize(3);
  decision.slots[0].outcome = Outcome::kFilled;
  decision.slots[1].reasons[static_cast<size_t>(Reason::kSize)] = 7;
  decision.slots[2].reasons[static_cast<size_t>(Reason::kSize)] = 1;
  counters.Count(request, decision, policy);
  counters.Count(request, decision, policy);
  counters.CountRefused();
  counters.CountTokenRefused(TokenRefusal::kForeign);
  const DecisionTotals totals = counters.totals();
  EXPECT_EQ(totals.pages, 2u);
  EXPECT_EQ(totals.refused, 1u);
  EXPECT_EQ(totals.tokens, (std::array<uint64_t, 4>{0, 0, 0, 1}));
  EXPECT_EQ(totals.slots[static_cast<size_t>(Outcome::kFilled)], 2u);
  EXPECT_EQ(totals.slots[static_cast<size_t>(Outcome::kHouse)], 0u);
  EXPECT_EQ(totals.slots[static_cast<size_t>(Outcome::kUnfilled)], 4u);
  EXPECT_EQ(totals.reasons[static_cast<size_t>(Reason::kSize)], 4u);
  EXPECT_EQ(totals.unknown_sections, 2u);
  EXPECT_EQ(totals.unknown_section, "nwes/world");
}

}  // namespace
}  // namespace placard
