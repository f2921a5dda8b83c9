// A segment is the same whoever builds it: rows, rules, pieces and directories.
#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/index/segment.h"
#include "gtest/gtest.h"
#include "tests/support/eager_workers.h"

namespace placard {
namespace {

constexpr uint32_t kTops = 5;
constexpr uint32_t kMiddles = 4;
// All of them, and no other, are asked for; with the root.
constexpr uint32_t kSections = kTops * (kMiddles + 1) + 1;
// Above any feature that a rule here asks for.
constexpr uint32_t kFeatures = 200;
constexpr uint32_t kCreatives = 4;
constexpr Period kPeriod = {.begin = 300, .end = 600};

std::string Some(const char* what, uint32_t number) {
  return what + std::to_string(number);
}

// Blocks of so many words that a rule book has them once for all.
Blocks BlockedWords(uint32_t first) {
  Blocks blocks;
  for (uint32_t i = 0; i < 10; ++i) {
    blocks.keywords.push_back({.text = Some("b", first + i)});
  }
  return blocks;
}

// Line items that ask for sections, words and countries and stay away from
// others, in partitions of several pieces; and where they lie.
class WorkersTest : public testing::TestWithParam<uint32_t> {
 protected:
  WorkersTest() : random_(GetParam()) {
    const size_t most = GetParam() % 2 == 0 ? 150'000 : 3'000;
    const size_t count = random_() % most + kSections;
    items_.resize(count);
    for (size_t i = 0; i < count; ++i) {
      items_[i].name = Some("l", static_cast<uint32_t>(i));
      items_[i].weight = static_cast<int32_t>(Below(1000));
      items_[i].rule = DrawRule(static_cast<uint32_t>(i));
      items_[i].creatives = {Below(kCreatives)};
      sources_.push_back({.key = static_cast<LineItemKey>(i),
                          .sizes = SizeBit(Below(3)),
                          .advertiser = &advertiser_,
                          .campaign = &campaigns_[Below(3)],
                          .line_item = &items_[i]});
    }
    for (Campaign& campaign : campaigns_) {
      campaign.flight.start = absl::FromUnixSeconds(Below(1000));
      campaign.flight.end =
          campaign.flight.start + absl::Milliseconds(Below(1'000'000));
      campaign.blocks = BlockedWords(Below(20));
      campaign.creatives.resize(kCreatives);
      for (uint32_t i = 1; i < kCreatives; ++i) {
        campaign.creatives[i].blocks = BlockedWords(Below(20));
      }
    }
  }

  uint32_t Below(uint32_t n) { return static_cast<uint32_t>(random_() % n); }

  SectionPath DrawSection() {
    SectionPath path = {Some("top", Below(Below(2) == 0 ? 1 : kTops))};
    if (Below(3) != 0) path.push_back(Some("middle", Below(kMiddles)));
    return path;
  }

  // The first ask for each section.
  static SectionPath SectionOf(uint32_t item) {
    SectionPath path = {Some("top", item % kTops)};
    if (item >= kTops) path.push_back(Some("middle", item / kTops - 1));
    return path;
  }

  Rule DrawRule(uint32_t item) {
    AllOfRule all;
    if (item + 1 < kSections || Below(10) != 0) {
      const SectionPath path =
          item + 1 < kSections ? SectionOf(item) : DrawSection();
      all.rules.push_back(
          Rule{SectionRule{.include = {{.path = path}}, .exclude = {}}});
    }
    if (Below(3) != 0) {
      all.rules.push_back(
          Rule{KeywordRule{{{.text = Some("w", Below(Below(100) + 1))}}}});
    }
    if (Below(3) == 0) {
      all.rules.push_back(Rule{ValueRule{.field = ValueRule::Field::kCountry,
                                         .values = {Some("c", Below(40))}}});
    }
    if (Below(4) == 0) {
      all.rules.push_back(
          Not(Rule{KeywordRule{{{.text = Some("w", Below(100))}}}}));
    }
    if (Below(8) == 0) {
      all.rules.push_back(Rule{KeyValueRule{KeyValue{
          .key = "k", .values = {Some("v", Below(5)), Some("v", Below(5))}}}});
    }
    return Rule{std::move(all)};
  }

  PageRequest DrawPage() {
    PageRequest request;
    for (int i = 0; i < 10; ++i) {
      request.page.keywords.push_back(Some("w", Below(100)));
    }
    if (Below(2) == 0) request.page.keywords.push_back(Some("b", Below(30)));
    request.page.sections = {DrawSection()};
    request.viewer.country = Some("c", Below(40));
    request.slots.resize(2);
    request.slots[0].key_values = {{.key = "k", .values = {Some("v", 1)}}};
    return request;
  }

