// Which row of which segment each line item is: a large base, small deltas with
// what has changed since the base was built, and a bit a row that says whether
// it may be looked at.
//
// A change that leaves a line item's row as it is (a pause, another creative's
// picture) costs a bit. Any other clears the bit of the old row and puts a new
// row into the smallest delta, which is built anew when it is next asked for.
// What overflows a delta moves to the next larger one, so that a change costs
// what the small ones cost. The base is built anew off the update path; see
// StartRebuild.
//
// Thread safety: thread-compatible; shared parts are immutable.
// Lifetime: the ServedLineItems that it is given must live until they are
// replaced or dropped.
// Cost: a pause copies a bit a row of its segment; building a delta costs a few
// microseconds a row.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "engine/base/workers.h"
#include "engine/catalog/cow_array.h"
#include "engine/catalog/served.h"
#include "engine/catalog/snapshot_parts.h"
#include "engine/index/segment.h"
#include "engine/targeting/rule_compiler.h"

namespace placard {

// A base that was built from the rows as they once were.
struct RebuiltSegment {
  std::shared_ptr<const Segment> segment;
  std::vector<uint64_t> revisions;  // by key; of the row then, 0 for none
};

// Builds a base from what it holds; may run on any thread.
class RebuildJob {
 public:
  RebuildJob(CowArray<const ServedLineItem*> line_items,
             CowArray<std::shared_ptr<const ServedCampaign>> campaigns,
             std::vector<uint64_t> revisions, ListIds lists,
             Period period = {});

  RebuiltSegment Run() const;

 private:
  CowArray<const ServedLineItem*> line_items_;
  CowArray<std::shared_ptr<const ServedCampaign>> campaigns_;  // keeps alive
  std::vector<uint64_t> revisions_;                            // by key
  ListIds lists_;
  Period period_;
};

class RowTable {
 public:
  LineItemKey NewKey();

  // Segments are built for the week from then on. By default they are built for
  // all times alike.
  void SetTime(absl::Time now);
  const Period& period() const { return period_; }

  // The line item has a row now; `is_same`: the one that it had, if any.
  void Set(const ServedLineItem& item, bool is_same, bool is_live);
  bool has_row(LineItemKey key) const {
    return states_[key].segment != kNowhere;
  }
  // It has none any more.
  void Drop(LineItemKey key);

  // The segments with all rows, those of the last changes included.
  std::vector<SnapshotParts::SearchedSegment> Segments(
      const ListIds& lists, const Workers& workers = LoneWorker());
  CowArray<const ServedLineItem*> ShareLineItems() {
    return line_items_.Share();
  }

  // Whether the deltas have become expensive, the base mostly dead, or the time
  // that it was built for half over.
  bool wants_rebuild() const;
  std::vector<uint64_t> Revisions() const;
  void Adopt(const RebuiltSegment& rebuilt);

 private:
  // The base, then the deltas, largest first.
  static constexpr size_t kSegments = 4;
  static constexpr size_t kSmallest = kSegments - 1;
  static constexpr uint8_t kNowhere = 0xFF;
  static constexpr FlightSecond kWeek = 7 * 24 * 60 * 60;

  struct State {
    uint64_t revision = 0;  // grows whenever the line item gets another row
    uint32_t row = 0;       // in its segment, unless that is stale
    uint8_t segment = kNowhere;
    bool is_live = false;
  };

  // A segment with its live bits, which are copied when they are shared after
  // they have changed.
  class LiveSegment {
   public:
    explicit LiveSegment(std::shared_ptr<const Segment> segment = nullptr);
    size_t rows() const { return segment_ == nullptr ? 0 : segment_->rows(); }
    LineItemKey key(uint32_t row) const { return segment_->row(row).key; }
    void SetLive(uint32_t row, bool is_live);
    bool IsBuiltFor(const Period& period) const {
      return segment_ == nullptr || segment_->period().Has(period.middle());
    }
    SnapshotParts::SearchedSegment Share();

   private:
    std::shared_ptr<const Segment> segment_;
    LiveBits live_;
    std::shared_ptr<const LiveBits> shared_;  // null: not yet
  };

  void SetLive(State& state, bool is_live);
  void Displace(LineItemKey key);
  void Overflow();
  void Build(size_t segment, const std::vector<LineItemKey>& keys,
             const ListIds& lists, const Workers& workers);
  size_t DeltaKeys() const;

  Period period_;
  std::vector<State> states_;  // by key
  CowArray<const ServedLineItem*> line_items_;
  std::array<LiveSegment, kSegments> segments_;
  size_t base_used_ = 0;  // rows of the base that are some line item's
  // Of the deltas: the line items that belong there, and whether rows are
  // missing.
  std::array<absl::flat_hash_set<LineItemKey>, kSegments> keys_;
  std::array<bool, kSegments> is_stale_ = {};
};

}  // namespace placard
