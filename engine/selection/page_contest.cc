#include "engine/selection/page_contest.h"

namespace placard {

void PageContest::Begin(const Snapshot& snapshot, const SearchScratch& search,
                        const PageRequest& request, absl::Time instant,
                        uint64_t seed, const DeliveryView& delivery) {
  const SitePolicy& policy = snapshot.site_policy();
  slots.Begin(snapshot, search, request, seed);
  rotation.Begin(slots, delivery, instant);
  shown.Begin(policy, request.page_view);
  chosen.clear();
  paid.assign(request.slots.size(), 0);
  shows_chosen = false;
  ties_all = policy.no_duplicates != NoDuplicates::kCampaign ||
             policy.advertiser_page_limit > 0 ||
             !request.page_view.shown.empty() || !request.force.empty();
  places.clear();
  for (const Slot& slot : request.slots) {
    places.push_back(static_cast<uint8_t>(slot.count));
  }
  forced.Find(request.force, snapshot, slots, rotation);
  if (forced.exists()) {
    shown.Add(forced.item(), forced.creative());
    --places[forced.slot()];
  }
  candidates.Begin(snapshot, slots, shown, rotation, places);
}

const PageShown& PageContest::ShownWithChosen() {
  if (shows_chosen) return shown;
  shows_chosen = true;
  for (const PageCandidates::Source& ad : chosen) {
    if (ad.row->rank.tier() == Tier::kHouse) continue;
    shown.Add(slots.line_item(*ad.row), *ad.creative);
  }
  return shown;
}

}  // namespace placard
