#include "engine/index/segment.h"

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/base/hash.h"
#include "engine/index/segment_cursor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

Rule Country(std::string country) {
  return Rule{ValueRule{.field = ValueRule::Field::kCountry,
                        .values = {std::move(country)}}};
}
Rule Words(const std::vector<std::string>& words) {
  KeywordRule rule;
  for (const std::string& word : words) rule.terms.push_back({.text = word});
  return Rule{rule};
}

// A segment of line items whose weight falls from one to the next, so that
// keys are in rank order.
class SegmentTest : public testing::Test {
 protected:
  void Add(Rule rule) {
    auto campaign = std::make_unique<Campaign>();
    campaign->flight.start = absl::InfinitePast();
    auto item = std::make_unique<LineItem>();
    item->name = "item" + std::to_string(items_.size());
    item->weight = 1'000'000 - static_cast<int32_t>(items_.size());
    item->rule = std::move(rule);
    campaigns_.push_back(std::move(campaign));
    items_.push_back(std::move(item));
  }

  void Build() {
    std::vector<RowSource> sources;
    for (size_t i = items_.size(); i > 0; --i) {  // in any order
      sources.push_back({.key = static_cast<LineItemKey>(i - 1),
                         .advertiser = &advertiser_,
                         .campaign = campaigns_[i - 1].get(),
                         .line_item = items_[i - 1].get()});
    }
    segment_ = Segment::Build(sources, ListIds());
    live_.assign(BitsetWords(segment_->rows()), ~uint64_t{0});
    if (segment_->rows() % 64 != 0) {
      live_.back() >>= 64 - segment_->rows() % 64;
    }
  }

  void Load(const PageRequest& request) {
    page_.Load(request, CategoryTree());
    segment_->LoadQuery(page_, absl::UnixEpoch(), no_lists_, query_);
  }

  static PageRequest PageOf(std::string country,
                            std::vector<std::string> keywords) {
    PageRequest request;
    request.viewer.country = std::move(country);
    request.page.keywords = std::move(keywords);
    request.slots.resize(1);
    return request;
  }

  // The first `limit` line items that accept the page.
  std::vector<LineItemKey> Find(const PageRequest& request,
                                size_t limit = 1'000'000) {
    Load(request);
    cursor_.Aim(*segment_, instant_, query_);
    cursor_.Start(*segment_, live_, instant_, query_);
    return Continue(limit);
  }
  std::vector<LineItemKey> Continue(size_t limit = 1'000'000) {
    std::vector<LineItemKey> found;
    for (; !cursor_.at_end() && found.size() < limit; cursor_.Advance()) {
      ++candidates_;
      const Row& row = segment_->row(cursor_.row());
      if (segment_->AcceptingSlots(row, instant_, query_) != 0) {
        found.push_back(row.key);
      }
    }
    return found;
  }

  Advertiser advertiser_;
  std::vector<std::unique_ptr<Campaign>> campaigns_;
  std::vector<std::unique_ptr<LineItem>> items_;
  std::shared_ptr<const Segment> segment_;
  std::vector<uint64_t> live_;
  HashedPage page_;
  IdSet no_lists_;
  Query query_;
  SegmentCursor cursor_;
  const Segment::Instant instant_ = Segment::InstantOf(absl::UnixEpoch());
  size_t candidates_ = 0;
};

TEST_F(SegmentTest, OfNoLineItemsFindsNone) {
  Build();
  EXPECT_THAT(Find(PageOf("de", {"war"})), IsEmpty());
}

TEST_F(SegmentTest, FindsLineItemsInRankOrder) {
  Add(Country("de"));
  Add(Country("fr"));
  Add(Rule());
  Add(Country("de"));
  Build();
  EXPECT_THAT(Find(PageOf("de", {})), ElementsAre(0, 2, 3));
  EXPECT_THAT(Find(PageOf("it", {})), ElementsAre(2));
}

TEST_F(SegmentTest, EqualRanksGoByTheHashOfTheirNames) {
  for (int i = 0; i < 50; ++i) Add(Rule());
  for (const auto& item : items_) item->weight = 1;
  Build();
  for (uint32_t row = 1; row < segment_->rows(); ++row) {
    EXPECT_LT(HashBytes(items_[segment_->row(row - 1).key]->name),
              HashBytes(items_[segment_->row(row).key]->name));
  }
}

TEST_F(SegmentTest, PassesOverRowsThatAreNotLive) {
  for (int i = 0; i < 3; ++i) Add(Country("de"));
  Build();
  live_[0] = 0b101;
  EXPECT_THAT(Find(PageOf("de", {})), ElementsAre(0, 2));
}

