// The slots of one page while it is being filled, and which line items may
// fill which. Sets of slots are bits: bit i is the request's slot i.
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
#include <span>
#include <vector>

#include "engine/base/hash.h"
#include "engine/base/limits.h"
#include "engine/catalog/snapshot.h"
#include "engine/model/decision.h"
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
  // A line item that a slot shows.
  struct Taken {
    int slot;
    LineItemKey key;
    uint32_t campaign_key;
    uint64_t name_hash;
  };

  void Begin(const Snapshot& snapshot, const SearchScratch& scratch,
             const PageRequest& request, uint64_t seed);

  size_t size() const { return slots_.size(); }
  const Slot& slot(int i) const { return *slots_[i].slot; }

  // How many more advertisements slot i takes.
  int32_t remaining(int i) const { return slots_[i].remaining; }
  // Slot i shows the line item of the row.
  void Take(int i, const Row& row);
  // How many of those that slot i shows are paid for.
  int32_t paid(int i) const { return slots_[i].paid; }
  bool Shows(int i, LineItemKey key) const;
  std::span<const Taken> taken() const { return taken_; }

  // The slots that take more, and the sizes of which they take one.
  uint64_t open() const { return open_; }
  SizeMask OpenSizes() const;

  const ServedLineItem& line_item(const Row& row) const {
    return snapshot_->line_item(row);
  }

  // The draw of anything with a name: the same for the same seed, request id
  // and name, on every machine.
  uint64_t Draw(uint64_t name_hash) const { return Mix(draw_base_, name_hash); }

  // Of `among` those in which one of the line item's creatives fits.
  uint64_t Fitting(const Row& row, uint64_t among) const;
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
    int32_t remaining;
    int32_t paid;
  };
  uint64_t Sharing(SizeMask sizes, uint64_t among) const;
  uint64_t Fitting(const ServedCreative& creative, uint64_t among) const;
  bool MayBeBlocked(const Row& row) const;

  const Snapshot* snapshot_ = nullptr;
  const SearchScratch* scratch_ = nullptr;
  std::vector<State> slots_;
  std::vector<Taken> taken_;
  uint64_t open_ = 0;
  bool excludes_labels_ = false;
  bool policy_may_block_ = false;
  uint64_t draw_base_ = 0;
};

}  // namespace placard
