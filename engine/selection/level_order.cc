#include "engine/selection/level_order.h"

#include <algorithm>

#include "engine/selection/draw.h"

namespace placard {
namespace {

bool ComesBefore(const LevelEntry& a, const LevelEntry& b,
                 const PageSlots& slots) {
  if (a.has_share != b.has_share) return a.has_share;
  if (a.time != b.time) return a.time < b.time;
  if (a.row->rank.tier() != Tier::kPricePriority) {
    const auto w_a = static_cast<int32_t>(a.row->rank.value());
    const auto w_b = static_cast<int32_t>(b.row->rank.value());
    if (BeforeInDraw(a.key, w_a, b.key, w_b)) return true;
    if (BeforeInDraw(b.key, w_b, a.key, w_a)) return false;
  }
  return slots.line_item(*a.row).line_item->name <
         slots.line_item(*b.row).line_item->name;
}

bool StandsTogether(const LevelEntry& entry) {
  return entry.item != nullptr &&
         entry.item->campaign->roadblock >= Roadblock::kAsManyAsPossible;
}

bool IsCompanion(const LevelEntry& entry) {
  return entry.item != nullptr &&
         entry.item->line_item->companion_of.has_value();
}

bool IsMasterOf(const LevelEntry& master, const LevelEntry& companion) {
  if (master.item == nullptr || !IsCompanion(companion)) return false;
  const Campaign& campaign = *master.item->campaign;
  const uint32_t of = *companion.item->line_item->companion_of;
  return companion.item->campaign == &campaign &&
         &campaign.line_items[of] == master.item->line_item;
}

}  // namespace

size_t LevelOrder::SortFirst(const PageSlots& slots,
                             std::vector<LevelEntry>& entries) {
  const auto before = [&](const LevelEntry& a, const LevelEntry& b) {
    return ComesBefore(a, b, slots);
  };
  grouped_ =
      std::any_of(entries.begin(), entries.end(), [](const LevelEntry& entry) {
        return StandsTogether(entry) || IsCompanion(entry);
      });
  if (!grouped_ && entries.size() > 2 * kFirst) {
    const auto end = entries.begin() + kFirst;
    std::nth_element(entries.begin(), end, entries.end(), before);
    std::sort(entries.begin(), end, before);
    return kFirst;
  }
  std::sort(entries.begin(), entries.end(), before);
  if (grouped_) Group(entries);
  return entries.size();
}

void LevelOrder::SortRest(const PageSlots& slots, size_t sorted,
                          std::vector<LevelEntry>& entries) {
  std::sort(entries.begin() + static_cast<std::ptrdiff_t>(sorted),
            entries.end(), [&](const LevelEntry& a, const LevelEntry& b) {
              return ComesBefore(a, b, slots);
            });
}

void LevelOrder::Group(std::vector<LevelEntry>& entries) {
  taken_.assign(entries.size(), false);
  in_groups_.clear();
  const auto waits = [&](const LevelEntry& entry) {
    return IsCompanion(entry) && std::any_of(entries.begin(), entries.end(),
                                             [&](const LevelEntry& other) {
                                               return IsMasterOf(other, entry);
                                             });
  };
  for (size_t i = 0; i < entries.size(); ++i) {
    const LevelEntry& entry = entries[i];
    if (taken_[i] || waits(entry)) continue;
    Take(i, entries);
    if (!StandsTogether(entry)) continue;
    for (size_t j = i + 1; j < entries.size(); ++j) {
      const bool joins = !taken_[j] && StandsTogether(entries[j]) &&
                         entries[j].item->campaign == entry.item->campaign;
      if (joins && !waits(entries[j])) Take(j, entries);
    }
  }
  entries.swap(in_groups_);
}

void LevelOrder::Take(size_t position, const std::vector<LevelEntry>& entries) {
  taken_[position] = true;
  in_groups_.push_back(entries[position]);
  TakeCompanions(entries[position], entries);
}

void LevelOrder::TakeCompanions(const LevelEntry& master,
                                const std::vector<LevelEntry>& entries) {
  for (size_t i = 0; i < entries.size(); ++i) {
    if (taken_[i] || !IsMasterOf(master, entries[i])) continue;
    taken_[i] = true;
    in_groups_.push_back(entries[i]);
  }
}

}  // namespace placard
