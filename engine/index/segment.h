// Line items in rank order with the index over their rules: one part of a
// catalogue, searched through a SegmentCursor.
//
// Each row's rule is split in two. What a Family can look up is looked up for
// all rows at once; it never loses a row that accepts the page. What is left,
// the residual, is evaluated on the few rows that are left.
//
// Thread safety: immutable.
// Lifetime: nothing of the campaigns that it was built from is kept.
// Cost: building is linear in the rules' terms, plus a sort of the rows.
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
#include "engine/index/family.h"
#include "engine/index/rank.h"
#include "engine/model/campaign.h"
#include "engine/targeting/compiled_rule.h"
#include "engine/targeting/query.h"
#include "engine/targeting/rule_compiler.h"
#include "engine/targeting/vocabulary.h"

namespace placard {

// A line item outside the index: dense, given out by the catalogue, the same
// in every snapshot that has the line item.
using LineItemKey = uint32_t;

// A line item that is to become a row. Precondition: its rule is no BadRule,
// and it has a price if its campaign's tier is PRICE_PRIORITY.
struct RowSource {
  LineItemKey key = 0;
  const Advertiser* advertiser = nullptr;
  const Campaign* campaign = nullptr;
  const LineItem* line_item = nullptr;
};

class Segment {
 public:
  struct Row {
    LineItemKey key = 0;
    uint32_t flight = 0;
    uint32_t residual = 0;         // in the rule book; kNoResidual: holds
    bool uses_key_values = false;  // in the residual
  };
  struct FlightTimes {
    absl::Time start;
    absl::Time end;
  };

  static constexpr uint32_t kNoResidual = ~uint32_t{0};

  // Precondition: as of RuleCompiler for `lists`; line items' names are
  // distinct.
  static std::shared_ptr<const Segment> Build(
      const std::vector<RowSource>& sources, const ListIds& lists);

  size_t rows() const { return rows_.size(); }
  LineItemKey key(uint32_t row) const { return rows_[row].key; }
  Rank rank(uint32_t row) const { return ranks_[row]; }
  // The first row whose rank is not better, or rows().
  uint32_t FirstRow(Rank rank) const;

  // The slots for which the row's rule holds, if its flight has the instant.
  uint64_t AcceptingSlots(uint32_t row, absl::Time instant,
                          const Query& query) const;

  const Family& family(FeatureKind kind) const {
    return families_[static_cast<size_t>(kind)];
  }

  void LoadQuery(const HashedPage& page, absl::Time instant, const IdSet& lists,
                 Query& query) const {
    query.Load(vocabulary_, page, instant, lists, rule_book_.shared.size());
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

  static uint64_t CreativeAt(LineItemKey key, uint32_t position) {
    return uint64_t{key} << 32 | position;
  }

  Vocabulary vocabulary_;
  RuleBook rule_book_;
  std::vector<Rank> ranks_;
  std::vector<Row> rows_;
  std::vector<FlightTimes> flights_;  // distinct
  std::array<Family, kFeatureKinds> families_;
  absl::flat_hash_map<uint64_t, CreativeBlocks> creative_blocks_;
};

}  // namespace placard
