#include "engine/selection/forced_ad.h"

#include "engine/base/hash.h"

namespace placard {
namespace {

std::string_view CampaignIn(std::string_view name) {
  return name.substr(0, name.find('/', name.find('/') + 1));
}

}  // namespace

void ForcedAd::Find(std::string_view name, const Snapshot& snapshot,
                    const PageSlots& slots, const CreativeOrder& rotation) {
  creative_ = nullptr;
  if (name.empty()) return;
  const ServedCampaign* campaign = snapshot.FindCampaign(CampaignIn(name));
  if (campaign == nullptr) return;
  for (const ServedLineItem& item : campaign->line_items()) {
    TryLineItem(item, name, slots, rotation);
    if (exists()) return;
  }
}

void ForcedAd::TryLineItem(const ServedLineItem& item, std::string_view name,
                           const PageSlots& slots,
                           const CreativeOrder& rotation) {
  const bool any_creative = item.line_item->name == name;
  const uint64_t line_item = HashBytes(item.line_item->name);
  CreativeOrder::Turn best;
  for (const ServedCreative& creative : item.creatives) {
    if (!any_creative && creative.creative->name != name) continue;
    const uint64_t fitting = slots.Fitting(creative, slots.all());
    if (fitting == 0) continue;
    const CreativeOrder::Turn turn = rotation.TurnOf(item, creative);
    if (exists() && !CreativeOrder::Before(turn, best)) continue;
    best = turn;
    item_ = &item;
    creative_ = &creative;
    slot_ = -1;
    ForEachSlot(fitting, [&](int i) {
      if (slot_ < 0 || slots.PairDraw(i, line_item, &creative) <
                           slots.PairDraw(slot_, line_item, &creative)) {
        slot_ = i;
      }
    });
  }
}

}  // namespace placard