TEST_F(SegmentTest, ReadsNothingOfALongRunThatIsNotLive) {
  for (int i = 0; i < 200'000; ++i) Add(Country("de"));
  Build();
  std::fill_n(live_.begin(), 150'000 / 64, uint64_t{0});
  EXPECT_THAT(Find(PageOf("de", {}), 1), ElementsAre(150'000 / 64 * 64));
  // A line of the first piece, by which it is known, and one where the next
  // live row is.
  EXPECT_LE(cursor_.words_read(), 2 * 2 * 512 / 64);
  std::fill(live_.begin(), live_.end(), uint64_t{0});
  EXPECT_THAT(Find(PageOf("de", {})), IsEmpty());
  EXPECT_LE(cursor_.words_read(), 2 * 512 / 64);
}

TEST_F(SegmentTest, WhatTheFamiliesDecideIsNotEvaluatedAgain) {
  Add(Rule{AllOfRule{{Country("de"), Words({"war", "peace"})}}});
  Add(Rule{AllOfRule{{Country("de"), Words({"spring"})}}});
  Build();
  candidates_ = 0;
  EXPECT_THAT(Find(PageOf("de", {"war"})), ElementsAre(0));
  EXPECT_EQ(candidates_, 1);
}

TEST_F(SegmentTest, OfWordsThatAreAllAskedForTheRarestIsLookedUp) {
  for (int i = 0; i < 100; ++i) {
    Add(Rule{
        AllOfRule{{Words({"common"}), Words({"rare" + std::to_string(i)})}}});
  }
  Build();
  candidates_ = 0;
  EXPECT_THAT(Find(PageOf("de", {"common", "rare70"})), ElementsAre(70));
  EXPECT_LE(candidates_, 2);  // the first was met before its words were counted
}

TEST_F(SegmentTest, StopsReadingWhereItsCallerStops) {
  for (int i = 0; i < 100'000; ++i) Add(Country(i % 2 == 0 ? "de" : "fr"));
  Build();
  EXPECT_THAT(Find(PageOf("de", {}), 5), ElementsAre(0, 2, 4, 6, 8));
  // One window of 512 rows: the live bits and one country's.
  EXPECT_EQ(cursor_.words_read(), 2 * 512 / 64);
  EXPECT_EQ(Find(PageOf("de", {})).size(), 50'000);
  // Of each line of each piece as much: the first has one line, the second 128.
  EXPECT_EQ(cursor_.words_read(), 2 * (1 + 128 + 67) * 512 / 64);
}

TEST_F(SegmentTest, GoesStraightToTheRowsOfARareWord) {
  for (int i = 0; i < 100'000; ++i) {
    Add(Words({i % 25'000 == 24'999 ? "rare" : "w" + std::to_string(i)}));
  }
  Build();
  EXPECT_THAT(Find(PageOf("de", {"rare"})),
              ElementsAre(24'999, 49'999, 74'999, 99'999));
  // A window for each, and never the rows between.
  EXPECT_LE(cursor_.words_read(), 4 * 64 + 4);
  EXPECT_THAT(Find(PageOf("de", {"unheard"})), IsEmpty());
  // Of the best rows those in flight, and nothing else.
  EXPECT_EQ(cursor_.words_read(), 512 / 64);
}

TEST_F(SegmentTest, SeeksForwardsInsideAndBeyondAWindow) {
  for (int i = 0; i < 20'000; ++i) {
    Add(i % 3 == 0 ? Country("de") : Words({"w" + std::to_string(i % 100)}));
  }
  Build();
  EXPECT_THAT(Find(PageOf("de", {}), 2), ElementsAre(0, 3));
  cursor_.SeekTo(100);
  EXPECT_THAT(Continue(2), ElementsAre(102, 105));
  cursor_.SeekTo(50);  // behind: stays
  EXPECT_THAT(Continue(1), ElementsAre(108));
  cursor_.SeekTo(12'346);
  EXPECT_THAT(Continue(1), ElementsAre(12'348));
  cursor_.SeekTo(19'998);
  EXPECT_THAT(Continue(), ElementsAre(19'998));
  cursor_.SeekTo(20'000);
  EXPECT_TRUE(cursor_.at_end());
}

TEST_F(SegmentTest, FindsTheFirstRowOfARank) {
  for (int i = 0; i < 10; ++i) Add(Rule());
  for (int i = 5; i < 10; ++i) campaigns_[static_cast<size_t>(i)]->priority = 9;
  Build();
  EXPECT_EQ(segment_->FirstRow(segment_->row(0).rank.NextLevel()), 5);
  EXPECT_EQ(segment_->FirstRow(segment_->row(5).rank.NextLevel()), 10);
  EXPECT_EQ(segment_->FirstRow(segment_->row(0).rank), 0);
}

// Rules of two families with rare, common and no constraints, searched in
// segments that fill several windows.
TEST_F(SegmentTest, FindsExactlyTheRowsWhoseRulesHold) {
  std::mt19937 random(11);
  struct Asked {
    uint32_t country;  // 0: any
    std::vector<uint32_t> words;
  };
  std::vector<Asked> asked;
  for (int i = 0; i < 9'000; ++i) {
    Asked a = {.country = std::min<uint32_t>(random() % 8, random() % 8),
               .words = {}};
    for (uint32_t n = random() % 4; n > 0; --n) {
      a.words.push_back(random() % (1U << random() % 10));
    }
    AllOfRule rule;
    if (a.country != 0)
      rule.rules.push_back(Country(std::to_string(a.country)));
    std::vector<std::string> words;
    for (const uint32_t w : a.words) words.push_back(std::to_string(w));
    if (!words.empty()) rule.rules.push_back(Words(words));
    Add(Rule{std::move(rule)});
    asked.push_back(std::move(a));
  }
  Build();
  for (int round = 0; round < 200; ++round) {
    const uint32_t country = random() % 9;
    std::set<uint32_t> words;
    std::vector<std::string> keywords;
    for (uint32_t n = random() % 6; n > 0; --n) {
      words.insert(random() % (1U << random() % 10));
    }
    keywords.reserve(words.size());
    for (const uint32_t word : words) keywords.push_back(std::to_string(word));
    std::vector<LineItemKey> expected;
    for (LineItemKey key = 0; key < asked.size(); ++key) {
      const Asked& a = asked[key];
      const bool word_hit =
          a.words.empty() ||
          std::any_of(a.words.begin(), a.words.end(),
                      [&](uint32_t w) { return words.contains(w); });
      if ((a.country == 0 || a.country == country) && word_hit) {
        expected.push_back(key);
      }
    }
    ASSERT_THAT(Find(PageOf(std::to_string(country), keywords)),
                ElementsAreArray(expected))
        << "round " << round;
  }
}

TEST_F(SegmentTest, AFlightCountsByTheNanosecondAndBeyondItsSeconds) {
  const absl::Time early = absl::FromUnixSeconds(-5);
  const absl::Time late = absl::FromUnixSeconds(5'000'000'000);
  const absl::Duration instant = absl::Nanoseconds(1);
  for (const absl::Time start :
       {early, absl::UnixEpoch(), absl::FromUnixMillis(1'700)}) {
    for (const absl::Time end :
         {absl::FromUnixMillis(2'300), absl::FromUnixSeconds(9), late}) {
      items_.clear();
      campaigns_.clear();
      Add(Rule());
      campaigns_[0]->flight.start = start;
      campaigns_[0]->flight.end = end;
      Build();
      Load(PageOf("de", {}));
      for (const absl::Time edge : {early, start, end, late}) {
        for (const absl::Time at : {edge - instant, edge, edge + instant}) {
          EXPECT_EQ(segment_->AcceptingSlots(
                        segment_->row(0), Segment::InstantOf(at), query_) != 0,
                    start <= at && at < end)
              << start << " " << end << " " << at;
        }
      }
    }
  }
}

TEST_F(SegmentTest, AFlightIsHalfOpen) {
  Add(Rule());
  campaigns_[0]->flight.start = absl::FromUnixSeconds(100);
  campaigns_[0]->flight.end = absl::FromUnixSeconds(200);
  Build();
  Load(PageOf("de", {}));
  const auto serves = [&](absl::Time instant) {
    return segment_->AcceptingSlots(segment_->row(0),
                                    Segment::InstantOf(instant), query_) != 0;
  };
  EXPECT_FALSE(serves(absl::FromUnixSeconds(100) - absl::Nanoseconds(1)));
  EXPECT_TRUE(serves(absl::FromUnixSeconds(100)));
  EXPECT_TRUE(serves(absl::FromUnixSeconds(200) - absl::Nanoseconds(1)));
  EXPECT_FALSE(serves(absl::FromUnixSeconds(200)));
}

}  // namespace
}  // namespace placard
