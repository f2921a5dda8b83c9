#include "engine/selection/page_choice.h"

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/base/prefetch.h"

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

// What is chosen lies all over the memory: the creatives of all are asked for
// before any is looked at. Their line items were when they became candidates.
void PrefetchCreatives(const FillResult& fill, const PageContest& contest) {
  for (const FilledPlace& place : fill.ads) {
    const Row& row = *contest.candidates.source(place.candidate).row;
    const std::span<const ServedCreative> creatives =
        contest.slots.line_item(row).creatives;
    PrefetchMemory(creatives.data());
    PrefetchMemory(&creatives.back());
  }
}

}  // namespace

void ShowAds(const FillResult& fill, PageContest& contest, Decision& decision) {
  const PageSlots& slots = contest.slots;
  const auto show = [&](const ServedLineItem& item,
                        const ServedCreative& creative, bool house, int slot) {
    SlotResult& result = decision.slots[slot];
    result.ads.push_back({.campaign = item.campaign,
                          .line_item = item.line_item,
                          .creative = creative.creative});
    if (!house) ++contest.paid[slot];
    result.outcome =
        contest.paid[slot] > 0 ? Outcome::kFilled : Outcome::kHouse;
  };
  const ForcedAd& forced = contest.forced;
  if (forced.exists()) {
    show(forced.item(), forced.creative(),
         forced.item().campaign->tier == Tier::kHouse, forced.slot());
  }
  PrefetchCreatives(fill, contest);
  for (const FilledPlace& place : fill.ads) {
    const PageCandidates::Source& source =
        contest.candidates.source(place.candidate);
    const ServedLineItem& item = slots.line_item(*source.row);
    const ServedCreative* creative =
        source.creative != nullptr
            ? source.creative
            : FirstUsable(item, place.slot, slots, contest.rotation);
    show(item, *creative, source.row->rank.tier() == Tier::kHouse, place.slot);
    contest.chosen.push_back({.row = source.row, .creative = creative});
  }
}

}  // namespace placard
