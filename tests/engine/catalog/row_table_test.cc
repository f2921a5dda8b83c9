#include "engine/catalog/row_table.h"

#include <bit>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/engine/catalog/documents.h"

namespace placard {
namespace {

// So many line items, each with a row, settled in the base.
class RowTableTest : public testing::Test {
 protected:
  static constexpr size_t kItems = 100;

  void SetUp() override {
    Campaign campaign = CampaignOf("campaigns/c");
    std::vector<LineItemKey> keys;
    for (size_t i = 0; i < kItems; ++i) {
      AddLineItem(campaign, "l" + std::to_string(i), Word("w"));
      keys.push_back(rows_.NewKey());
    }
    served_ = std::make_unique<ServedCampaign>(Shared(std::move(campaign)),
                                               AdvertiserOf("advertisers/a"), 0,
                                               keys, SizeTable());
    for (size_t i = 0; i < kItems; ++i) Set(i, false, true);
    segments_ = rows_.Segments(ListIds());
  }

  void Set(size_t i, bool is_same, bool is_live) {
    rows_.Set(served_->line_items()[i], is_same, is_live);
  }

  static size_t LiveRows(const SnapshotParts::SearchedSegment& segment) {
    size_t live = 0;
    for (const uint64_t word : *segment.live) {
      live += static_cast<size_t>(std::popcount(word));
    }
    return live;
  }

  std::unique_ptr<ServedCampaign> served_;
  RowTable rows_;
  std::vector<SnapshotParts::SearchedSegment> segments_;
};

TEST_F(RowTableTest, TheFirstRowsBecomeTheBase) {
  ASSERT_EQ(segments_.size(), 1);
  EXPECT_EQ(segments_[0].segment->rows(), kItems);
  EXPECT_EQ(LiveRows(segments_[0]), kItems);
}

TEST_F(RowTableTest, NoChangeSharesEverything) {
  const auto again = rows_.Segments(ListIds());
  ASSERT_EQ(again.size(), 1);
  EXPECT_EQ(again[0].segment, segments_[0].segment);
  EXPECT_EQ(again[0].live, segments_[0].live);
}

TEST_F(RowTableTest, APauseIsABitOfTheSameSegment) {
  Set(7, /*is_same=*/true, /*is_live=*/false);
  const auto paused = rows_.Segments(ListIds());
  ASSERT_EQ(paused.size(), 1);
  EXPECT_EQ(paused[0].segment, segments_[0].segment);
  EXPECT_EQ(LiveRows(paused[0]), kItems - 1);
  EXPECT_EQ(LiveRows(segments_[0]), kItems);  // what was shared stays
}

TEST_F(RowTableTest, AChangedRowIsOneRowOfTheDelta) {
  Set(7, /*is_same=*/false, /*is_live=*/true);
  const auto changed = rows_.Segments(ListIds());
  ASSERT_EQ(changed.size(), 2);
  EXPECT_EQ(changed[0].segment, segments_[0].segment);
  EXPECT_EQ(LiveRows(changed[0]), kItems - 1);
  EXPECT_EQ(changed[1].segment->rows(), 1);
  EXPECT_EQ(LiveRows(changed[1]), 1);

  Set(7, /*is_same=*/true, /*is_live=*/false);
  const auto paused = rows_.Segments(ListIds());
  EXPECT_EQ(paused[1].segment, changed[1].segment);
  EXPECT_EQ(LiveRows(paused[1]), 0);
  EXPECT_EQ(paused[0].live, changed[0].live);
}

TEST_F(RowTableTest, ADroppedRowIsGoneFromBaseAndDelta) {
  Set(7, /*is_same=*/false, /*is_live=*/true);
  rows_.Drop(7);
  rows_.Drop(8);
  const auto dropped = rows_.Segments(ListIds());
  ASSERT_EQ(dropped.size(), 1);
  EXPECT_EQ(LiveRows(dropped[0]), kItems - 2);
  EXPECT_FALSE(rows_.has_row(7));
}

TEST_F(RowTableTest, WhenTheDeltaOutgrowsTheBaseBothAreBuiltAnew) {
  for (size_t i = 0; i < kItems / 2; ++i) Set(i, false, true);
  const auto merged = rows_.Segments(ListIds());
  ASSERT_EQ(merged.size(), 1);
  EXPECT_EQ(merged[0].segment->rows(), kItems);
  EXPECT_EQ(LiveRows(merged[0]), kItems);
}

TEST_F(RowTableTest, AnAdoptedBaseLeavesLaterChangesInTheDelta) {
  Set(1, /*is_same=*/false, true);
  rows_.Segments(ListIds());
  const RebuildJob job(rows_.ShareLineItems(), {}, rows_.Revisions(), {});
  Set(2, /*is_same=*/false, true);
  Set(3, /*is_same=*/true, false);
  rows_.Drop(4);
  rows_.Adopt(job.Run());
  const auto adopted = rows_.Segments(ListIds());
  ASSERT_EQ(adopted.size(), 2);
  EXPECT_EQ(adopted[0].segment->rows(), kItems);
  EXPECT_EQ(LiveRows(adopted[0]), kItems - 3);
  EXPECT_EQ(adopted[1].segment->rows(), 1);
  EXPECT_EQ(adopted[1].segment->row(0).key, 2);
}

TEST_F(RowTableTest, WantsARebuildWhenMostOfTheBaseIsDead) {
  EXPECT_FALSE(rows_.wants_rebuild());
  for (LineItemKey key = 0; key <= kItems / 2; ++key) rows_.Drop(key);
  EXPECT_TRUE(rows_.wants_rebuild());
  rows_.Adopt(
      RebuildJob(rows_.ShareLineItems(), {}, rows_.Revisions(), {}).Run());
  EXPECT_FALSE(rows_.wants_rebuild());
}

// Few line items are not worth telling apart by their flights, so many are.
TEST(RowTableTimeTest, WantsARebuildWhenHalfOfTheWeekIsOver) {
  constexpr size_t kMany = 5'000;
  Campaign campaign = CampaignOf("campaigns/c");
  RowTable rows;
  std::vector<LineItemKey> keys;
  for (size_t i = 0; i < kMany; ++i) {
    AddLineItem(campaign, "l" + std::to_string(i), Word("w"));
    keys.push_back(rows.NewKey());
  }
  const ServedCampaign served(Shared(std::move(campaign)),
                              AdvertiserOf("advertisers/a"), 0, keys,
                              SizeTable());
  const absl::Time now = absl::UnixEpoch() + absl::Hours(1'000'000);
  rows.SetTime(now);
  for (const ServedLineItem& item : served.line_items()) {
    rows.Set(item, false, true);
  }
  rows.Segments(ListIds());
  rows.SetTime(now + absl::Hours(83));
  EXPECT_FALSE(rows.wants_rebuild());
  rows.SetTime(now + absl::Hours(85));
  EXPECT_TRUE(rows.wants_rebuild());
  rows.Adopt(
      RebuildJob(rows.ShareLineItems(), {}, rows.Revisions(), {}, rows.period())
          .Run());
  EXPECT_FALSE(rows.wants_rebuild());
  // A clock that is set back a little is no reason.
  rows.SetTime(now + absl::Hours(84));
  EXPECT_FALSE(rows.wants_rebuild());
}

}  // namespace
}  // namespace placard
