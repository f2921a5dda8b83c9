#include "engine/selection/tier_draw.h"

#include <algorithm>
#include <tuple>

#include "engine/base/hash.h"
#include "engine/selection/draw.h"

namespace placard {

void TierDraw::Begin(Tier tier, PageSlots& slots) {
  tier_ = tier;
  slots_ = &slots;
  open_ = slots.open();
  need_ = 0;
  ForEachSlot(open_, [&](int i) { need_ += slots.remaining(i); });
  saturated_ = 0;
  level_ = nullptr;
  level_number_ = 0;
  drawn_in_level_ = 0;
  entries_.clear();
  units_.Clear();
  count_.assign(slots.size(), 0);
}

bool TierDraw::InLevel(const Row& row) const {
  return level_ != nullptr && level_->rank.SharesLevelWith(row.rank);
}

void TierDraw::OpenLevel(const Row& row) {
  level_ = &row;
  ++level_number_;
  drawn_in_level_ = 0;
}

// What later levels hold is beyond the reach of a slot that has as many units
// before them as the page has places: whatever the other slots take, one of
// them is left.
bool TierDraw::DoneBefore(const Row& row) {
  if (InLevel(row)) return false;
  saturated_ = 0;
  ForEachSlot(open_, [&](int i) {
    if (count_[i] >= need_) saturated_ |= uint64_t{1} << i;
  });
  return saturated_ == open_;
}

bool TierDraw::Offer(const Row& row, uint64_t accepting) {
  if (!InLevel(row)) OpenLevel(row);
  if (level_full()) return false;
  const uint64_t eligible = slots_->Eligible(row, accepting & open_);
  if (eligible == 0) return false;
  ++drawn_in_level_;
  if ((eligible & ~saturated_) == 0) return true;

  const uint64_t draw = slots_->Draw(row.name_hash);
  Entry entry = {
      .row = &row,
      .eligible = eligible,
      .level = level_number_,
      .campaign = 0,
      .key = tier_ == Tier::kPricePriority ? draw : ExponentialDraw(draw)};
  CountUnits(entry);
  entries_.push_back(entry);
  return true;
}

uint64_t TierDraw::UnitOf(const ServedLineItem& item,
                          const ServedCreative& creative) {
  const auto position = static_cast<uint64_t>(creative.creative -
                                              item.campaign->creatives.data());
  return uint64_t{item.campaign_key} << 32 | position;
}

void TierDraw::CountUnits(Entry& entry) {
  if (tier_ != Tier::kHouse) {
    entry.campaign = units_.Find(entry.row->campaign_key);
    AddUnit(entry.campaign, entry.eligible);
    return;
  }
  const ServedLineItem& item = slots_->line_item(*entry.row);
  for (const ServedCreative& creative : item.creatives) {
    const uint64_t usable = slots_->Usable(item, creative, entry.eligible);
    if (usable == 0) continue;
    AddUnit(units_.Find(UnitOf(item, creative)), usable);
  }
}

void TierDraw::AddUnit(uint32_t number, uint64_t slots) {
  UnitTable::Unit& unit = units_.unit(number);
  ForEachSlot(slots & ~unit.slots, [&](int i) { ++count_[i]; });
  unit.slots |= slots;
}

bool TierDraw::ComesBefore(const Entry& a, const Entry& b) const {
  if (a.level != b.level) return a.level < b.level;
  if (tier_ == Tier::kPricePriority) {
    if (a.key != b.key) return a.key < b.key;
  } else {
    const auto w_a = static_cast<int32_t>(a.row->rank.value());
    const auto w_b = static_cast<int32_t>(b.row->rank.value());
    if (BeforeInDraw(a.key, w_a, b.key, w_b)) return true;
    if (BeforeInDraw(b.key, w_b, a.key, w_a)) return false;
  }
  return slots_->line_item(*a.row).line_item->name <
         slots_->line_item(*b.row).line_item->name;
}

void TierDraw::OrderSlots() {
  turns_.clear();
  ForEachSlot(open_, [&](int i) {
    turns_.push_back({.slot = i,
                      .scarcity = std::min(need_, count_[i]),
                      .draw = slots_->Draw(HashBytes(slots_->slot(i).id)),
                      .next = 0});
  });
  std::sort(turns_.begin(), turns_.end(), [&](const Turn& a, const Turn& b) {
    return std::tie(a.scarcity, a.draw, slots_->slot(a.slot).id) <
           std::tie(b.scarcity, b.draw, slots_->slot(b.slot).id);
  });
}

void TierDraw::Fill(Decision& decision) {
  std::sort(entries_.begin(), entries_.end(),
            [&](const Entry& a, const Entry& b) { return ComesBefore(a, b); });
  OrderSlots();
  for (bool took = true; took;) {
    took = false;
    for (Turn& turn : turns_) took |= TakeOne(turn, decision);
  }
}

// What a slot has passed over once it can never take: neither campaigns nor
// creatives become free again.
bool TierDraw::TakeOne(Turn& turn, Decision& decision) {
  if (slots_->remaining(turn.slot) == 0) return false;
  for (; turn.next < entries_.size(); ++turn.next) {
    const Entry& entry = entries_[turn.next];
    if ((entry.eligible >> turn.slot & 1) == 0) continue;
    const Creative* creative = Choose(entry, turn.slot);
    if (creative == nullptr) continue;
    const ServedLineItem& item = slots_->line_item(*entry.row);
    decision.slots[turn.slot].ads.push_back({.campaign = item.campaign,
                                             .line_item = item.line_item,
                                             .creative = creative});
    slots_->Take(turn.slot, *entry.row);
    return true;
  }
  return false;
}

// The creative that the slot shows of this line item, marked as used; null if
// the page shows all it could.
const Creative* TierDraw::Choose(const Entry& entry, int slot) {
  const bool house = tier_ == Tier::kHouse;
  if (!house && units_.unit(entry.campaign).used) return nullptr;

  const ServedLineItem& item = slots_->line_item(*entry.row);
  const ServedCreative* chosen = nullptr;
  uint64_t chosen_draw = 0;
  uint32_t chosen_unit = entry.campaign;
  for (const ServedCreative& creative : item.creatives) {
    if (slots_->Usable(item, creative, uint64_t{1} << slot) == 0) {
      continue;
    }
    uint32_t unit = entry.campaign;
    if (house) {
      unit = units_.Find(UnitOf(item, creative));
      if (units_.unit(unit).used) continue;
    }
    const uint64_t draw = slots_->Draw(creative.name_hash);
    if (chosen != nullptr && std::tie(chosen_draw, chosen->creative->name) <
                                 std::tie(draw, creative.creative->name)) {
      continue;
    }
    chosen = &creative;
    chosen_draw = draw;
    chosen_unit = unit;
  }
  if (chosen == nullptr) return nullptr;
  units_.unit(chosen_unit).used = true;
  return chosen->creative;
}

}  // namespace placard
