#include "engine/selection/page_choice.h"

#include "engine/base/check.h"
#include "engine/base/hash.h"

namespace placard {
namespace {

// The creative of the line item whose turn it is, of those that may be shown in
// the slot.
const ServedCreative* FirstUsable(const ServedLineItem& item, int slot,
                                  const PageSlots& slots,
                                  const CreativeOrder& rotation) {
  const uint64_t bit = uint64_t{1} << slot;
  const ServedCreative* first = nullptr;
  CreativeOrder::Turn turn_of_first;
  for (const ServedCreative& creative : item.creatives) {
    if (slots.Usable(item, creative, bit) == 0) continue;
    const CreativeOrder::Turn turn = rotation.TurnOf(item, creative);
    if (first != nullptr && !CreativeOrder::Before(turn, turn_of_first)) {
      continue;
    }
    first = &creative;
    turn_of_first = turn;
  }
  PLACARD_DCHECK(first != nullptr);
  return first;
}

}  // namespace

void ShowAds(const FillResult& fill, PageContest& contest, Decision& decision) {
  const PageSlots& slots = contest.slots;
  const auto show = [&](const ServedLineItem& item,
                        const ServedCreative& creative, int slot) {
    decision.slots[slot].ads.push_back({.campaign = item.campaign,
                                        .line_item = item.line_item,
                                        .creative = creative.creative});
  };
  const ForcedAd& forced = contest.forced;
  if (forced.exists()) show(forced.item(), forced.creative(), forced.slot());
  for (const FilledPlace& place : fill.ads) {
    const PageCandidates::Source& source =
        contest.candidates.source(place.candidate);
    const ServedLineItem& item = slots.line_item(*source.row);
    const ServedCreative* creative =
        source.creative != nullptr
            ? source.creative
            : FirstUsable(item, place.slot, slots, contest.rotation);
    show(item, *creative, place.slot);
    contest.chosen.push_back({.row = source.row, .creative = creative});
  }
}

}  // namespace placard