  std::mt19937 random_;
  Advertiser advertiser_;
  Campaign campaigns_[3];
  std::vector<LineItem> items_;
  std::vector<RowSource> sources_;
};

std::vector<uint32_t> RowsOf(const RowSet& set, size_t rows) {
  if (set.bitset == nullptr) return {set.list.begin(), set.list.end()};
  std::vector<uint32_t> in_set;
  for (uint32_t row = 0; row < rows; ++row) {
    if (set.bitset[row / Line::kRows].Contains(row % Line::kRows)) {
      in_set.push_back(row);
    }
  }
  return in_set;
}

std::vector<uint32_t> RowsOf(const Line* lines, size_t rows) {
  return lines == nullptr ? std::vector<uint32_t>()
                          : RowsOf(RowSet{.bitset = lines}, rows);
}

void ExpectSameRows(const Segment& a, const Segment& b) {
  ASSERT_EQ(a.rows(), b.rows());
  static_assert(std::has_unique_object_representations_v<Row>);
  for (uint32_t row = 0; row < a.rows(); ++row) {
    ASSERT_EQ(std::memcmp(&a.row(row), &b.row(row), sizeof(Row)), 0);
  }
}

// What a page meets of the rows' rules and of their creatives' blocks.
class Answers {
 public:
  Answers(const Segment& segment, const PageRequest& request)
      : segment_(segment) {
    page_.Load(request, CategoryTree());
    segment.LoadQuery(page_, instant_.time, no_lists_, query_);
  }

  uint64_t AcceptingSlots(uint32_t row) const {
    return segment_.AcceptingSlots(segment_.row(row), instant_, query_);
  }
  // None: it blocks nothing.
  std::optional<bool> IsBlocked(uint32_t row) const {
    const auto blocks = segment_.FindCreativeBlocks(segment_.row(row).key, 0);
    if (!blocks.has_value()) return std::nullopt;
    EXPECT_EQ(blocks->row, row);
    return segment_.Hit(*blocks, query_);
  }

 private:
  const Segment& segment_;
  const Segment::Instant instant_ =
      Segment::InstantOf(absl::FromUnixMillis(500'500));
  HashedPage page_;
  IdSet no_lists_;
  Query query_;
};

void ExpectSameAnswers(const Segment& a, const Segment& b,
                       const PageRequest& request) {
  const Answers of_a(a, request);
  const Answers of_b(b, request);
  for (uint32_t row = 0; row < a.rows(); ++row) {
    ASSERT_EQ(of_a.AcceptingSlots(row), of_b.AcceptingSlots(row));
    ASSERT_EQ(of_a.IsBlocked(row), of_b.IsBlocked(row));
  }
}

void ExpectSamePiece(const Segment& a, const Segment& b, size_t number) {
  const Piece& piece = a.piece(number);
  const Piece& other = b.piece(number);
  ASSERT_TRUE(
      std::equal(piece.segment_rows().begin(), piece.segment_rows().end(),
                 other.segment_rows().begin(), other.segment_rows().end()));
  const size_t rows = piece.rows();
  for (size_t stretch = 0; stretch < a.stretches().size(); ++stretch) {
    ASSERT_EQ(RowsOf(piece.in_flight(stretch), rows),
              RowsOf(other.in_flight(stretch), rows));
  }
  for (size_t kind = 0; kind < kLookupKinds; ++kind) {
    ASSERT_EQ(piece.constrains(kind), other.constrains(kind));
    if (!piece.constrains(kind)) continue;
    ASSERT_EQ(RowsOf(piece.unconstrained(kind), rows),
              RowsOf(other.unconstrained(kind), rows));
    for (uint32_t feature = 0; feature < kFeatures; ++feature) {
      ASSERT_EQ(a.directory(kind).has(feature), b.directory(kind).has(feature));
      if (!a.directory(kind).has(feature)) continue;
      const auto found = a.directory(kind).Find(feature, number);
      const auto found_too = b.directory(kind).Find(feature, number);
      ASSERT_EQ(found.has, found_too.has);
      if (!found.has) continue;
      ASSERT_EQ(found.number, found_too.number);
      ASSERT_EQ(
          RowsOf(piece.Set(a.directory(kind).place(found.number)), rows),
          RowsOf(other.Set(b.directory(kind).place(found_too.number)), rows));
    }
  }
}

size_t Partitions(const Segment& segment) {
  return segment.homes().all_partitions();
}

TEST_P(WorkersTest, BuildTheSegmentThatOneBuilds) {
  const auto alone = Segment::Build(sources_, ListIds(), kPeriod);
  const size_t partitions = Partitions(*alone);
  for (const size_t workers : {2, 3, 50}) {
    const auto segment =
        Segment::Build(sources_, ListIds(), kPeriod, EagerWorkers(workers));
    ASSERT_NO_FATAL_FAILURE(ExpectSameRows(*alone, *segment));
    for (int i = 0; i < 3; ++i) {
      ASSERT_NO_FATAL_FAILURE(ExpectSameAnswers(*alone, *segment, DrawPage()));
    }
    ASSERT_EQ(Partitions(*segment), partitions);
    for (uint32_t partition = 0; partition < partitions; ++partition) {
      const size_t first = alone->FirstPiece(partition);
      const size_t pieces = alone->pieces(partition).size();
      ASSERT_EQ(segment->FirstPiece(partition), first);
      ASSERT_EQ(segment->pieces(partition).size(), pieces);
      for (size_t i = first; i < first + pieces; ++i) {
        ASSERT_NO_FATAL_FAILURE(ExpectSamePiece(*alone, *segment, i))
            << "piece " << i << ", " << workers << " workers";
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, WorkersTest, testing::Range(1U, 9U));

}  // namespace
}  // namespace placard
