// The slots of one page, and which line items may fill which of them, whatever
// else the page shows. Sets of slots are bits: bit i is the request's slot i.
//
// Most of it is found in a line item's row alone; the line item itself is
// looked at where creatives may be blocked, or when one is chosen.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Lifetime: between Begin() and the end of the decision, what Begin() took
// must stay.
// Cost: allocates nothing once warm.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "engine/base/hash.h"
#include "engine/base/limits.h"
#include "engine/catalog/snapshot.h"
#include "engine/model/page.h"

namespace placard {

static_assert(limits::kSlots <= 64, "a set of slots is one word");

// Calls visit(i) for every i in the set, lowest first.
template <typename Visit>
void ForEachSlot(uint64_t slots, Visit&& visit) {
  for (; slots != 0; slots &= slots - 1) visit(std::countr_zero(slots));
}

class PageSlots {
 public:
  void Begin(const Snapshot& snapshot, const SearchScratch& scratch,
             const PageRequest& request, uint64_t seed);

  size_t size() const { return slots_.size(); }
  const Slot& slot(int i) const { return *slots_[i].slot; }

  // Those that take an advertisement at all, and the sizes that some of
  // `among` takes.
  uint64_t all() const { return all_; }
  SizeMask Sizes(uint64_t among) const;

  const ServedLineItem& line_item(const Row& row) const {
    return snapshot_->line_item(row);
  }

  // The draw of anything with a name: the same for the same seed, request id
  // and name, on every machine.
  uint64_t Draw(uint64_t name_hash) const { return Mix(draw_base_, name_hash); }

  // The draw of a slot, by its id.
  uint64_t SlotDraw(int i) const { return slots_[i].draw; }

  // The draw of an advertisement in a slot: of equally good ways to put
  // advertisements into slots the one with the smallest sum is taken.
  // `line_item` is its name's hash; `creative` is null where its slot chooses
  // it.
  uint32_t PairDraw(int slot, uint64_t line_item,
                    const ServedCreative* creative) const;

  // Of `among` those in which one of the line item's creatives fits.
  uint64_t Fitting(const Row& row, uint64_t among) const;
  // Of `among` those in which the creative fits.
  uint64_t Fitting(const ServedCreative& creative, uint64_t among) const;
  // Of `among` those in which `creative` fits and is not blocked on this page.
  uint64_t Usable(const ServedLineItem& item, const ServedCreative& creative,
                  uint64_t among) const;
  // Of `among` those in which one of the line item's creatives is usable.
  uint64_t Usable(const Row& row, uint64_t among) const;
  // Of `among` those whose floor the line item's bid reaches.
  uint64_t AboveFloor(const Row& row, uint64_t among) const;
  // Of `among` those that the line item may fill.
  uint64_t Eligible(const Row& row, uint64_t among) const;

 private:
  struct State {
    const Slot* slot;
    SizeMask sizes;
    int64_t floor;  // micros
    uint64_t draw;
  };

  uint64_t Sharing(SizeMask sizes, uint64_t among) const;
  bool MayBeBlocked(const Row& row) const;

  const Snapshot* snapshot_ = nullptr;
  const SearchScratch* scratch_ = nullptr;
  std::vector<State> slots_;
  uint64_t all_ = 0;
  bool excludes_labels_ = false;
  bool policy_may_block_ = false;
  uint64_t draw_base_ = 0;
};

}  // namespace placard
