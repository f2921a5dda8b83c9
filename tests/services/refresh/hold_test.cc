#include "services/refresh/hold.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using testing::HasSubstr;
using testing::Optional;

CatalogSummary Of(std::string epoch, size_t campaigns, size_t documents = 0,
                  size_t unreadable = 0) {
  return {.epoch = std::move(epoch),
          .campaigns = campaigns,
          .documents = documents,
          .unreadable = unreadable};
}

TEST(WhyHoldTest, ANewEpochNeedsAtLeastHalfOfTheCampaigns) {
  EXPECT_EQ(WhyHold(Of("a", 10), Of("b", 5)), std::nullopt);
  EXPECT_THAT(WhyHold(Of("a", 10), Of("b", 4)),
              Optional(HasSubstr("with 4 campaigns instead of 10")));
  EXPECT_THAT(WhyHold(Of("a", 1), Of("b", 0)), Optional(HasSubstr("epoch, b")));
  EXPECT_EQ(WhyHold(Of("a", 0), Of("b", 0)), std::nullopt);
}

TEST(WhyHoldTest, WithinOneEpochOpsMayDeleteWhatTheyLike) {
  EXPECT_EQ(WhyHold(Of("a", 10), Of("a", 0)), std::nullopt);
}

TEST(WhyHoldTest, BelievesAFewUnreadableDocumentsButNotMany) {
  EXPECT_EQ(WhyHold(Of("a", 9), Of("a", 0, 9, 9)), std::nullopt);
  EXPECT_EQ(WhyHold(Of("a", 9), Of("a", 9, 1000, 10)), std::nullopt);
  EXPECT_THAT(WhyHold(Of("a", 9), Of("a", 9, 999, 10)),
              Optional(HasSubstr("10 of 999 documents")));
}

}  // namespace
}  // namespace placard
