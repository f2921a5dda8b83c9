// Segments that are large enough to have partitions and several pieces, against
// rules evaluated one by one.

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/index/segment.h"
#include "engine/index/segment_cursor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::testing::ElementsAreArray;

constexpr size_t kTops = 4;
constexpr size_t kMiddles = 3;
constexpr uint32_t kSizes = 3;

struct Asked {
  std::vector<SectionPath> sections;  // none: anywhere
  uint32_t word = 0;                  // 0: any
  uint32_t any_section_word = 0;      // which does as well; 0: none
  uint32_t size = 0;
  Flight flight;
};

absl::Time At(double seconds) {
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

constexpr Period kPeriod = {.begin = 1000, .end = 2000};

// Some that have no instant of the period, some that just have one.
std::vector<Flight> Flights() {
  const absl::Time past = absl::InfinitePast();
  const absl::Time future = absl::InfiniteFuture();
  return {{.start = past, .end = future},
          {.start = past, .end = future},
          {.start = At(1500), .end = At(1600)},
          {.start = past, .end = At(1000)},
          {.start = past, .end = At(1000.25)},
          {.start = At(100), .end = At(700.5)},
          {.start = At(2000), .end = At(3000)},
          {.start = At(1999.75), .end = future},
          {.start = At(2500.5), .end = future}};
}

std::vector<absl::Time> Instants() {
  return {At(1550),    At(0),      At(700.25), At(700.75), At(999.5), At(1000),
          At(1000.25), At(1999.5), At(1999.8), At(2000),   At(2500),  At(1e7)};
}

bool LiesBelow(const SectionPath& path, const SectionPath& above) {
  return path.size() >= above.size() &&
         std::equal(above.begin(), above.end(), path.begin());
}

// Half of the line items ask for a few sections of the first top section, so
// that it is split again; weights fall, so that keys are in rank order.
class PartitionTest : public testing::Test {
 protected:
  static constexpr size_t kItems = 150'000;

  static void SetUpTestSuite() { world_ = new World(); }
  static void TearDownTestSuite() {
    delete world_;
    world_ = nullptr;
  }

  struct World {
    World() {
      std::mt19937 random(1);
      std::vector<std::unique_ptr<LineItem>> items;
      std::vector<RowSource> sources;
      for (const Flight& flight : Flights()) {
        campaigns.push_back({.flight = flight});
      }
      for (size_t i = 0; i < kItems; ++i) {
        asked.push_back(Draw(random));
        const Campaign& campaign = campaigns[random() % campaigns.size()];
        asked.back().flight = campaign.flight;
        auto item = std::make_unique<LineItem>();
        item->name = "item" + std::to_string(i);
        item->weight = 1'000'000 - static_cast<int32_t>(i);
        item->rule = RuleOf(asked.back());
        sources.push_back({.key = static_cast<LineItemKey>(i),
                           .sizes = SizeBit(asked.back().size),
                           .advertiser = &advertiser,
                           .campaign = &campaign,
                           .line_item = item.get()});
        items.push_back(std::move(item));
      }
      segment = Segment::Build(sources, ListIds(), kPeriod);
      live.assign(BitsetWords(kItems), ~uint64_t{0});
    }

    static SectionPath DrawSection(std::mt19937& random, size_t top) {
      SectionPath path = {"top" + std::to_string(top)};
      if (random() % 3 == 0) return path;
      path.push_back("middle" + std::to_string(random() % kMiddles));
      if (random() % 2 == 0) path.push_back("leaf");
      return path;
    }

    static Asked Draw(std::mt19937& random) {
      Asked drawn = {.word = static_cast<uint32_t>(random() % 20),
                     .size = static_cast<uint32_t>(random() % kSizes)};
      if (random() % 8 == 0) drawn.any_section_word = random() % 20 + 1;
      if (random() % 10 == 0) return drawn;
      for (size_t i = random() % 3 + 1; i > 0; --i) {
        const size_t top = random() % 2 == 0 ? 0 : random() % kTops;
        drawn.sections.push_back(DrawSection(random, top));
      }
      return drawn;
    }

    static Rule RuleOf(const Asked& asked) {
      AllOfRule all;
      if (!asked.sections.empty()) {
        SectionRule sections;
        for (const SectionPath& path : asked.sections) {
          sections.include.push_back({.path = path});
        }
        all.rules.push_back(Rule{std::move(sections)});
      }
      if (asked.word != 0) all.rules.push_back(Word(asked.word));
      if (asked.any_section_word == 0) return Rule{std::move(all)};
      return Rule{
          AnyOfRule{{Rule{std::move(all)}, Word(asked.any_section_word)}}};
    }

    static Rule Word(uint32_t word) {
      return Rule{KeywordRule{{{.text = "w" + std::to_string(word)}}}};
    }

    Advertiser advertiser;
    std::vector<Campaign> campaigns;
    std::vector<Asked> asked;
    std::shared_ptr<const Segment> segment;
    std::vector<uint64_t> live;
  };

  void Load(const std::vector<SectionPath>& paths, uint32_t word,
            absl::Time instant = At(1550)) {
    instant_ = Segment::InstantOf(instant);
    PageRequest request;
    request.page.sections = paths;
    request.page.keywords = {"w" + std::to_string(word)};
    request.slots.resize(1);
    page_.Load(request, CategoryTree());
    world_->segment->LoadQuery(page_, instant, no_lists_, query_);
    cursor_.Aim(*world_->segment, instant_, query_);
    cursor_.Start(*world_->segment, world_->live, instant_, query_);
  }

  // The page that was loaded last.
  bool Accepts(const Asked& asked, const std::vector<SectionPath>& paths,
               uint32_t word) const {
    if (!asked.flight.Contains(instant_.time)) return false;
    if (word != 0 && asked.any_section_word == word) return true;
    if (asked.word != 0 && asked.word != word) return false;
    const auto is_below = [](const SectionPath& path) {
      return
          [&path](const SectionPath& above) { return LiesBelow(path, above); };
    };
    return asked.sections.empty() ||
           std::any_of(paths.begin(), paths.end(), [&](const auto& path) {
             return std::any_of(asked.sections.begin(), asked.sections.end(),
                                is_below(path));
           });
  }

  std::vector<LineItemKey> Found(size_t limit = kItems) {
    std::vector<LineItemKey> found;
    for (; !cursor_.at_end() && found.size() < limit; cursor_.Advance()) {
      const Row& row = world_->segment->row(cursor_.row());
      if (world_->segment->AcceptingSlots(row, instant_, query_) != 0) {
        found.push_back(row.key);
      }
    }
    return found;
  }

  static void SetLive(uint32_t row, bool is_live) {
    const uint64_t bit = uint64_t{1} << row % 64;
    uint64_t& word = world_->live[row / 64];
    word = is_live ? word | bit : word & ~bit;
  }

  template <typename F>
  static std::vector<LineItemKey> Expected(const F& is_expected) {
    std::vector<LineItemKey> expected;
    for (LineItemKey key = 0; key < kItems; ++key) {
      if (is_expected(key)) expected.push_back(key);
    }
    return expected;
  }

  static World* world_;
  HashedPage page_;
  IdSet no_lists_;
  Query query_;
  SegmentCursor cursor_;
  Segment::Instant instant_;
};

PartitionTest::World* PartitionTest::world_ = nullptr;

std::vector<std::vector<SectionPath>> Pages() {
  return {{{"top0"}},
          {{"top0", "middle1"}},
          {{"top0", "middle2", "leaf"}},
          {{"top3", "middle0", "leaf", "below"}},
          {{"top0", "unknown"}},
          {{"nowhere"}},
          {{"top0", "middle1"}, {"top0", "middle0", "leaf"}},
          {{"top2"}, {"top0", "middle2"}, {"top1", "middle1", "leaf"}}};
}

TEST_F(PartitionTest, IsCutAsMeant) {
  std::vector<uint32_t> partitions;
  Load({{"top0", "middle0", "leaf"}}, 1);
  for (const Query::Path& path : query_.paths()) {
    for (const uint32_t node : query_.nodes(path)) {
      partitions.push_back(world_->segment->homes().Of(node));
    }
  }
  ASSERT_EQ(partitions.size(), 3);
  EXPECT_NE(partitions[0], SectionHomes::kRoot);
  EXPECT_NE(partitions[1], partitions[0]);  // the top section was too large
  EXPECT_EQ(partitions[2], partitions[1]);
}

TEST_F(PartitionTest, FindsExactlyTheRowsWhoseRulesHold) {
  const std::vector<absl::Time> instants = Instants();
  size_t pages = 0;
  for (const auto& paths : Pages()) {
    for (const uint32_t word : {1U, 19U, 99U}) {
      Load(paths, word, instants[++pages % instants.size()]);
      EXPECT_THAT(Found(), ElementsAreArray(Expected([&](LineItemKey key) {
                    return Accepts(world_->asked[key], paths, word);
                  })));
    }
  }
}

TEST_F(PartitionTest, FindsThemFromAnyRowOn) {
  std::mt19937 random(2);
  for (int round = 0; round < 100; ++round) {
    const auto paths = Pages()[random() % Pages().size()];
    const auto word = static_cast<uint32_t>(random() % 20);
    Load(paths, word, Instants()[random() % Instants().size()]);
    LineItemKey from = 0;
    for (int seek = 0; seek < 5; ++seek) {
      const std::vector<LineItemKey> next = Found(random() % 30);
      if (!next.empty()) from = next.back() + 1;
      from += random() % (1U << random() % 17);
      cursor_.SeekTo(from);
      const std::vector<LineItemKey> found = Found(3);
      std::vector<LineItemKey> expected;
      for (LineItemKey key = from; key < kItems && expected.size() < 3; ++key) {
        if (Accepts(world_->asked[key], paths, word)) expected.push_back(key);
      }
      ASSERT_THAT(found, ElementsAreArray(expected)) << "round " << round;
      if (found.empty()) break;
      from = found.back() + 1;
    }
  }
}

TEST_F(PartitionTest, PassesOverOtherSizesFromWhereItIsTold) {
  for (const auto& paths : Pages()) {
    for (const size_t before : {0, 7, 400}) {
      Load(paths, 3, before == 7 ? At(2500) : At(1550));
      const std::vector<LineItemKey> first = Found(before);
      const LineItemKey from = first.empty() ? 0 : first.back() + 1;
      cursor_.RestrictTo(SizeBit(1));
      EXPECT_THAT(Found(), ElementsAreArray(Expected([&](LineItemKey key) {
                    return key >= from && world_->asked[key].size == 1 &&
                           Accepts(world_->asked[key], paths, 3);
                  })));
    }
  }
}

TEST_F(PartitionTest, PassesOverRowsThatAreNotLive) {
  const std::vector<uint64_t> live = world_->live;
  std::mt19937 random(3);
  // Runs of rows that are live and of rows that are not, shorter and longer
  // than lines, windows and pieces.
  for (const uint32_t longest : {2U, 1U << 6, 1U << 11, 1U << 14, 1U << 17}) {
    for (uint32_t row = 0, run = 0; row < kItems; row += run) {
      run = random() % longest + 1;
      const bool is_live = random() % 2 == 0;
      for (uint32_t i = row; i < std::min<uint32_t>(row + run, kItems); ++i) {
        SetLive(i, is_live);
      }
    }
    for (const auto& paths : Pages()) {
      Load(paths, 3);
      EXPECT_THAT(Found(), ElementsAreArray(Expected([&](LineItemKey key) {
                    return IsLive(world_->live, key) &&
                           Accepts(world_->asked[key], paths, 3);
                  })));
    }
  }
  world_->live = live;
}

TEST_F(PartitionTest, FindsAtAnyInstantExactlyWhatFlies) {
  for (const absl::Time instant : Instants()) {
    Load({{"top0", "middle2", "leaf"}}, 7, instant);
    EXPECT_THAT(
        Found(), ElementsAreArray(Expected([&](LineItemKey key) {
          return Accepts(world_->asked[key], {{"top0", "middle2", "leaf"}}, 7);
        })))
        << instant;
  }
}

TEST_F(PartitionTest, ReadsRowsOutsideThePeriodOnlyForInstantsOutside) {
  Load({{"top0", "middle2", "leaf"}}, 7, At(1500));
  Found();
  const uint64_t inside = cursor_.words_read();
  Load({{"top0", "middle2", "leaf"}}, 7, At(2500));
  Found();
  EXPECT_GT(cursor_.words_read(), inside * 3 / 2);
}

// What stands behind a head is not looked into before the walk has come there.
TEST_F(PartitionTest, ReadsAHeadFirst) {
  const Segment& segment = *world_->segment;
  Load({{"top0", "middle1", "leaf"}}, 3);
  uint32_t home = SectionHomes::kRoot;
  uint64_t words = 0;
  for (const uint32_t node : query_.nodes(query_.paths()[0])) {
    const auto head = segment.pieces(segment.homes().HeadOf(home));
    ASSERT_EQ(head.size(), 1) << home;
    const uint32_t last = head[0].segment_rows().back();
    ASSERT_LE(cursor_.row(), last);
    EXPECT_GT(cursor_.words_read(), words);
    words = cursor_.words_read();
    size_t rows = 0;
    for (; cursor_.row() <= last; cursor_.Advance(), ++rows) {
      ASSERT_EQ(cursor_.words_read(), words);
    }
    EXPECT_GT(rows, 3);
    home = segment.homes().Of(node);
    if (segment.pieces(segment.homes().HeadOf(home)).empty()) break;
  }
  EXPECT_NE(home, SectionHomes::kRoot);
  EXPECT_GT(cursor_.words_read(), words);
}

// A page of one section reads none of the others' rows.
TEST_F(PartitionTest, ReadsOnlyItsOwnSections) {
  Load({{"top3"}}, 3);
  Found();
  const uint64_t small = cursor_.words_read();
  Load({{"top0", "middle1", "leaf"}}, 3);
  Found();
  EXPECT_LT(small * 2, cursor_.words_read());
}

// Of 512 clauses in a head the last is the second of three of its row.
TEST(HeadTest, ARowOnBothSidesIsFoundOnce) {
  constexpr size_t kItems = 9000;
  const Rule section{SectionRule{.include = {{.path = {"a"}}}}};
  const Rule word{KeywordRule{{{.text = "w"}}}};
  const Rule tv{DeviceRule{{Device::kTv}}};
  const Rule any{AnyOfRule{{section, word, tv}}};
  const Advertiser advertiser;
  const Campaign campaign;
  std::vector<LineItem> items(kItems);
  std::vector<RowSource> sources;
  for (size_t i = 0; i < kItems; ++i) {
    items[i].name = "item" + std::to_string(i);
    items[i].weight = 1'000'000 - static_cast<int32_t>(i);
    items[i].rule = any;
    sources.push_back({.key = static_cast<LineItemKey>(i),
                       .advertiser = &advertiser,
                       .campaign = &campaign,
                       .line_item = &items[i]});
  }
  const auto segment = Segment::Build(sources, ListIds());
  const auto head =
      segment->pieces(segment->homes().HeadOf(SectionHomes::kRoot));
  ASSERT_EQ(head.size(), 1);
  PageRequest request;
  request.page.sections = {{"a"}};
  request.page.keywords = {"w"};
  request.viewer.device = Device::kTv;
  request.slots.resize(1);
  HashedPage page;
  page.Load(request, CategoryTree());
  Query query;
  const IdSet no_lists;
  const Segment::Instant instant = Segment::InstantOf(At(1550));
  segment->LoadQuery(page, instant.time, no_lists, query);
  const std::vector<uint64_t> live(BitsetWords(kItems), ~uint64_t{0});
  SegmentCursor cursor;
  cursor.Aim(*segment, instant, query);
  cursor.Start(*segment, live, instant, query);
  for (uint32_t row = 0; row < kItems; ++row, cursor.Advance()) {
    ASSERT_EQ(cursor.row(), row);
  }
  EXPECT_TRUE(cursor.at_end());
}

// Of ten sections a page looks at a tenth of the rows, and at what asks for
// none: one in eight of all is worth a head.
TEST(HeadTest, IsMadeWhereAPageLooksAtManyOfItsRows) {
  static constexpr size_t kSections = 10;
  static constexpr size_t kInEach = SectionHomes::kWorthAPartition + 100;
  const auto has_head = [](size_t everywhere) {
    const Advertiser advertiser;
    const Campaign campaign;
    std::vector<LineItem> items(kSections * kInEach + everywhere);
    std::vector<RowSource> sources;
    for (size_t i = 0; i < items.size(); ++i) {
      items[i].name = "item" + std::to_string(i);
      items[i].weight = 1;
      items[i].rule = Rule{AllOfRule{}};
      if (i >= everywhere) {
        const std::string section = "s" + std::to_string(i % kSections);
        items[i].rule = Rule{SectionRule{.include = {{.path = {section}}}}};
      }
      sources.push_back({.key = static_cast<LineItemKey>(i),
                         .advertiser = &advertiser,
                         .campaign = &campaign,
                         .line_item = &items[i]});
    }
    const auto segment = Segment::Build(sources, ListIds());
    EXPECT_GE(segment->homes().partitions(), kSections);
    return !segment->pieces(segment->homes().HeadOf(SectionHomes::kRoot))
                .empty();
  };
  EXPECT_FALSE(has_head(0));
  EXPECT_FALSE(has_head(kInEach / 5));
  EXPECT_TRUE(has_head(kInEach / 2));
}

}  // namespace
}  // namespace placard
