// Line items in rank order with the index over their rules: one part of a
// catalogue, searched through a SegmentCursor.
//
// Each row's rule is split in two. What a directory can look up is looked up
// for all rows at once; it never loses a row that accepts the page. What is
// left, the residual, is evaluated on the few rows that are left.
//
// The rows lie in partitions by the sections that they ask for, in more than
// one if they ask for several, and each partition in pieces. Rows that are not
// in flight in the segment's period lie in a partition apart, so that its pages
// do not meet them. Where it pays, the best rows of a partition and of those
// that were split from it lie in a partition apart, their head, and nowhere
// else: most searches end there.
//
// Thread safety: immutable.
// Lifetime: nothing of the campaigns that it was built from is kept.
// Cost: building is linear in the rules' terms, plus a sort of the rows; of
// large segments, a part of it falls to `workers`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "engine/base/prefetch.h"
#include "engine/base/workers.h"
#include "engine/index/feature_directory.h"
#include "engine/index/live_bits.h"
#include "engine/index/piece.h"
#include "engine/index/rank.h"
#include "engine/index/row.h"
#include "engine/index/section_homes.h"
#include "engine/index/stretches.h"
#include "engine/model/campaign.h"
#include "engine/targeting/compiled_rule.h"
#include "engine/targeting/query.h"
#include "engine/targeting/rule_compiler.h"
#include "engine/targeting/vocabulary.h"

namespace placard {

// A line item that is to become a row. Precondition: its rule is no BadRule,
// and it has a price if its campaign's tier is PRICE_PRIORITY.
struct RowSource {
  LineItemKey key = 0;
  uint32_t campaign_key = 0;
  SizeMask sizes = 0;
  bool has_labels = false;  // some creative
  bool has_page_rules = false;
  bool has_blocks = true;  // false: certainly no creative
  const Advertiser* advertiser = nullptr;
  const Campaign* campaign = nullptr;
  const LineItem* line_item = nullptr;
};

class Segment {
 public:
  // Precondition: as of RuleCompiler for `lists`; line items' names are
  // distinct. Whoever the workers are, the segment is the same.
  static std::shared_ptr<const Segment> Build(
      const std::vector<RowSource>& sources, const ListIds& lists,
      const Period& period = {}, const Workers& workers = LoneWorker());

  // That it was built for, or any, if it is too small for that to matter.
  const Period& period() const { return period_; }

  size_t rows() const { return rows_.size(); }
  const Row& row(uint32_t number) const { return rows_[number]; }
  // The first row whose rank is not better, or rows().
  uint32_t FirstRow(Rank rank) const;

  // An instant as flights are compared with it.
  struct Instant {
    absl::Time time;
    FlightSecond second = 0;
  };
  static Instant InstantOf(absl::Time time) {
    return {.time = time, .second = ToFlightSecond(time)};
  }

  // The slots for which the row's rule holds, if its flight has the instant.
  uint64_t AcceptingSlots(const Row& row, const Instant& instant,
                          const Query& query) const;

  // Asks memory for what LoadQuery will read first.
  void PrefetchWords(const HashedPage& page) const {
    vocabulary_.terms().Prefetch(page.tokens());
  }
  void LoadQuery(const HashedPage& page, absl::Time instant, const IdSet& lists,
                 Query& query) const {
    query.Load(vocabulary_, page, instant, lists, rule_book_.shared.size());
  }

  // Asks memory for what AcceptingSlots will read behind the row.
  void PrefetchResidual(const Row& row) const {
    if (row.residual == Row::kNoResidual) return;
    PrefetchMemory(rule_book_.words.data() + row.residual);
  }

  // Which partitions there are.
  const SectionHomes& homes() const { return homes_; }
  // The number of its first piece, which has its best rows.
  size_t FirstPiece(uint32_t partition) const {
    return partition == 0 ? 0 : piece_ends_[partition - 1];
  }
  std::span<const Piece> pieces(uint32_t partition) const {
    const size_t begin = FirstPiece(partition);
    return std::span(pieces_).subspan(begin, piece_ends_[partition] - begin);
  }
  const Piece& piece(size_t number) const { return pieces_[number]; }
  // `kind`: of features, or kSizes.
  const FeatureDirectory& directory(size_t kind) const {
    return directories_[kind];
  }
  const Stretches& stretches() const { return stretches_; }
  // Whether so many rows ask for features of the kind that they are always
  // looked up; what rows ask of another kind is in their residual, too.
  bool is_common(FeatureKind kind) const {
    return (common_kinds_ & ClauseSplitter::KindBit(kind)) != 0;
  }

  // Blocks of the creative at a position of LineItem::creatives.
  struct CreativeBlocks {
    uint32_t row = 0;
    uint32_t shared_rule = 0;
  };
  std::optional<CreativeBlocks> FindCreativeBlocks(LineItemKey key,
                                                   uint32_t position) const;
  bool Hit(const CreativeBlocks& blocks, const Query& query) const {
    return SharedHolds(rule_book_, blocks.shared_rule, query);
  }

 private:
  friend class SegmentBuilder;

  struct FlightTimes {
    absl::Time start;
    absl::Time end;
  };

  static uint64_t CreativeAt(LineItemKey key, uint32_t position) {
    return uint64_t{key} << 32 | position;
  }

  bool IsInFlight(const Row& row, const Instant& instant) const;
  // Whether the residual holds for what the row itself shows.
  static bool IsExcludedByNone(const Row& row, const Query& query) {
    return row.has(Row::kExcludesFewTerms) &&
           !query.MayHitAnyOf(row.excluded_terms);
  }

  Vocabulary vocabulary_;
  RuleBook rule_book_;
  std::vector<Row> rows_;
  std::vector<FlightTimes> exact_flights_;  // of rows with kExactFlight
  Stretches stretches_;
  ClauseSplitter::Kinds common_kinds_ = 0;
  Period period_;
  SectionHomes homes_;
  std::vector<Piece> pieces_;
  std::vector<size_t> piece_ends_;  // by partition
  std::array<FeatureDirectory, kLookupKinds> directories_;
  absl::flat_hash_map<uint64_t, CreativeBlocks> creative_blocks_;
};

}  // namespace placard
