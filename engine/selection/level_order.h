// The order of the line items of one level, equals that race: whose share of
// voice the page is comes first, then whoever wins the race; what belongs
// together stands together.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Cost: O(n log n) for n line items, O(n^2) where they belong together;
// allocates nothing once warm.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/catalog/served.h"
#include "engine/selection/page_slots.h"

namespace placard {

struct LevelEntry {
  const Row* row = nullptr;
  const ServedLineItem* item = nullptr;  // null: it has no page rules
  uint64_t slots = 0;                    // that it may fill
  uint64_t key = 0;   // of the race; the smaller of a bid, else over the weight
  uint64_t time = 0;  // in the race: the key over the weight, rounded down
  bool has_share = false;
};

class LevelOrder {
 public:
  // Puts the first entries in order, kFirst at least; returns how many. Line
  // items of a campaign that shows as many as it can, or all, come behind the
  // first of them, and companions behind their master.
  size_t SortFirst(const PageSlots& slots, std::vector<LevelEntry>& entries);
  // Whether some of those that were put in order belong together.
  bool grouped() const { return grouped_; }
  // And all that are behind them.
  static void SortRest(const PageSlots& slots, size_t sorted,
                       std::vector<LevelEntry>& entries);

 private:
  static constexpr size_t kFirst = 16;

  void Group(std::vector<LevelEntry>& entries);
  void Take(size_t position, const std::vector<LevelEntry>& entries);
  void TakeCompanions(const LevelEntry& master,
                      const std::vector<LevelEntry>& entries);

  bool grouped_ = false;
  std::vector<bool> taken_;
  std::vector<LevelEntry> in_groups_;
};

}  // namespace placard
