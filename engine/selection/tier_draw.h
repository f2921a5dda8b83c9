// Fills the open slots of a page from one tier.
//
// Line items come in rank order. Those of one level (equal priority, and equal
// eCPM where price decides) race: of a level the first kDrawSize that may fill
// an open slot are in the draw, in the order of their race keys. The scarcest
// slot, the one with the fewest campaigns to choose from, chooses first; every
// slot takes the first of its candidates whose campaign the page does not show
// yet. House campaigns may come again, with another creative.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Cost: allocates nothing once warm.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/catalog/snapshot.h"
#include "engine/model/decision.h"
#include "engine/selection/page_slots.h"
#include "engine/selection/unit_table.h"

namespace placard {

class TierDraw {
 public:
  // For the slots of `slots` that are open now; both stay until Fill().
  void Begin(Tier tier, PageSlots& slots);

  Tier tier() const { return tier_; }

  // The next line item of the tier, in rank order, and the slots whose
  // targeting accepts it. Returns whether it is in the draw.
  bool Offer(const Row& row, uint64_t accepting);

  // No more of this level can be in the draw.
  bool level_full() const { return drawn_in_level_ == kDrawSize; }

  // Whether the line item begins a new level and no slot can gain anything from
  // it.
  bool DoneBefore(const Row& row);

  // Gives the slots what they choose.
  void Fill(Decision& decision);

 private:
  struct Entry {
    const Row* row;
    uint64_t eligible;  // slots
    uint32_t level;
    uint32_t campaign;  // its unit's number; unused for house
    uint64_t key;       // of the race
  };

  // An open slot that waits to choose.
  struct Turn {
    int slot;
    int32_t scarcity;
    uint64_t draw;
    size_t next;  // the first entry that it has not passed over
  };

  bool InLevel(const Row& row) const;
  void OpenLevel(const Row& row);
  void CountUnits(Entry& entry);
  // What a page may show of a house creative only once.
  static uint64_t UnitOf(const ServedLineItem& item,
                         const ServedCreative& creative);
  void AddUnit(uint32_t number, uint64_t slots);
  bool ComesBefore(const Entry& a, const Entry& b) const;
  void OrderSlots();
  bool TakeOne(Turn& turn, Decision& decision);
  const Creative* Choose(const Entry& entry, int slot);

  Tier tier_ = Tier::kSponsorship;
  PageSlots* slots_ = nullptr;
  uint64_t open_ = 0;
  int32_t need_ = 0;        // places left in the open slots
  uint64_t saturated_ = 0;  // slots with `need_` units in complete levels

  const Row* level_ = nullptr;  // its first line item
  uint32_t level_number_ = 0;
  size_t drawn_in_level_ = 0;

  std::vector<Entry> entries_;
  UnitTable units_;             // campaigns; creatives in the house tier
  std::vector<int32_t> count_;  // units by slot, up to need_
  std::vector<Turn> turns_;
};

}  // namespace placard
